"""Count in how many articles of a corpus each pair and triple of Chinese characters occurs.

usage: count_background.py ARTICLES.jsonl.gz [--least 6]

Writes tagger/split/background.bin (pairs) and tagger/split/triples.bin. Each: an unsigned 32-bit count n, n sorted
unsigned 32-bit keys, n bytes: the inverse document frequency ln(articles / count) in steps of a sixteenth, at most 255.
Little-endian. The key of a pair is its two UTF-16 codes, that of a triple the CRC-32 of its UTF-16 form. Counts
travel, no text.
"""

from __future__ import annotations

import argparse
import array
import collections
import gzip
import json
import math
import pathlib

from tagger.split.background import pair_key, triple_key

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tagger" / "split"


def write(name: str, counts: dict[int, int], total: int) -> None:
    """One table, whole."""
    keys = array.array("I", sorted(counts))
    weights = bytes(min(255, round(16 * math.log(total / counts[key]))) for key in keys)
    path = FOLDER / name
    path.write_bytes(array.array("I", [len(keys)]).tobytes() + keys.tobytes() + weights)
    print(f"{name}: {len(keys)} keys of {total} articles, {path.stat().st_size} bytes")


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
            counts.update({text[i : i + size] for size in (2, 3) for i in range(len(text) - size + 1)})
    kept = {
        gram: count
        for gram, count in counts.items()
        if count >= arguments.least and all("\u4e00" <= character < "\ua000" for character in gram)
    }
    write("background.bin", {pair_key(gram): count for gram, count in kept.items() if len(gram) == 2}, total)
    write("triples.bin", {triple_key(gram): count for gram, count in kept.items() if len(gram) == 3}, total)


if __name__ == "__main__":
    main()
