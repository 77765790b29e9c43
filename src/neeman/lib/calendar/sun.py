"""When night falls in Jerusalem, near enough for manners: a message waits an hour longer anyway."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import acos, asin, cos, degrees, radians, sin, tan
from zoneinfo import ZoneInfo

_LATITUDE, _LONGITUDE = 31.78, 35.22
_JERUSALEM = ZoneInfo("Asia/Jerusalem")
_THREE_STARS = -8.5
"""Degrees of the sun's centre below the horizon, the usual reckoning of the end of Shabbat."""


def nightfall(day: date) -> time:
    """The wall clock's time in Jerusalem when three stars show, to the minute. Good to about two minutes
    (low-precision solar position, Astronomical Almanac)."""
    since = (datetime(day.year, day.month, day.day, 15) - datetime(2000, 1, 1, 12)).total_seconds() / 86_400  # noqa: DTZ001 - both are UTC
    mean = radians((280.460 + 0.9856474 * since) % 360)
    anomaly = radians((357.528 + 0.9856003 * since) % 360)
    longitude = mean + radians(1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    obliquity = radians(23.439)
    declination = asin(sin(obliquity) * sin(longitude))
    half_tilt = tan(obliquity / 2) ** 2
    equation = degrees(
        half_tilt * sin(2 * mean)
        - 0.03342 * sin(anomaly)
        + 4 * 0.01671 * half_tilt * sin(anomaly) * cos(2 * mean)
    )
    latitude = radians(_LATITUDE)
    height = radians(_THREE_STARS)
    turned = degrees(
        acos((sin(height) - sin(latitude) * sin(declination)) / (cos(latitude) * cos(declination)))
    )
    minutes = 720 + 4 * (turned - _LONGITUDE - equation)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=round(minutes))
    return moment.astimezone(_JERUSALEM).time()
