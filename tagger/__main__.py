"""``tagger`` and ``python -m tagger``."""

import signal


def main() -> None:
    """Run the command line. Interrupted while it is still being loaded, it ends as signals end a process: without a word."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:  # not where it is ignored, as in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from tagger.cli import main as command

    signal.signal(signal.SIGINT, heard)
    command()


if __name__ == "__main__":
    main()
