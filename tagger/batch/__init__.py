"""A folder becomes a table: planned as parts, tagged by an engine, kept in a store, joined in order."""
