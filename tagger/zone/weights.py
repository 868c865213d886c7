"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.5
WEIGHTS: tuple[float, ...] = (
    -4.23,  # none
    -0.14,  # title
    0.42,  # to lead
    0.44,  # to first sentence
    0.72,  # log mentions
    -0.52,  # once
    -1.90,  # early
    0.74,  # spread
    -0.78,  # log length
    0.19,  # log zones
    -0.10,  # share
    -0.09,  # most
    -0.31,  # log equals
    1.34,  # placed
    0.81,  # authority
    -1.99,  # no kind
    -4.24,  # inner
    1.00,  # compound
    0.40,  # log bare mentions
    0.68,  # bare mentions
    0.01,  # log place
    0.50,  # place in head
    -0.95,  # society
    -1.03,  # nation
    0.35,  # industry, once
    1.09,  # society, part
    0.57,  # in title by itself
    -3.12,  # project of a name
    -0.02,  # industry, located
    -1.64,  # office
    0.93,  # body
    -1.16,  # with a body
    -1.54,  # firm
    0.55,  # part
    -0.90,  # whose
    0.90,  # acts
    1.14,  # located
    0.97,  # sited
    0.22,  # at
    -2.23,  # event here
    1.68,  # site here
    -1.57,  # host
    0.91,  # visited
    1.10,  # source
    -0.75,  # listed
    0.36,  # opens
    -1.36,  # post
    -1.50,  # quoted
    -0.22,  # any office
    0.51,  # any body
    0.94,  # any firm
    0.65,  # any located
)
