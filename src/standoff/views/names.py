"""What actors, missiles, sensors, batteries and threats are called in sentences, looked up from a record's header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from standoff.views.stations import Battery, Sensor, batteries_of, sensors_of, title_of

# Used when a scenario gives an actor no name of its own. ISO 3166-1 alpha-3; UNO is the project's own code.
_ACTORS: Final = {
    "CHN": "China",
    "JPN": "Japan",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "RUS": "Russia",
    "UNO": "the United Nations",
    "USA": "the United States",
}


@dataclass(frozen=True)
class Names:
    """Names for ids. An unknown id is its own name, so a sentence never fails."""

    actors: Mapping[str, str]
    library: Mapping[str, Any]
    sensors: Mapping[str, Sensor]
    batteries: Mapping[str, Battery]
    places: Mapping[str, str]
    crisis: Mapping[str, Any] = field(default_factory=dict)
    """The block `crisis` of the scenario, for the titles of what moves name."""

    @classmethod
    def of(cls, header: Mapping[str, Any]) -> Names:
        """Collect the names that a header holds."""
        given = header["scenario"].get("actors") or {}
        named = {code: str((entry or {}).get("title") or _ACTORS.get(code, code)) for code, entry in given.items()}
        return cls(
            actors={**_ACTORS, **{code: _article(name) for code, name in named.items()}},
            library=header.get("library") or {},
            sensors={sensor.id: sensor for sensor in sensors_of(header)},
            batteries={battery.id: battery for battery in batteries_of(header)},
            places={
                key: str(entry.get("title") or key) for key, entry in (header["scenario"].get("places") or {}).items()
            },
            crisis=header["scenario"].get("crisis") or {},
        )

    def actor(self, code: str | None) -> str:
        """The name of an actor as it stands in a sentence."""
        return self.actors.get(code or "", code or "nobody")

    def missile(self, item: str) -> str:
        """The printed name of a missile or any other library item."""
        return title_of(self.library, item)

    def sensor(self, sensor_id: str | None) -> str:
        """The printed name of a sensor."""
        known = self.sensors.get(sensor_id or "")
        return known.name if known else sensor_id or "no sensor"

    def battery(self, battery_id: str) -> str:
        """The printed name of a battery."""
        known = self.batteries.get(battery_id)
        return known.name if known else battery_id

    def place(self, name: str | None) -> str:
        """How a place is called: by its key where that is written as a name, else by its title."""
        key = name or ""
        return key if key[:1].isupper() else self.places.get(key, key)


def _article(name: str) -> str:
    return f"the {name}" if name.startswith(("United ", "Republic of ", "Democratic ")) else name
