"""N-grams as integers, their counts and TF-IDF rows, held to scikit-learn's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.features import Vocabulary, inverse_frequencies, key_of, pack, tfidf, unpack
from tagger.match import Document, document_of

TEXTS = [
    ("晶圆厂二期开工", "本报讯 十二日，晶圆厂二期在澄江高新区开工，设备月底进场。"),
    ("", "种子是农业的芯片，良种良法配套才有收成。\n合作社今年多收了三成。"),
    ("港口集装箱吞吐量增长", "前三季度，港口完成集装箱吞吐量八十万箱，同比增长一成。"),
    ("🚢下水", "新船🚢下水，船厂的订单排到了后年。"),
]


def document(title: str, text: str) -> Document:
    return document_of(title, text, 20)


def known(*documents: Document) -> np.ndarray:
    return np.unique(np.concatenate([pack(each.text) for each in documents]))


@given(st.text(min_size=1))
def test_packed_ngrams_are_those_of_the_text(text: str) -> None:
    code = text.encode("utf-16-le", "surrogatepass")
    units = [code[i : i + 2] for i in range(0, len(code), 2)]
    wanted = [b"".join(units[i : i + n]) for n in range(1, 5) for i in range(len(units) - n + 1)]
    assert [int(key) for key in pack(text)] == [key_of(each.decode("utf-16-le", "surrogatepass")) for each in wanted]


@given(st.text(st.characters(min_codepoint=1, max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=1, max_size=4))
def test_an_integer_leads_back_to_its_ngram(text: str) -> None:
    assert unpack(key_of(text)) == text


@pytest.mark.parametrize("text", ["", "五个字太长"])
def test_what_does_not_fit_an_integer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="n-gram"):
        key_of(text)


def test_headline_and_lead_count_more() -> None:
    one = document("芯片", "芯片厂开工。" + "其余都是别的话。" * 5 + "芯片。")
    counts = Vocabulary(np.array([key_of("芯片")], np.uint64), 3, 2).count(one)
    assert counts.counts.tolist() == [3 + 2 + 1]


def test_an_article_without_a_feature_has_an_empty_row() -> None:
    counts = Vocabulary(np.array([key_of("芯片")], np.uint64)).count(document("", "没有。"))
    assert len(counts.numbers) == 0
    assert len(tfidf(counts, np.ones(1))) == 0


def test_rows_equal_those_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    documents = [document(*each) for each in TEXTS[:3]]  # beyond the 16-bit plane scikit-learn counts characters
    keys = known(*documents)
    vocabulary = Vocabulary(keys, 3, 2)
    counter = CountVectorizer(
        analyzer="char", ngram_range=(1, 4), lowercase=False, vocabulary=[unpack(key) for key in keys]
    )
    whole = counter.transform([each.text for each in documents])
    titles = counter.transform([each.text[: each.title_end] for each in documents])
    leads = counter.transform([each.text[each.title_end + 1 : each.lead_end] for each in documents])
    expected_counts = whole + 2 * titles + leads
    transformer = TfidfTransformer(sublinear_tf=True).fit(expected_counts)
    expected = transformer.transform(expected_counts).toarray()
    present = (expected_counts.toarray() > 0).sum(axis=0)
    idf = inverse_frequencies(len(documents), present)
    for row, each in zip(expected, documents, strict=True):
        counts = vocabulary.count(each)
        found = np.zeros(len(keys))
        found[counts.numbers] = tfidf(counts, idf)
        assert np.abs(found - row).max() < 1e-9


def test_the_matrix_of_training_holds_the_same_rows() -> None:
    from tagger.training.gather import gather
    from tagger.training.matrix import count_matrix, idf_of, rows
    from tagger.training.texts import Text

    nothing = np.zeros(1, np.float32), np.zeros(1, np.float32), np.zeros(1, np.int8)
    texts = [Text(document(*each), *nothing, 1.0, number) for number, each in enumerate(TEXTS)]
    keys = known(*(text.document for text in texts))
    vocabulary = Vocabulary(keys, 3, 2)
    counts = count_matrix(gather(texts, vocabulary), len(keys))
    idf = idf_of(counts)
    matrix = rows(counts, idf).toarray()
    for row, text in zip(matrix, texts, strict=True):
        own = vocabulary.count(text.document)
        assert np.abs(row[own.numbers] - tfidf(own, idf)).max() < 1e-12
        assert np.count_nonzero(row) == len(own.numbers)


def test_articles_counted_together_have_the_same_features() -> None:
    documents = [document(*each) for each in [*TEXTS, ("", ""), TEXTS[0]]]
    vocabulary = Vocabulary(known(*documents), 3, 2)
    for each, together in zip(documents, vocabulary.count_all(documents), strict=True):
        alone = vocabulary.count(each)
        assert (together.numbers.tolist(), together.counts.tolist()) == (alone.numbers.tolist(), alone.counts.tolist())
    assert vocabulary.count_all([]) == []


@given(st.text("芯片厂🚢\n a", max_size=6), st.text("芯片厂🚢\n a", max_size=40), st.data())
def test_every_ngram_of_the_vocabulary_is_counted_wherever_it_stands(
    title: str, text: str, data: st.DataObject
) -> None:
    each = document_of(title, text, 8)
    known = sorted(set(pack(f"芯片厂{each.text}").tolist()))
    keys = np.array(data.draw(st.lists(st.sampled_from(known), unique=True, min_size=1).map(sorted)), np.uint64)
    parts = [(each.text, 1), (each.text[: each.title_end], 2), (each.text[each.title_end + 1 : each.lead_end], 1)]
    wanted = [sum(times * pack(part).tolist().count(key) for part, times in parts if part) for key in keys]
    found = Vocabulary(keys, 3, 2).count(each)
    counts = np.zeros(len(keys))
    counts[found.numbers] = found.counts
    assert counts.tolist() == wanted
