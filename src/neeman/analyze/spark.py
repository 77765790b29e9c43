"""A Spark session for the command; Spark is an extra, so nothing is imported before it is asked for."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING

from neeman.analyze.refusal import RefusalError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def start(master: str) -> SparkSession:
    """A session on `master`. Refuses where Spark or Java is not there, or the master does not answer."""
    warnings.filterwarnings(
        "ignore", message="PySpark does not yet fully support pandas", category=FutureWarning
    )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        import pandas as pd  # noqa: F401  Ibis speaks to Spark by way of it
        from pyspark.errors import PySparkException, PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise RefusalError("no_spark", why="pip install pyspark pandas") from fault
    builder = SparkSession.builder.appName("neeman analyze").master(master)
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, PySparkRuntimeError, OSError) as fault:
        raise RefusalError("no_spark", why=str(fault).splitlines()[0]) from fault


def _settings(master: str) -> dict[str, str]:
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    if master.startswith("local"):
        quiet |= {"spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "8"}
    return quiet
