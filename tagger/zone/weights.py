"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.5
WEIGHTS: tuple[float, ...] = (
    -3.48,  # none
    -0.24,  # title
    0.41,  # to lead
    0.55,  # to first sentence
    0.71,  # log mentions
    -0.66,  # once
    -2.19,  # early
    0.58,  # spread
    -0.70,  # log length
    0.25,  # log zones
    -0.08,  # share
    -0.24,  # most
    -0.45,  # log equals
    1.20,  # placed
    0.83,  # authority
    -2.15,  # no kind
    -4.00,  # inner
    1.06,  # compound
    0.77,  # log bare mentions
    0.40,  # bare mentions
    -0.01,  # log place
    0.49,  # place in head
    -0.76,  # society
    -1.29,  # nation
    0.36,  # industry, once
    1.02,  # society, part
    0.47,  # in title by itself
    -1.42,  # project of a name
    0.01,  # industry, located
    -2.10,  # office
    0.90,  # body
    -1.16,  # with a body
    -2.02,  # firm
    0.37,  # part
    -0.82,  # whose
    0.89,  # acts
    1.22,  # located
    1.17,  # sited
    0.37,  # at
    -2.34,  # event here
    1.73,  # site here
    -1.30,  # host
    0.94,  # visited
    1.30,  # source
    -0.90,  # listed
    0.25,  # opens
    -1.95,  # post
    -0.47,  # quoted
    -0.34,  # any office
    0.48,  # any body
    1.16,  # any firm
    0.79,  # any located
)
