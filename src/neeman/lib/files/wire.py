"""Plain data over a pipe between two processes: JSON with tags for dates, decimals, paths, enums and our dataclasses.

Not pickle: a child that read a hostile file must not be able to make its parent run anything. What arrives can only
become values and dataclasses of this house.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from neeman.lib.reasons import ReasonError

_NATIVE = frozenset((str, int, float, bool, type(None)))
_TAG, _VALUE = "t", "v"
_HOUSE = "neeman."
_LONG = 100
"""Values from which a list with dates and the like is sent as its different values and where each stands."""

_ENCODERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    time: ("time", time.isoformat),
    timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("decimal", str),
}
_DECODERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda parts: timedelta(*parts),
    "decimal": Decimal,
    "path": Path,
    "tuple": lambda items: tuple(_decoded(item) for item in items),
    "set": lambda items: {_decoded(item) for item in items},
    "dict": lambda pairs: {_decoded(key): _decoded(value) for key, value in pairs},
    "column": lambda parts: _spread(*parts),
    "enum": lambda parts: _resolved(parts[0], Enum)(parts[1]),
    "object": lambda parts: _rebuilt(*parts),
    "reason": lambda parts: _resolved(parts[0], ReasonError)(parts[1], **_decoded(parts[2])),
}


def encode(value: object) -> bytes:
    """Plain data as bytes. Raises `TypeError` for what is no plain data."""
    return json.dumps(_encoded(value), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def decode(body: bytes) -> Any:
    """What `encode` was given. Raises `ValueError` for anything else."""
    return _decoded(json.loads(body.decode("utf-8", "surrogatepass")))


def name_of(thing: Any) -> str:
    """A function or class by its module and name, as `resolve` finds it."""
    return f"{thing.__module__}:{thing.__qualname__}"


def resolve(name: str) -> Any:
    """The function or class of this house that has this name. Raises `ValueError` for any other module."""
    module, _, path = name.partition(":")
    if not module.startswith(_HOUSE):
        raise ValueError(f"{module} is no part of this house")
    thing: Any = importlib.import_module(module)
    for part in path.split("."):
        thing = getattr(thing, part)
    return thing


def _encoded(value: Any) -> Any:
    kind = type(value)
    if kind in _NATIVE:
        return value
    if kind is list:
        return _encoded_list(value)
    if kind in _ENCODERS:
        tag, encoder = _ENCODERS[kind]
        return {_TAG: tag, _VALUE: encoder(value)}
    if kind in (tuple, set, frozenset):
        return {_TAG: "tuple" if kind is tuple else "set", _VALUE: [_encoded(item) for item in value]}
    if isinstance(value, Mapping):
        return {_TAG: "dict", _VALUE: [[_encoded(key), _encoded(item)] for key, item in value.items()]}
    return _encoded_object(value)


def _encoded_object(value: Any) -> dict[str, Any]:
    if isinstance(value, Path):
        return {_TAG: "path", _VALUE: str(value)}
    if isinstance(value, Enum):
        return {_TAG: "enum", _VALUE: [name_of(type(value)), value.value]}
    if isinstance(value, ReasonError):
        return {_TAG: "reason", _VALUE: [name_of(type(value)), value.code, _encoded(value.params)]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            each.name: _encoded(getattr(value, each.name)) for each in dataclasses.fields(value) if each.init
        }
        return {_TAG: "object", _VALUE: [name_of(type(value)), fields]}
    raise TypeError(f"{type(value).__name__} is no plain data")


def _encoded_list(values: list[Any]) -> Any:
    kinds = set(map(type, values))
    if kinds <= _NATIVE:
        return values
    if len(values) < _LONG or not kinds <= _NATIVE | _ENCODERS.keys():
        return [_encoded(value) for value in values]
    places: dict[tuple[type, Any], int] = {}
    where = [places.setdefault((type(value), value), len(places)) for value in values]
    return {_TAG: "column", _VALUE: [[_encoded(value) for _, value in places], where]}


def _decoded(value: Any) -> Any:
    if type(value) is list:
        return value if set(map(type, value)) <= _NATIVE else [_decoded(item) for item in value]
    if type(value) is dict:
        return _DECODERS[value[_TAG]](value[_VALUE])
    return value


def _spread(words: list[Any], where: list[int]) -> list[Any]:
    values = [_decoded(word) for word in words]
    return [values[place] for place in where]


def _resolved(name: str, kind: type) -> Any:
    found = resolve(name)
    if not (isinstance(found, type) and issubclass(found, kind)):
        raise ValueError(f"{name} is no {kind.__name__}")
    return found


def _rebuilt(name: str, fields: dict[str, Any]) -> Any:
    found = resolve(name)
    if not (isinstance(found, type) and dataclasses.is_dataclass(found)):
        raise ValueError(f"{name} is no dataclass")
    return found(**{field: _decoded(value) for field, value in fields.items()})
