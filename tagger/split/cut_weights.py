"""Weights of changes to what lines are; learned by tools/train_cuts.py."""

from tagger.split.lattice import ARTICLE, HEAD

# By kind of line and whether it becomes one: bias, loss of the path, gain of the headlines, more headlines unclaimed,
# more bodies untitled, likeness, shorter side.
WEIGHTS = {
    (ARTICLE, True): (-0.15, -0.74, 0.09, -0.7, -0.85, -3.1, 0.65),
    (ARTICLE, False): (-0.31, -0.64, 0.19, -1.33, -1.38, 2.79, -0.12),
    (HEAD, True): (-1.58, -0.56, 0.75, -0.28, -1.8, 0.0, 0.0),
    (HEAD, False): (0.76, -0.93, 0.11, -1.16, -1.09, 0.0, 0.0),
}
