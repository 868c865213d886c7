"""Count in how many articles of a corpus each pair of Chinese characters occurs; writes tagger/split/background.bin.

usage: count_bigrams.py ARTICLES.jsonl.gz [--least 6]

The file: an unsigned 32-bit count n, n sorted unsigned 32-bit keys (two UTF-16 codes), n bytes: the inverse document
frequency ln(articles / count) in steps of a sixteenth, at most 255. Little-endian. Counts travel, no text.
"""

from __future__ import annotations

import argparse
import array
import collections
import gzip
import json
import math
import pathlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "tagger" / "split" / "background.bin"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=pathlib.Path)
    parser.add_argument("--least", type=int, default=6)
    arguments = parser.parse_args()
    counts: collections.Counter[str] = collections.Counter()
    total = 0
    with gzip.open(arguments.articles, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = f"{article['title']}\n{article['text']}"
            total += 1
            counts.update({text[i : i + 2] for i in range(len(text) - 1)})
    kept = sorted(
        (ord(gram[0]) << 16 | ord(gram[1]), count)
        for gram, count in counts.items()
        if count >= arguments.least and all("\u4e00" <= character < "\ua000" for character in gram)
    )
    keys = array.array("I", [key for key, _ in kept])
    weights = bytes(min(255, round(16 * math.log(total / count))) for _, count in kept)
    OUT.write_bytes(array.array("I", [len(kept)]).tobytes() + keys.tobytes() + weights)
    print(f"{len(kept)} pairs of {total} articles, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
