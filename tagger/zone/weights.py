"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.5
WEIGHTS: tuple[float, ...] = (
    -4.01,  # none
    -0.13,  # title
    0.42,  # to lead
    0.45,  # to first sentence
    0.74,  # log mentions
    -0.54,  # once
    -1.95,  # early
    0.63,  # spread
    -0.78,  # log length
    0.18,  # log zones
    -0.12,  # share
    -0.12,  # most
    -0.32,  # log equals
    1.28,  # placed
    0.82,  # authority
    -1.98,  # no kind
    -4.08,  # inner
    0.93,  # compound
    0.41,  # log bare mentions
    0.62,  # bare mentions
    0.01,  # log place
    0.49,  # place in head
    -0.94,  # society
    -1.07,  # nation
    0.34,  # industry, once
    1.07,  # society, part
    0.56,  # in title by itself
    -3.22,  # project of a name
    -0.00,  # industry, located
    -1.74,  # office
    0.89,  # body
    -1.22,  # with a body
    -1.59,  # firm
    0.54,  # part
    -0.74,  # whose
    0.88,  # acts
    1.05,  # located
    1.06,  # sited
    0.19,  # at
    -2.17,  # event here
    1.66,  # site here
    -1.30,  # host
    0.86,  # visited
    1.13,  # source
    -0.79,  # listed
    0.32,  # opens
    -1.44,  # post
    -1.45,  # quoted
    -0.25,  # any office
    0.55,  # any body
    0.93,  # any firm
    0.63,  # any located
)
