"""An event that is being told, with its parts as words at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.views.names import Names
from standoff.views.wording import coordinates, km, listing, plain

Event = Mapping[str, Any]
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """The event being told, and the names that its sentence needs."""

    event: Event
    names: Names

    @property
    def data(self) -> Data:
        """What the event says beside who and when."""
        return self.event["data"]  # type: ignore[no-any-return]

    @property
    def who(self) -> str:
        """Its actor's name."""
        return self.names.actor(self.event["actor"])

    @property
    def threat(self) -> str:
        """The missile that it is about."""
        return str(self.data.get("threat") or "a missile")

    @property
    def sensor(self) -> str:
        """Its sensor's name."""
        return self.names.sensor(self.data["sensor"])

    @property
    def battery(self) -> str:
        """Its battery's name."""
        return self.names.battery(self.data["battery"])

    @property
    def reason(self) -> str:
        """Its reason in words, with numbers if it has them."""
        return str(self.data.get("detail") or plain(str(self.data.get("reason", ""))))

    def place(self, key: str) -> str:
        """The place under a key of the data."""
        return self.place_of(self.data.get(key))

    def place_of(self, found: Any) -> str:
        """A place in words: from a mapping, a name, or a list of names."""
        if isinstance(found, Mapping):
            return self.names.place(found.get("name")) or coordinates(found["lat_deg"], found["lon_deg"])
        if isinstance(found, (list, tuple)):
            return listing([self.names.place(str(name)) for name in found])
        return self.names.place(found)

    @property
    def round(self) -> str:
        """Interceptors of a battery at one threat are numbered; the number ends their id."""
        number = re.search(r"\d+$", str(self.data["interceptor"]))
        return f"interceptor {number[0]}" if number else f"interceptor {self.data['interceptor']}"

    @property
    def height(self) -> str:
        """Its altitude, as the end of a clause; empty without one."""
        return f", {km(self.data['altitude_km'])} up" if self.data.get("altitude_km") is not None else ""
