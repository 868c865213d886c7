"""Weights of changes to what lines are; learned by tools/train_cuts.py."""

from tagger.split.lattice import ARTICLE, HEAD

# By kind of line and whether it becomes one: bias, loss of the path, gain of the headlines, more headlines unclaimed,
# more bodies untitled, likeness, shorter side.
WEIGHTS = {
    (ARTICLE, True): (-0.93, -0.48, 0.06, -1.18, -1.39, -2.86, 0.53),
    (ARTICLE, False): (0.6, -0.67, -0.03, -0.24, -1.2, 1.81, -0.34),
    (HEAD, True): (-1.1, -0.63, 0.13, -1.04, -2.52, 0.0, 0.0),
    (HEAD, False): (-0.13, -0.69, 0.09, -1.39, -1.03, 0.0, 0.0),
}
