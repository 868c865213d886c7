"""The usual way to tag: every word tried with ``in``; with a model, jieba's words, TF-IDF and linear classifiers too.

usage: usual.py FOLDER [--rules HOME] [--model FILE]
       usual.py --train GOLD --model FILE

The same words as the shipped rules, one loop a word, no places, no longest match; the model is one scikit-learn
pipeline for industries and one for types, trained on labelled articles and stored with joblib: what most people write
first. Reads each file, prints JSON.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from typing import Any


def cut(text: str) -> list[str]:
    """The words of a text."""
    import jieba

    return list(jieba.lcut(text))


def train(gold: pathlib.Path, out: pathlib.Path) -> None:
    """Fit both classifiers on a file of labelled articles and store them."""
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer
    from sklearn.svm import LinearSVC

    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    vectorizer = TfidfVectorizer(tokenizer=cut, token_pattern=None, lowercase=False, sublinear_tf=True)
    matrix = vectorizer.fit_transform(f"{row['title'] or ''}\n{row['text']}" for row in rows)
    binarizer = MultiLabelBinarizer()
    labels = binarizer.fit_transform([row["industries"] for row in rows])
    industries = OneVsRestClassifier(LinearSVC()).fit(matrix, labels)
    types = LinearSVC().fit(matrix, [row["type"] for row in rows])
    joblib.dump((vectorizer, binarizer, industries, types), out)


def read_rules(home: pathlib.Path) -> list[tuple[str, str, list[str]]]:
    """Tag, facet and words of each rule file."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rules = []
    for path in sorted(home.rglob("*.yaml")):
        rule = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        if "tag" in rule:
            words = [str(word) for group in (rule.get("terms") or {}).values() for word in group]
            rules.append((rule["tag"], rule.get("facet"), words))
    return rules


def by_words(text: str, rules: list[tuple[str, str, list[str]]]) -> dict[str, Any]:
    """The type with most words, and industries with two."""
    counts = [(sum(word in text for word in words), tag, facet) for tag, facet, words in rules]
    best = max((count for count in counts if count[2] == "type"), default=(0, None, None))[1]
    return {"type": best, "industries": [tag for count, tag, facet in counts if facet == "industry" and count >= 2]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    parser.add_argument("--rules", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "rules")
    parser.add_argument("--model", type=pathlib.Path)
    parser.add_argument("--train", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.train:
        train(arguments.train, arguments.model)
        return
    if arguments.model:
        import joblib

        vectorizer, binarizer, industries, types = joblib.load(arguments.model)
    rules = read_rules(arguments.rules)
    for path in sorted(arguments.folder.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found = by_words(text, rules)
        if arguments.model:
            row = vectorizer.transform([text])
            learned = binarizer.inverse_transform(industries.predict(row))[0]
            found |= {"model_type": str(types.predict(row)[0]), "model_industries": list(learned)}
        json.dump({"file": path.name, "text": text, **found}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
