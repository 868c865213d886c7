"""The command line: parse, call one plain function, show. The only room that prints and exits."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Annotated, Any, ClassVar

import typer

from tagger import __version__
from tagger.cli.common import DEBUG, FAULTY, FINDINGS, INTERRUPTED, WRONG_USE, say, say_faults
from tagger.cli.language import Language, choose
from tagger.cli.lazy import LazyGroup
from tagger.cli.usage import UsageError, told
from tagger.errors import HomeFault, ModelFault, RuleFaults, TaggerError


class _Nouns(LazyGroup):
    targets: ClassVar[dict[str, str]] = {
        "tag": "tagger.cli.tag_command:tag",
        "split": "tagger.cli.split_command:split",
        "batch": "tagger.cli.batch_command:batch",
        "why": "tagger.cli.why_command:why",
        "eval": "tagger.cli.eval_command:evaluate",
        "retrain": "tagger.cli.retrain_command:retrain",
        "rules": "tagger.cli.rules:app",
        "init": "tagger.cli.init_command:init",
        "review": "tagger.cli.review_command:review",
        "sample": "tagger.cli.sample_command:sample",
        "corrections": "tagger.cli.corrections:app",
        "models": "tagger.cli.models:app",
        "doctor": "tagger.cli.doctor_command:doctor",
    }

    def invoke(self, ctx: Any) -> Any:
        """Run the command. An interrupt and a closed pipe end by the contract, before typer ends them its own way."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt:
            say("已中断")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: nothing is amiss
            raise typer.Exit from None


app = typer.Typer(
    cls=_Nouns,
    help="把报纸版面拆成文章，给每篇标上行业和类型，并说明理由。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tagger {__version__}")
        raise typer.Exit


def _language(wanted: Language | None) -> None:
    if wanted:
        choose(wanted)


@app.callback()
def _main(
    version: bool = typer.Option(False, "--version", help="显示版本。", callback=_version, is_eager=True),
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="帮助用的语言：zh 或 en；默认看 LANG。", callback=_language, is_eager=True),
    ] = None,
    debug: bool = typer.Option(False, "--debug", help="程序内部出错时显示调用栈。"),
) -> None:
    if debug:
        os.environ[DEBUG] = "1"


def main() -> None:
    """Run the command line and exit with the code of the contract."""
    gc.set_threshold(50_000, 50, 50)  # what flows holds no circles; collecting often costs a third of the time
    for library in ("OPENBLAS", "MKL", "OMP"):  # threads of linear algebra cost more to start than they save here
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as by Ctrl-C: nothing half written
    try:
        sys.exit(app(prog_name="tagger", standalone_mode=False))
    except UsageError as error:
        say(told(error))
        sys.exit(WRONG_USE)
    except RuleFaults as error:
        say_faults(error)
        sys.exit(FAULTY)
    except (HomeFault, ModelFault) as error:
        say(f"× {error}")
        sys.exit(FAULTY)
    except TaggerError as error:
        say(f"× {error}")
        sys.exit(FINDINGS)
    except KeyboardInterrupt:
        say("已中断")
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        say(f"× {_told(error)}")
        sys.exit(FINDINGS)


def _told(error: Exception) -> str:
    """What to say of an error that no command foresaw: the system's word, or that it is a fault of the program."""
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
    name = type(error).__name__
    return f"程序内部出错（{name}: {error}）。请用 `tagger --debug …` 重跑，把输出报告给我们"
