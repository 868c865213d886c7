"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.42
WEIGHTS: tuple[float, ...] = (
    -2.95,  # none
    -0.31,  # title
    0.29,  # to lead
    0.47,  # to first sentence
    0.85,  # log mentions
    -0.64,  # once
    -2.60,  # early
    0.65,  # spread
    -0.80,  # log length
    0.24,  # log zones
    -0.42,  # share
    -0.42,  # most
    -0.85,  # log equals
    1.44,  # placed
    1.03,  # authority
    -2.11,  # no kind
    -3.88,  # inner
    1.22,  # compound
    0.75,  # log bare mentions
    0.43,  # bare mentions
    -0.02,  # log place
    0.57,  # place in head
    -0.86,  # society
    -1.50,  # nation
    0.42,  # industry, once
    1.20,  # society, part
    0.47,  # opens title
    -2.77,  # office
    0.50,  # body
    -2.94,  # firm
    0.11,  # part
    -1.17,  # whose
    0.95,  # acts
    1.57,  # located
    0.43,  # at
    -2.58,  # event here
    1.78,  # site here
    0.98,  # visited
    1.16,  # source
    -1.13,  # listed
    0.31,  # opens
    -2.04,  # post
    -0.58,  # quoted
    0.02,  # any office
    0.64,  # any body
    1.74,  # any firm
    0.94,  # any located
)
