"""A model folder: read, written, and used to score an article. ``curves`` and ``manifest`` work without numpy."""
