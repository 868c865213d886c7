"""The usual way to tag by keywords: read each file, try every word with ``in``, print JSON.

usage: usual.py FOLDER [--rules HOME]

The same words as the shipped rules, one loop a word, no places, no longest match: what most people write first.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rules", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "rules")
    arguments = parser.parse_args()
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rules = []
    for path in sorted(arguments.rules.rglob("*.yaml")):
        rule = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        if "tag" in rule:
            words = [str(word) for group in (rule.get("terms") or {}).values() for word in group]
            rules.append((rule["tag"], rule.get("facet"), words))
    for path in sorted(arguments.folder.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        counts = [(sum(word in text for word in words), tag, facet) for tag, facet, words in rules]
        best = max((c for c in counts if c[2] == "type"), default=(0, None, None))[1]
        industries = [tag for count, tag, facet in counts if facet == "industry" and count >= 2]
        json.dump(
            {"file": path.name, "text": text, "type": best, "industries": industries}, sys.stdout, ensure_ascii=False
        )
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
