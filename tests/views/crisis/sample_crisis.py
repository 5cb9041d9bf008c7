"""A made-up record of a crisis with everything in it, for tests of its reading. Its numbers come from no model."""

from __future__ import annotations

from typing import Any

from standoff.base.time import after, format_utc, parse_utc
from standoff.engine.record import Record

STARTEX = "2017-08-01T00:00:00.000Z"
DAY_S = 86400.0
END_DAY = 30.0
HALF_LIFE_D = 5.0
SEATS = ("CHN", "FRA", "RUS", "GBR", "USA", "BOL", "EGY", "ETH", "ITA", "JPN", "KAZ", "SEN", "SWE", "UKR", "URY")


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": "assumption", "note": "made up"}


def seat(code: str) -> dict[str, Any]:
    return {"title": f"Seat {code}", "permanent": code in SEATS[:5], "yes": quantity(0.9, "1")}


def crisis_block() -> dict[str, Any]:
    coal = {"sector": "coal", "partner": "CHN", "value": quantity(800, "USD million")}
    return {
        "tone": {"half_life": quantity(HALF_LIFE_D, "d")},
        "ladder": {"settle": quantity(3, "d")},
        "alerts": {"JPN": {"level": 2, "names": ["calm", "watch", "ready", "manned", "war"]}},
        "threats": {"salvo": {"title": "Missiles <off> Guam", "actor": "PRK", "target": "USA"}},
        "drills": {
            "viper": drill("Northern Viper", "2017-08-10T00:00:00Z", "2017-08-20T00:00:00Z"),
            "guardian": drill("Guardian", "2017-08-21T00:00:00Z", "P30D"),
            "ace": drill("Ace", "P40D", "P45D"),
        },
        "deployments": {
            "destroyer": unit("Destroyer", "ship", ["eye"], {"west": "Camp", "east": "Cape"}),
            "reserve": unit("Reserve", "spare", [], {"west": "Camp"}),
            "carrier": {**unit("Carrier", None, [], {"east": "Cape"}), "home": "east"},
        },
        "council": {
            "source": "made up",
            "members": {code: seat(code) for code in SEATS},
        },
        "measures": {
            "old-cap": measure("Some coal", "first", "cap", "2016-11-30", cap={"money": quantity(400, "USD million")}),
            "coal-ban": measure("No coal", "second", "ban", "2017-08-05"),
            "workers": measure("No workers", "second", "ban", "2017-08-05", grace=quantity(30, "d"), sectors=["labor"]),
        },
        "drafts": {"the-second": {"title": "No coal at all", "measures": ["coal-ban", "workers"], "sponsor": "USA"}},
        "trade": {"PRK": {"exports": {"coal-chn": coal}}},
        "implementation": {"CHN": {"degree": quantity(1.0, "1")}},
        "agreements": {"bargain": agreement()},
        "commitments": {
            "usa-jpn": {
                "title": "The treaty",
                "guarantor": "USA",
                "beneficiary": "JPN",
                "trigger": "raid > 0",
                "credibility": quantity(0.7, "1"),
            }
        },
    }  # fmt: skip


def drill(title: str, start: str, end: str) -> dict[str, Any]:
    return {
        "title": title,
        "kind": "live-fire",
        "actors": ["JPN", "USA"],
        "place": "Camp",
        "from": start,
        "until": end,
        "forces": [{"actor": "JPN", "people": quantity(1500, "1"), "source": "made up"}],
        "source": "made up",
    }


def unit(title: str, battery: str | None, sensors: list[str], stations: dict[str, str]) -> dict[str, Any]:
    found = {"title": title, "actor": "USA", "sensors": sensors, "stations": stations, "source": "made up"}
    return found if battery is None else {**found, "unit": battery}


def measure(title: str, resolution: str, kind: str, adopted: str, **more: Any) -> dict[str, Any]:
    base = {"title": title, "resolution": resolution, "target": "PRK", "direction": "export", "kind": kind}
    superseded = {"superseded_by": "coal-ban"} if kind == "cap" else {}
    return {**base, "sectors": ["coal"], "adopted": adopted, "source": "made up", **superseded, **more}


def agreement() -> dict[str, Any]:
    return {
        "title": "The bargain",
        "signatories": ["PRK", "USA"],
        "clauses": {
            "shut": {"action": "shut the plant", "obligor": "PRK", "type": "material"},
            "fuel": {
                "action": "send fuel",
                "obligor": "USA",
                "type": "material",
                "precondition": {"clauses": [{"shut": "verified"}]},
            },
        },
        "ambiguities": {
            "order": {
                "clause": "fuel",
                "question": "when?",
                "readings": {"before": {"text": "first"}, "after": {"text": "afterward"}},
            }
        },
        "begins": {"status": "agreed", "reason": "signed"},
        "source": "made up",
    }


