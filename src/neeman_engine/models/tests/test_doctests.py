"""The worked example of every model is true."""

import doctest
import importlib
import pkgutil

import pytest

import neeman_engine.models as models

NAMES = sorted(module.name for module in pkgutil.iter_modules(models.__path__) if module.name != "tests")


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str) -> None:
    module = importlib.import_module(f"{models.__name__}.{name}")
    result = doctest.testmod(module)
    assert result.failed == 0
    if name in {"bgnbd", "mbgnbd", "pareto_nbd", "gamma_gamma", "clv", "churn", "choose"}:
        assert result.attempted > 0
