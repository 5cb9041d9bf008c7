"""Measures and trade in few words, for tests of sanctions."""

from collections.abc import Iterable
from typing import Any

from standoff.crisis.sanctions.measure import Limit, Measure
from standoff.crisis.sanctions.trade import MONEY, Trade

DAY_S = 86400.0
MILLION = 1e6


def measure(name: str, resolution: str = "", **fields: Any) -> Measure:
    told: dict[str, Any] = {
        "title": name,
        "target": "PRK",
        "sectors": ("coal",),
        "direction": "export",
        "kind": "ban",
        "adopted_s": 0.0,
    }
    return Measure(id=name, resolution=resolution or name, **{**told, **fields})


def cap(name: str, *limits: Limit, **fields: Any) -> Measure:
    return measure(name, kind="cap", caps=limits, **fields)


def usd(million: float) -> Limit:
    return Limit(MONEY, million * MILLION)


def tonnes(amount: float) -> Limit:
    return Limit("mass", amount * 1000.0)


def sells(sector: str, partner: str, million: float, kilotonnes: float | None = None) -> Trade:
    yearly = {MONEY: million * MILLION} | ({} if kilotonnes is None else {"mass": kilotonnes * 1e6})
    return Trade(f"{sector}-{partner}".lower(), "PRK", sector, "export", partner, yearly)


def ids(measures: Iterable[Measure]) -> list[str]:
    return [one.id for one in measures]
