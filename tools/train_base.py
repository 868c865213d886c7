"""Train the base model: labelled articles, the seeds, and articles without labels that the rules are sure of.

    python tools/train_base.py --gold train.jsonl --news articles.jsonl.gz [--sums sums.jsonl] [--out models/base]

Where the rules were fitted on the same articles, give ``--sums``: what rules give them that were fitted without them
(`tools/fit_weights.py --sums`), so that the curves do not trust the rules more than a new article warrants. Readings
(tools/readings.tsv) are a further pass over articles of GOLD and label articles of NEWS. The model keeps counts and labels
of all these articles, no text; `tagger eval` measures it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from readings import readings, united

from tagger.errors import TableFault
from tagger.home import shipped_home
from tagger.match import Compiled, Matcher, load_compiled
from tagger.model.examples import HAS
from tagger.model.manifest import Places
from tagger.readers import sources
from tagger.tables.jsonl import article_of, rows_of
from tagger.tables.labelled import Labelled, Labels, Vocabulary, read_labelled
from tagger.training.build import build, vocabulary_of
from tagger.training.compare import NEW, compare
from tagger.training.decisions import Judge, version_of
from tagger.training.gather import gather
from tagger.training.texts import Text, TextReader
from tagger.training.vocabulary import discover

ROOT = Path(__file__).resolve().parent.parent
FEATURES, LEAST = 40_000, 5
SEED_WEIGHT, NEWS_WEIGHT, NEWS = 2.0, 0.3, 1_000


def labelled(path: Path, tags: Vocabulary, said: Mapping[str, Sequence[Labels]]) -> Iterator[Labelled]:
    """The labelled articles of a table or a folder of tables, with what readings say of them."""
    for source in sources(str(path)):
        for row in read_labelled(source, tags):
            if not isinstance(row, Labelled):
                raise SystemExit(str(row))
            yield row._replace(labels=united(said.get(row.article.id or "", ()), row.labels))


def news_read(path: Path, said: Mapping[str, Sequence[Labels]], known: set[str | None]) -> Iterator[Labelled]:
    """The articles of a file of news that were read and are not known by their ids."""
    for number, row in news(path):
        if row.get("id") in said and row["id"] not in known:
            yield Labelled(article_of(row, path.name, path.stem, number), united(said[row["id"]]), number)


def news(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a JSONL file, packed or not, with their numbers."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
    return ((number, row) for number, row in rows_of(text, path.name) if not isinstance(row, TableFault))


def unseen(texts: list[Text], rows: list[Labelled], path: Path, compiled: Compiled) -> list[Text]:
    """The texts with the sums of industries that a file gives their articles instead of those of the rules."""
    number = {tag.slug: i for i, tag in enumerate(compiled.tags)}
    industries = np.array([tag.facet == "industry" for tag in compiled.tags])
    given = {row["id"]: row["sums"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    found = []
    for text, row in zip(texts, rows, strict=True):
        strengths = text.strengths.copy()
        if row.article.id in given:
            strengths[industries] = 0.0
            for slug, total in given[row.article.id].items():
                strengths[number[slug]] = total / compiled.tags[number[slug]].threshold
        found.append(text._replace(strengths=strengths))
    return found


def unlabelled(path: Path, reader: TextReader, known: set[int], most: int) -> list[Text]:
    """Articles that the rules are sure of: those with the rarest tags first, so that every tag gets its share."""
    texts = [
        reader.unlabelled(article_of(row, path.name, path.stem, number), NEWS_WEIGHT) for number, row in news(path)
    ]
    fresh = {text.digest: text for text in texts if text.digest not in known and (text.labels == HAS).any()}
    counts = sum((fresh[key].labels == HAS).astype(int) for key in fresh)
    rarity = {key: np.min(counts[fresh[key].labels == HAS]) for key in fresh}
    taken: Counter[int] = Counter()
    chosen = []
    for key in sorted(fresh, key=lambda key: (rarity[key], key)):
        chosen.append(fresh[key])
        taken[int(rarity[key])] += 1
        if len(chosen) == most:
            break
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, nargs="+", default=[])
    parser.add_argument("--seeds", type=Path, default=ROOT / "seeds" / "articles")
    parser.add_argument("--news", type=Path)
    parser.add_argument("--news-most", type=int, default=NEWS)
    parser.add_argument("--sums", type=Path, help="sums of rules that had not seen the articles")
    parser.add_argument("--features", type=int, default=FEATURES)
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "base")
    given = parser.parse_args()
    home = shipped_home()
    compiled = load_compiled(home)
    tags = Vocabulary.of(compiled.tags)
    reader = TextReader(Matcher(compiled))
    said = readings()
    rows = [(row, 1.0) for path in given.gold for row in labelled(path, tags, said)]
    if given.news:
        read = news_read(given.news, said, {row.article.id for row, _ in rows})
        rows += [(row, 1.0) for row in read]
    if given.seeds.exists():
        rows += [(row, SEED_WEIGHT) for row in labelled(given.seeds, tags, said)]
    texts = [reader.labelled(row.article, row.labels, weight) for row, weight in rows]
    if given.sums:
        texts = unseen(texts, [row for row, _ in rows], given.sums, compiled)
    if given.news:
        texts += unlabelled(given.news, reader, {text.digest for text in texts}, given.news_most)
    ngrams = discover(texts, given.features, LEAST)
    places = Places()
    examples = gather(texts, vocabulary_of(ngrams, places))
    facets = home.settings().facets
    trained = build(examples, ngrams, places, compiled, facets)
    by_person = examples.weights >= 1
    part = compare(Judge(compiled, facets.industry), examples, by_person, {NEW: version_of(trained)})
    trained.scored(part.reports[NEW]).write(given.out)
    print(json.dumps({"articles": len(texts), "features": len(ngrams), **trained.manifest.scores}, indent=1))


if __name__ == "__main__":
    main()
