"""Curves: the tags of one article in each other's light, the same where they are fitted and where they decide."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.decide.scoring import ModelScorer
from tagger.home import Home
from tagger.match import Matcher, compile_rules, document_of
from tagger.model.curves import UNLIKELY, Company, Curve, in_company, independent_terms, sigmoid
from tagger.model.examples import HAS, HAS_NOT
from tagger.model.manifest import Manifest, Places
from tagger.rulebook.load import load_rulebook
from tagger.settings import Facets, FacetSettings
from tagger.training.calibrate import Seen, fit_independent

LOGITS = st.lists(st.floats(-12, 12), max_size=8)
COMPANY = Company((1.0, -0.5, 1.5), 0.1)


@given(LOGITS)
def test_only_likely_tags_are_company(logits: list[float]) -> None:
    found = dict(in_company(logits))
    assert list(found) == [i for i, logit in enumerate(logits) if logit >= UNLIKELY]
    for place, (own, highest, many) in found.items():
        others = [logit for i, logit in enumerate(logits) if i in found and i != place]
        assert own == logits[place]
        assert highest == max(others, default=UNLIKELY)
        assert many == pytest.approx(math.log1p(sum(map(sigmoid, others))), abs=1e-9)


@given(LOGITS)
def test_an_unlikely_tag_more_changes_nothing(logits: list[float]) -> None:
    curve = Curve((1.0,), (0.0,), company=COMPANY)
    assert curve.chances([*logits, -5.0])[:-1] == curve.chances(logits)


def test_without_company_a_chance_is_the_logistic_of_its_logit() -> None:
    assert Curve((1.0,), (0.0,)).chances([0.0, 2.0]) == [0.5, sigmoid(2.0)]


@given(st.floats(-6, 6), st.floats(0.1, 5), st.floats(-9, 9))
def test_the_least_margin_has_the_logit(logit: float, slope: float, offset: float) -> None:
    curve = Curve((0.3, slope), (offset, offset - 1))
    assert curve.logit(0, (0.0, curve.margin_at(logit, 1))) == pytest.approx(logit, abs=1e-6)


def test_a_curve_without_a_margin_leaves_nothing_out() -> None:
    assert Curve((0.0, 0.0), (0.0,)).margin_at(UNLIKELY, 1) == -math.inf


def seen(size: int = 400, seed: int = 0) -> Seen:
    """Articles of which the first type never has a tag, and where a tag whose margin is doubtful is right beside others."""
    draw = np.random.default_rng(seed)
    social = draw.random(size) < 0.4
    rich = draw.random(size) < 0.4
    margins = draw.normal(0.0, 1.0, (size, 4))
    has = (margins + rich[:, None] + draw.normal(0, 0.3, margins.shape) > 1) & ~social[:, None]
    labels = np.where(has, HAS, HAS_NOT).astype(np.int8)
    nothing = np.zeros_like(margins)
    return Seen(nothing, nothing, margins, labels, np.ones(size), np.stack((social, ~social), axis=1).astype(float))


def test_what_type_and_company_say_is_learned() -> None:
    curve = fit_independent(seen(), independent_terms, FacetSettings("行业"))
    assert curve.company is not None
    assert curve.types[0] < curve.types[1]
    plain = fit_independent(seen()._replace(odds=np.empty((400, 0))), independent_terms, FacetSettings("行业"))
    fresh = seen(seed=1)

    def right(fitted: Curve, where: Seen) -> float:
        given_tags = where.chances(fitted, independent_terms) >= fitted.threshold
        return float((given_tags == (where.labels == HAS)).mean())

    assert right(curve, fresh) > right(plain, fresh._replace(odds=np.empty((400, 0)))) + 0.02


def test_tagging_gives_the_probabilities_that_training_fitted(write_home) -> None:  # type: ignore[no-untyped-def]
    rules = {f"t{i}": f"tag: t{i}\nfacet: industry\nterms: {{2: [第{i}词]}}\n" for i in range(4)}
    rules |= {"ua": "tag: ua\nfacet: type\nterms: {3: [甲]}\n", "ub": "tag: ub\nfacet: type\n"}
    compiled = compile_rules(load_rulebook(Home(write_home(**rules))))
    curve = Curve((1.2, 0.9, -0.3), (-1.0,) * 4, 0.4, (-1.5, 0.5), COMPANY)
    curves = {"industry": {"model": Curve((1.0,), (0.0,) * 4), "both": curve}, "type": {}}
    curves["type"] = dict.fromkeys(("model", "both"), Curve((1.0, 1.0), (0.0, 0.0)))
    tags = tuple(tag.slug for tag in compiled.tags)
    scorer = ModelScorer(compiled, Manifest(1, tags, {}, Places(), curves, {}, {}, {}, {}), "both", Facets())
    matches = Matcher(compiled).match(document_of("第0词", "第0词与第2词。" * 3, 20))
    margins = np.random.default_rng(0).normal(0, 1, len(tags))
    types = scorer.types(matches, margins.tolist())
    found = scorer.industries(matches, margins.tolist(), types)

    odds = np.array([[each.score for each in sorted(types, key=lambda each: each.tag)]])
    industries = [i for i, tag in enumerate(compiled.tags) if tag.facet == "industry"]
    strengths = np.array([[matches.sums.get(i, 0.0) / compiled.tags[i].threshold for i in industries]])
    heads = np.array([[sum(h.value for h in matches.hits.get(i, ()) if h.place != "body") for i in industries]])
    heads = np.divide(heads, [[matches.sums.get(i, 1.0) for i in industries]])
    labels = np.zeros((1, 4), np.int8)
    expected = Seen(strengths, heads, margins[None, industries], labels, np.ones(1), odds)
    chances = expected.chances(curve, independent_terms)[0]
    assert {each.tag: each.score for each in found.given} == pytest.approx(
        {tag: chance for tag, chance in zip(industries, chances, strict=True) if chance >= curve.threshold}
    )
    assert found.given
