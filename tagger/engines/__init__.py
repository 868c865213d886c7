"""Engines map one task over many parts: in this process, or in a pool of processes on this machine."""

from tagger.engines.local import Engine, WorkerLost, open_engine, processors

__all__ = ["Engine", "WorkerLost", "open_engine", "processors"]
