"""Industry tags and article types for Chinese newspaper pages, by rules that say why."""

__version__ = "0.1.0"
