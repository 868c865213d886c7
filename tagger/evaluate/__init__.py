"""Decisions against labels: figures with intervals."""
