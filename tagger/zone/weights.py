"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""

# fmt: off
LEAST = 0.5
WEIGHTS: tuple[float, ...] = (
    -4.24,  # none
    -0.12,  # title
    0.42,  # to lead
    0.43,  # to first sentence
    0.73,  # log mentions
    -0.54,  # once
    -1.91,  # early
    0.71,  # spread
    -0.79,  # log length
    0.18,  # log zones
    -0.09,  # share
    -0.10,  # most
    -0.30,  # log equals
    1.32,  # placed
    0.83,  # authority
    -1.98,  # no kind
    -4.28,  # inner
    0.99,  # compound
    0.40,  # log bare mentions
    0.66,  # bare mentions
    0.01,  # log place
    0.50,  # place in head
    -0.95,  # society
    -1.04,  # nation
    0.35,  # industry, once
    1.09,  # society, part
    0.60,  # in title by itself
    -3.14,  # project of a name
    -0.02,  # industry, located
    -1.69,  # office
    0.94,  # body
    -1.16,  # with a body
    -1.59,  # firm
    0.55,  # part
    -0.89,  # whose
    0.91,  # acts
    1.16,  # located
    0.98,  # sited
    0.22,  # at
    -2.18,  # event here
    1.69,  # site here
    -1.56,  # host
    0.92,  # visited
    1.14,  # source
    -0.75,  # listed
    0.36,  # opens
    -1.38,  # post
    -1.46,  # quoted
    -0.24,  # any office
    0.50,  # any body
    0.94,  # any firm
    0.65,  # any located
)
