"""Weights of changes to what lines are; learned by tools/train_cuts.py."""

from tagger.split.lattice import ARTICLE, HEAD

# By kind of line and whether it becomes one: bias, loss of the path, gain of the headlines, more headlines unclaimed,
# more bodies untitled, likeness whole and near, shorter side, lead, how it begins, how what was before ends.
WEIGHTS = {
    (ARTICLE, True): (-1.38, -0.44, 0.23, -1.08, -0.81, -2.19, -0.62, 0.33, 2.46, 0.19, 0.14),
    (ARTICLE, False): (0.52, -0.62, 0.07, -0.1, -0.62, 1.78, 0.83, -0.09, -2.91, -0.37, 0.33),
    (HEAD, True): (-1.0, -0.61, 0.18, -1.7, -2.38, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (HEAD, False): (-0.15, -0.57, 0.34, -1.14, -0.44, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}
