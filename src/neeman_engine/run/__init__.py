"""One call from clean facts to everything that is known about the customers."""

from neeman_engine.run.analysis import Analysis, Facts, analyse
from neeman_engine.run.duck import connect
from neeman_engine.run.engines import DuckEngine, Engine, SparkEngine

__all__ = ["Analysis", "DuckEngine", "Engine", "Facts", "SparkEngine", "analyse", "connect"]
