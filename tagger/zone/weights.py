"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.42
WEIGHTS: tuple[float, ...] = (
    -4.30,  # none
    0.07,  # title
    0.78,  # to lead
    0.60,  # to first sentence
    0.64,  # log mentions
    -0.32,  # once
    -0.43,  # share
    -0.96,  # early
    0.61,  # spread
    0.83,  # short document
    -0.05,  # rivals
    1.60,  # placed
    0.49,  # authority
    -0.82,  # no kind
    -0.19,  # inner
    0.71,  # compound
    0.57,  # bare mentions
    0.38,  # subject
    0.46,  # log subject
    0.85,  # at
    -0.09,  # at, of
    0.28,  # from
    -0.69,  # listed
    0.53,  # part
    -1.22,  # office
    -0.43,  # firm
    -0.51,  # venue
)
