"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.45
WEIGHTS: tuple[float, ...] = (
    -3.44,  # none
    -0.72,  # title
    0.93,  # to lead
    0.57,  # to first sentence
    1.11,  # log mentions
    -0.71,  # once
    -0.63,  # share
    -1.54,  # early
    0.83,  # spread
    1.27,  # short document
    -0.31,  # rivals
    1.63,  # placed
    1.01,  # authority
    -1.13,  # no kind
    -0.33,  # inner
    1.18,  # compound
    0.34,  # bare mentions
    0.72,  # subject
    -0.17,  # log subject
    1.01,  # at
    -0.53,  # at, of
    0.59,  # from
    -0.97,  # listed
    1.25,  # part
    -1.05,  # office
    -0.39,  # firm
    -1.10,  # venue
)
