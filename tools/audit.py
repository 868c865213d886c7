"""What pip-audit found, in one line and one exit code: 1 where there are known holes, 0 where there are none, 2 where
it was called wrongly.

Usage: python tools/audit.py COMMAND..., a pip-audit that writes JSON. Of a package whose advisories it cannot reach
pip-audit says only that it was skipped, and ends with "no known vulnerabilities": such a package is not clean, it is
unread, and where no advisory could be read at all the check is skipped, which is said with the reason.
"""

from __future__ import annotations

import json
import subprocess
import sys


def verdict(report: str, said: str) -> tuple[int, str]:
    """Exit code and words for a report of pip-audit in JSON; ``said`` is what it told besides."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, f"skipped: advisories cannot be read: {(said.strip() or 'pip-audit said nothing').splitlines()[-1]}"
    read = [package for package in packages if "vulns" in package]
    skipped = [package for package in packages if "vulns" not in package]
    if not read:
        reason = skipped[0]["skip_reason"] if skipped else "pip-audit named no package"
        return 0, f"skipped: no advisory of {len(packages)} packages can be read: {reason}"
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'none yet'}"
        for package in read
        for hole in package["vulns"]
    ]
    unread = f"; unread: {', '.join(package['name'] for package in skipped)}" if skipped else ""
    count = f"{len(holes)} known holes" if holes else "no known hole"
    return int(bool(holes)), "\n".join([*holes, f"{count} in {len(read)} packages{unread}"])


def main() -> int:
    done = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)
    code, words = (2, done.stderr.strip()) if done.returncode == 2 else verdict(done.stdout, done.stderr)
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
