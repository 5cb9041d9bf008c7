"""Tone as text."""

from __future__ import annotations

from standoff.views.wording import true_minus


def signed(value: float) -> str:
    """A tone with its sign and one decimal: `+3.4`, `−7.0`; `0` when nothing of it is left."""
    return "0" if abs(value) < 0.05 else true_minus(f"{value:+.1f}")
