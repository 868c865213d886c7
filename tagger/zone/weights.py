"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.5
WEIGHTS: tuple[float, ...] = (
    -3.59,  # none
    -0.18,  # title
    0.43,  # to lead
    0.54,  # to first sentence
    0.67,  # log mentions
    -0.64,  # once
    -1.98,  # early
    0.51,  # spread
    -0.64,  # log length
    0.16,  # log zones
    0.00,  # share
    -0.20,  # most
    -0.31,  # log equals
    1.09,  # placed
    0.81,  # authority
    -1.94,  # no kind
    -3.70,  # inner
    0.98,  # compound
    0.72,  # log bare mentions
    0.38,  # bare mentions
    0.01,  # log place
    0.47,  # place in head
    -0.70,  # society
    -1.16,  # nation
    0.33,  # industry, once
    0.95,  # society, part
    0.44,  # in title by itself
    -1.32,  # project of a name
    0.02,  # industry, located
    -1.87,  # office
    0.86,  # body
    -1.12,  # with a body
    -1.73,  # firm
    0.43,  # part
    -0.73,  # whose
    0.82,  # acts
    1.08,  # located
    1.18,  # sited
    0.33,  # at
    -2.12,  # event here
    1.71,  # site here
    -1.31,  # host
    0.85,  # visited
    1.27,  # source
    -0.83,  # listed
    0.23,  # opens
    -1.79,  # post
    -0.55,  # quoted
    -0.40,  # any office
    0.51,  # any body
    0.98,  # any firm
    0.81,  # any located
)
