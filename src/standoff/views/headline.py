"""What a run comes to, in a headline and a handful of sentences; and reasons of many threats brought together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from standoff.base.time import DAY_S
from standoff.views.crisis import words
from standoff.views.crisis.reading import Crisis
from standoff.views.digest import BatteryResult, Digest, Refusal, Threat
from standoff.views.wording import brief, clock, count, day, km, listing, minutes, number_word, sentence_case, spans

# More impacts or aim points than this are counted, not told one by one.
_TOLD: Final = 4
# Later than that, a time of day comes with its date.


class Reasons(NamedTuple):
    """One reason of one station for several threats. `detail` has the numbers of the first of them."""

    threats: tuple[str, ...]
    reason: str
    detail: str
    alike: bool
    """Whether the detail is word for word the same for all of them."""


def headline(digest: Digest) -> str:
    """The outcome in one sentence."""
    totals = digest.totals
    if totals.threats == 0:
        return "No missile was launched."
    missiles = count(totals.threats, "missile")
    one = totals.threats == 1
    if totals.intercepted == totals.threats:
        return "The missile was shot down." if one else f"All {missiles} were shot down."
    if totals.unresolved == totals.threats:
        whole = "The missile was" if one else f"All {missiles} were"
        return f"{whole} still in flight when the run ended."
    if totals.intercepted == 0:
        first = "The missile was not stopped" if one else f"None of the {missiles} was stopped"
    else:
        verb = "was" if totals.intercepted == 1 else "were"
        first = f"{sentence_case(number_word(totals.intercepted))} of {missiles} {verb} shot down"
    rest = []
    if totals.leakers and (totals.intercepted or totals.unresolved or totals.failed):
        rest.append(f"{number_word(totals.leakers)} came down")
    if totals.failed:
        rest.append(f"{number_word(totals.failed)} failed under thrust and fell short")
    if totals.unresolved:
        verb = "was" if totals.unresolved == 1 else "were"
        rest.append(f"{number_word(totals.unresolved)} {verb} still in flight when the run ended")
    return f"{first}; {listing(rest)}." if rest else f"{first}."


def headline_of(digest: Digest, crisis: Crisis) -> str:
    """The outcome of a crisis, and of the raid if it came to one."""
    told = words.headline(crisis)
    return f"{told} {headline(digest)}" if digest.totals.threats else told


def account_of(digest: Digest, crisis: Crisis) -> list[str]:
    """A crisis in a few sentences, and its raids if it came to any: tests are told with the crisis."""
    fired = replace(digest, threats=tuple(threat for threat in digest.threats if not threat.test))
    return [*words.account(crisis), *account(fired)]


def account(digest: Digest) -> list[str]:
    """The run in a few sentences: who fired, what was flown over, who saw it, who shot, what arrived."""
    if not digest.threats:
        return []
    told = [*_launches(digest), *_overflights(digest), *_sightings(digest), *_shooting(digest), *_arrivals(digest)]
    return [f"{sentence_case(sentence)}." for sentence in told]


def together(refusals: Iterable[tuple[str, Refusal]]) -> list[Reasons]:
    """Refusals of one station brought together by reason, in the order of the threats."""
    grouped: dict[str, list[tuple[str, Refusal]]] = defaultdict(list)
    for threat, refusal in refusals:
        grouped[refusal.reason].append((threat, refusal))
    return [
        Reasons(
            tuple(threat for threat, _ in group),
            reason,
            group[0][1].detail,
            len({refusal.detail for _, refusal in group}) == 1,
        )
        for reason, group in grouped.items()
    ]


def reason_line(reasons: Reasons, all_threats: int) -> str:
    """`salvo/1-4: passes 412 km away …`; says so when the numbers are those of the first only."""
    who = "all" if len(reasons.threats) == all_threats and all_threats > 1 else spans(reasons.threats)
    note = "" if reasons.alike else f" (numbers of {reasons.threats[0]})"
    return f"{who}: {reasons.detail}{note}"


def landed(threat: Threat) -> str:
    """Where a threat came down, in words."""
    impact = threat.impact
    if impact is None:
        return ""
    where = f"{km(impact.distance_km)} from {impact.nearest_place}" if impact.distance_km is not None else ""
    miss = f"{km(impact.aim_miss_km)} from its aim point" if impact.aim_miss_km is not None else ""
    return f"{where} ({miss})" if where and miss else where or miss


def _launches(digest: Digest) -> Iterator[str]:
    salvos: dict[tuple[str, str, str], list[Threat]] = defaultdict(list)
    for threat in digest.threats:
        salvos[threat.actor, threat.missile_name, threat.origin.name].append(threat)
    for (actor, missile, origin), threats in salvos.items():
        first, last = threats[0].launched_s, threats[-1].launched_s
        told = threats[0] is digest.threats[0] and first < DAY_S
        date = f" on {day(digest.startex, first)}" if told else ""
        when = f"at {clock(digest.startex, first)}"
        if round(last - first) > 0:
            when = f"from {clock(digest.startex, first)} to {clock(digest.startex, last)}"
        who = digest.actors.get(actor, actor)
        aims = list(dict.fromkeys(brief(threat.aim.name) for threat in threats if threat.aim.name))
        toward = f" toward {listing(aims) if len(aims) <= _TOLD else count(len(aims), 'aim point')}" if aims else ""
        place = f" from {origin}" if origin else ""
        salvo = count(len(threats), f"{missile} missile")
        yield f"{who} fires {salvo}{place}{toward}{date} {when} UTC"


def _overflights(digest: Digest) -> Iterator[str]:
    heights: dict[str, list[float]] = defaultdict(list)
    for threat in digest.threats:
        for overflight in threat.overflights:
            heights[overflight.place].append(overflight.altitude_km)
    if heights:
        passed = [f"{place} ({_range(values)} up)" for place, values in heights.items()]
        yield f"on the way {'it passes' if len(digest.threats) == 1 else 'they pass'} {listing(passed)}"


def _range(values: Sequence[float]) -> str:
    low, high = km(min(values)), km(max(values))
    return low if low == high else f"{low.removesuffix(' km')} to {high}"


def _sightings(digest: Digest) -> Iterator[str]:
    """The earliest sighting after launch by satellite and by radar."""
    seen = [(s.t_s - t.launched_s, s) for t in digest.threats for s in t.sightings]
    parts = []
    for basis in ("infrared", "radar"):
        first = min((entry for entry in seen if entry[1].basis == basis), key=lambda entry: entry[0], default=None)
        if first is not None:
            parts.append(f"{first[1].sensor_name} after {minutes(first[0])}")
    if parts:
        yield f"first to see a missile: {listing(parts)}"
    blind = [threat.id for threat in digest.threats if not threat.sightings]
    if blind:
        yield f"nobody sees {spans(blind)}"


def _shooting(digest: Digest) -> Iterator[str]:
    if not digest.batteries:
        yield "there is no defense in this run"
        return
    active = [result for result in digest.batteries if result.fired]
    for result in active if len(active) < _TOLD else ():
        yield f"{result.battery.name} fires {count(result.fired, 'interceptor')}: {count(result.hits, 'hit')}"
    if len(active) >= _TOLD:
        fired, hits = digest.totals.fired, digest.totals.hits
        yield f"{count(len(active), 'battery', 'batteries')} fire {count(fired, 'interceptor')}: {count(hits, 'hit')}"
    idle = [result for result in digest.batteries if not result.fired]
    if idle and len(idle) < len(digest.batteries):
        yield f"the other {count(len(idle), 'battery', 'batteries')} fired nothing; the table of defenses says why"
    elif idle:
        yield "no battery fired; the table of defenses says why"


def _arrivals(digest: Digest) -> Iterator[str]:
    """Where the first few came down, or failed and fell, and how many more did."""
    for outcome, verb in (("arrived", "came down"), ("failed", "failed under thrust and fell short")):
        down = [threat for threat in digest.threats if threat.outcome == outcome]
        if down:
            told = [f"{threat.id} {landed(threat)}" for threat in down[:_TOLD]]
            more = len(down) - len(told)
            yield f"{verb}: {'; '.join(told)}{f'; and {number_word(more)} more' if more else ''}"


def idle_reasons(result: BatteryResult) -> list[Reasons]:
    """Why a battery did not engage what it did not engage."""
    return together(result.refusals)
