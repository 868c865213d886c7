"""Tools on rules: why a tag was given or not, tests, figures, differences, suggestions."""