def scenario() -> dict[str, Any]:
    place = {"source": "assumption", "note": "made up"}
    station = {"place": "Camp", "source": "assumption", "note": "made up"}
    return {
        "standoff": 1,
        "kind": "scenario",
        "name": "made-up",
        "title": "A made-up crisis",
        "summary": "Everything once.",
        "startex": STARTEX,
        "actors": {"USA": {"title": "United States"}, "JPN": {}, "PRK": {}, "CHN": {}},
        "places": {
            "Camp": {"lat_deg": 42.8, "lon_deg": 141.6, **place},
            "Cape": {"lat_deg": 39.0, "lon_deg": 134.0, **place},
            "Pad": {"lat_deg": 40.0, "lon_deg": 128.0, **place},
        },
        "sensors": [{"id": "eye", "type": "an-spy-1d", "actor": "USA", **station}],
        "batteries": [
            {"id": "ship", "type": "ship", "interceptor": "sm-3-ia", "inventory": 8, "actor": "USA", **station},
            {"id": "spare", "type": "ground", "interceptor": "pac-3", "inventory": 16, "actor": "USA", **station},
        ],
        "crisis": crisis_block(),
    }


class Maker:
    """Writes events in order; ids count from 1."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def add(self, day: float, kind: str, actor: str | None, target: str | None = None, /, **data: Any) -> int:
        number, t_s = len(self.events) + 1, day * DAY_S
        event = {
            "id": number, "t_s": t_s, "time": format_utc(after(parse_utc(STARTEX), t_s)), "kind": kind, "actor": actor,
            "target": target, "cause": data.pop("cause", None), "data": data, "cameo": None, "visible_to": ["*"],
            "draws": [], "override": None,
        }  # fmt: skip
        self.events.append(event)
        return number

    def move(
        self, day: float, actor: str, target: str | None, title: str, weight: float,
        ladder: tuple[str, int, int, float], **given: Any,
    ) -> int:  # fmt: skip
        """`ladder` is category, rung before, rung after, score after."""
        category, before, rung, score = ladder
        tone = None if target is None else {"weight": weight, "before": 0.0, "after": 0.0}
        return self.add(
            day, "move", actor, target, order=f"o{len(self.events)}", move=title.lower().replace(" ", "-"), title=title,
            says=given.pop("says", None), authority="minister", tone=tone,
            ladder={"category": category, "before": before, "rung": rung, "score": score}, **{"with": given},
        )  # fmt: skip


def record() -> Record:
    made = Maker()
    made.add(0, "startex", None, scenario="made-up")
    _words(made)
    _council(made)
    _forces(made)
    _promises(made)
    made.events.sort(key=lambda event: (event["t_s"], event["id"]))
    renumbered = {event["id"]: number for number, event in enumerate(made.events, start=1)}
    for number, event in enumerate(made.events, start=1):
        event["id"], event["cause"] = number, renumbered.get(event["cause"])
    made.add(END_DAY, "endex", None, events=len(made.events) + 1)
    header = {
        "standoff_record": 1, "software": "standoff 0", "name": "made-up", "variant": None, "seed": 1, "run": 0,
        "settings": [], "startex": STARTEX, "endex": "2017-08-31T00:00:00.000Z", "until": None,
        "scenario_sha256": "", "scenario": scenario(), "library": {},
    }  # fmt: skip
    return Record(header, tuple(made.events))


def _words(made: Maker) -> None:
    escalation = "non-violent-escalation"
    threat = made.move(
        2, "PRK", "USA", "Announce a plan", -7.0, (escalation, 0, 2, 12.0), threat="salvo", says="it will"
    )
    made.add(2, "threat", "PRK", "USA", threat="salvo", title="Missiles off Guam", to="announced", **{"from": "none"})
    made.move(4, "USA", "PRK", "Threaten force", -7.0, (escalation, 0, 2, 12.0))
    made.move(7, "PRK", "USA", "Put a threat off", 2.0, ("de-escalation", 2, 1, 10.0), threat="salvo")
    made.add(
        7, "threat", "PRK", "USA", threat="salvo", title="Missiles off Guam", to="suspended", **{"from": "announced"}
    )
    made.add(7, "rung", "USA", before=2, rung=1, name="posturing", cause=threat)
    made.add(10, "rung", "USA", before=1, rung=0, name="status quo", cause=threat)
    ready: dict[str, Any] = {"from": 2, "to": 3, "name": "ready"}
    made.add(8, "alert", "JPN", **ready)
    made.add(9, "talks", "USA", "PRK", to="offered", **{"from": "none", "with": "PRK"})
    made.add(9, "order_refused", "PRK", order="strike", reason="forces must stand ready")
    made.add(15, "nuclear_test", "PRK", place=None)


def _council(made: Maker) -> None:
    made.add(3, "draft", "USA", draft="the-second", title="No coal at all", status="tabled", vote_at_s=5 * DAY_S)
    votes = dict.fromkeys(SEATS, "yes") | {"BOL": "no", "CHN": "abstain"}
    tally = {"yes": 13, "no": 1, "abstain": 1}
    draft = made.add(
        5, "draft", "USA", draft="the-second", title="No coal at all", status="adopted", votes=votes, count=tally,
        resolution="second",
    )  # fmt: skip
    told = {"measure": "coal-ban", "title": "No coal", "resolution": "second", "kind": "ban", "sectors": ["coal"]}
    made.add(5, "measure_in_force", None, "PRK", cause=draft, **told)
    made.add(5, "measure_in_force", None, "PRK", cause=draft, **told | {"measure": "workers", "title": "No workers"})
    made.add(5, "measure_ceased", None, "PRK", cause=draft, measure="old-cap", title="Some coal")
    made.add(5, "income", "PRK", cause=draft, lost=1.0, before=0.5)
    eased = made.move(20, "CHN", "PRK", "Carry sanctions out", 2.0, ("status-quo", 0, 0, 0.0))
    made.add(20, "implementation", "CHN", cause=eased, degree=0.25, before=1.0)
    made.add(20, "income", "PRK", cause=eased, lost=0.25, before=1.0)


def _forces(made: Maker) -> None:
    base: dict[str, Any] = {"kind": "live-fire", "actors": ["JPN", "USA"], "people": {"JPN": 1500}, "simulated": False}
    camp = {"name": "Camp", "lat_deg": 42.8, "lon_deg": 141.6}
    viper = {**base, "drill": "viper", "title": "Northern Viper", "place": camp, "heeded": [], "unheeded": []}
    made.add(9, "drill", "JPN", **viper, to="running", **{"from": "planned"})
    made.add(18, "drill", "JPN", **viper, to="ended", **{"from": "running"})
    made.add(12, "drill_call", "PRK", "USA", drill="guardian", title="Guardian", status="planned")
    guardian = {**base, "drill": "guardian", "title": "Guardian", "place": camp, "heeded": ["PRK"], "unheeded": []}
    made.add(14, "drill", "USA", **guardian, to="shelved", **{"from": "planned"})
    told = {"unit": "destroyer", "title": "Destroyer", "battery": "ship"}
    made.add(6, "deployment", "USA", **told, station="west", place=camp, **{"from": None})
    made.add(16, "deployment", "USA", **told, station="east", place=None, **{"from": "west"})
    made.add(25, "deployment", "USA", **told, station=None, place=None, **{"from": "east"})


def _promises(made: Maker) -> None:
    made.add(11, "reading_claimed", "PRK", agreement="bargain", ambiguity="order", clause="fuel", reading="before",
             before=None, text="first")  # fmt: skip
    made.add(12, "reading_claimed", "USA", agreement="bargain", ambiguity="order", clause="fuel", reading="after",
             before=None, text="afterward")  # fmt: skip
    made.add(12, "agreement_disputed", "USA", agreement="bargain", ambiguity="order", clause="fuel", question="when?",
             reason="PRK: first; USA: afterward")  # fmt: skip
    made.add(13, "clause_status", "PRK", agreement="bargain", clause="shut", action="shut the plant", status="breached",
             before="agreed", reason="a test")  # fmt: skip
    made.add(13, "agreement_status", "PRK", agreement="bargain", title="The bargain", status="collapsed",
             before="agreed", reason="a breach")  # fmt: skip
    made.add(10, "credibility", "USA", "JPN", commitment="usa-jpn", title="The treaty", standing="standing", before=0.7,
             after=0.75, tied=0.0, reason="statement by USA")  # fmt: skip
    made.add(17, "commitment_triggered", "USA", "JPN", commitment="usa-jpn", title="The treaty",
             reason="raid > 0 holds", responses=["show-force"], within_s=DAY_S, credibility=0.75)  # fmt: skip
    made.add(18, "commitment_response", "USA", "JPN", commitment="usa-jpn", move="show-force", kept=1, needed=1)
    made.add(18, "credibility", "USA", "JPN", commitment="usa-jpn", title="The treaty", standing="honored", before=0.75,
             after=0.9, tied=0.0, reason="USA responded as promised")  # fmt: skip
