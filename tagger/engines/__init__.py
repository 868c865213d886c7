"""Engines map one task over many parts: in this process, in a pool of processes on this machine, or on a Dask cluster
(``tagger.engines.dask``, imported where one is asked for)."""

from tagger.engines.engine import ClusterFault, Engine, WorkerLost
from tagger.engines.local import open_engine, processors

__all__ = ["ClusterFault", "Engine", "WorkerLost", "open_engine", "processors"]
