"""Events of a crisis as plain sentences: one short function a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from standoff.base.time import DAY_S
from standoff.crisis.ladder import NAMES
from standoff.views.crisis.about import about
from standoff.views.crisis.sanctions import decision
from standoff.views.crisis.signs import signed
from standoff.views.handles import draft_of, order_of
from standoff.views.told import Told
from standoff.views.wording import figure, listing, percent, plain, quoted, sentence_case


def _code(it: Told, value: Any) -> str:
    return it.names.actor(str(value))


def _toward(it: Told) -> str:
    return _code(it, it.event["target"]) if it.event["target"] else ""


def _move(it: Told) -> str:
    title = str(it.data.get("title") or it.data.get("move"))
    toward = f" toward {_toward(it)}" if it.event["target"] else ""
    says = f". {sentence_case(str(it.data['says']))}" if it.data.get("says") else ""
    what, part_of = about(it.names.crisis, it.data.get("with") or {})
    title = f"{title[:1].lower()}{title[1:]}{f': {what}' if what else ''}"
    aside = "; ".join(part for part in (part_of, _effect(it)) if part)
    return f"{it.who}{toward}: {title}{f' ({aside})' if aside else ''}{says}"


def _effect(it: Told) -> str:
    """What a move did to tone and ladder; empty if nothing."""
    tone, ladder = it.data.get("tone") or {}, it.data.get("ladder") or {}
    parts = []
    if tone.get("weight") and "before" in tone:
        parts.append(f"tone {signed(tone['before'])} to {signed(tone['after'])}")
    before, rung = int(ladder.get("before", 0)), int(ladder.get("rung", 0))
    if before != rung:
        parts.append(f"{'climbs' if rung > before else 'steps down'} to {NAMES[rung]}")
    return ", ".join(parts)


def _rung(it: Told) -> str:
    return f"After a quiet spell {it.who} comes down to {it.data['name']}"


def _threat(it: Told) -> str:
    against = f" against {_toward(it)}" if it.event["target"] else ""
    return f"The threat of {it.who}{against}, {quoted(it.data['title'])}, is {plain(str(it.data['to']))}"


def _talks(it: Told) -> str:
    other = _toward(it) or _code(it, it.data.get("with"))
    status = {"none": "ended"}.get(str(it.data["to"]), plain(str(it.data["to"])))
    return f"Talks between {it.who} and {other} are {status}"


def _alert(it: Told) -> str:
    name = f" ({it.data['name']})" if it.data.get("name") else ""
    way = "up" if it.data["to"] > it.data["from"] else "down"
    return f"{it.who} goes {way} from alert {it.data['from']} to {it.data['to']}{name}"


def _civil_protection(it: Told) -> str:
    return f"{it.who} tells its people to take cover" if it.data.get("on") else f"{it.who} gives the all-clear"


def _drill(it: Told) -> str:
    verb = {"running": "begins", "ended": "ends", "planned": "is announced"}.get(
        str(it.data["to"]), f"is {plain(str(it.data['to']))}"
    )
    told = f"{it.data['title']} {verb}"
    if it.data["to"] == "running":
        who = listing([_code(it, actor) for actor in it.data.get("actors") or ()])
        where = f" at {it.place('place')}" if it.data.get("place") else ""
        told += f": a {plain(str(it.data['kind']))} drill of {who}{where}{_people(it)}"
    heeded = listing([_code(it, one) for one in it.data.get("heeded") or ()])
    unheeded = listing([_code(it, one) for one in it.data.get("unheeded") or ()])
    if heeded:
        told += f", as {heeded} had called for"
    return f"{told}; {unheeded} had called for it to be shelved" if unheeded else told


def _people(it: Told) -> str:
    people = it.data.get("people") or {}
    parts = [f"{number:,} of {_code(it, actor)}" for actor, number in people.items()]
    return f", people: {listing(parts)}" if parts else ""


def _drill_call(it: Told) -> str:
    return f"{it.who} calls for {it.data['title']} to be shelved"


def _unit_sent(it: Told) -> str:
    travel = f"; it travels {figure(it.data['travel_s'] / 3600.0)} hours" if it.data.get("travel_s") else ""
    return f"{it.who} sends {it.data['title']} to {plain(str(it.data['station']))}{travel}"


def _unit_recalled(it: Told) -> str:
    return f"{it.who} calls {it.data['title']} back, which was on its way to {plain(str(it.data['station']))}"


def _deployment(it: Told) -> str:
    if it.data.get("station"):
        return f"{it.data['title']} stands at {it.place('place') or plain(str(it.data['station']))}"
    return f"{it.data['title']} leaves {plain(str(it.data.get('from') or 'its station'))}"


def _draft(it: Told) -> str:
    name, status = str(it.data["draft"]), str(it.data["status"])
    title = f" ({it.data['title']})" if it.data.get("title") else ""
    if status == "tabled":
        return f"{it.who} tables the draft {name}{title}"
    count = it.data.get("count") or {}
    votes = f": {count['yes']} yes, {count['no']} no, {count['abstain']} abstain" if count else ""
    veto = listing([_code(it, one) for one in it.data.get("vetoed_by") or ()])
    return f"The draft {name}{title} is {status}{votes}{f'; the no of {veto} is a veto' if veto else ''}"


def _vote(it: Told) -> str:
    choice = {"abstain": "abstains on"}.get(str(it.data["vote"]), f"votes {it.data['vote']} on")
    return f"{it.who} {choice} {draft_of(it.names, str(it.data['draft']))}"


def _measure_in_force(it: Told) -> str:
    by = decision(str(it.data.get("resolution") or ""))
    return f"In force{f' by {by}' if by else ''}: {it.data['title']}"


def _measure_ceased(it: Told) -> str:
    return f"No longer in force: {it.data['title']}"


def _implementation(it: Told) -> str:
    sector = f" in {plain(str(it.data['sector']))}" if it.data.get("sector") else ""
    before = f"; before, {percent(it.data['before'])}" if it.data.get("before") is not None else ""
    return f"{it.who} makes {percent(it.data['degree'])} of the cut that measures demand{sector}{before}"


def _income(it: Told) -> str:
    whose = _toward(it) if it.event["target"] else it.who
    return f"{whose} loses {percent(it.data['lost'])} of its export income; before, {percent(it.data['before'])}"


def _agreement_status(it: Told) -> str:
    status = str(it.data["status"])
    now = {"collapsed": "has collapsed", "holding": "holds"}.get(status, f"is {plain(status)}")
    return f"{it.data['title']} {now}: {it.data.get('reason') or 'no reason given'}"


def _clause_status(it: Told) -> str:
    where = f"Clause {it.data['clause']} of {it.data['agreement']}"
    reason = f": {it.data['reason']}" if it.data.get("reason") else ""
    return f"{where} ({it.data['action']}) is {plain(str(it.data['status']))}{reason}"


def _clause_ready(it: Told) -> str:
    now = "can now be asked for" if it.data.get("ready", True) else "waits again"
    return f"Clause {it.data['clause']} of {it.data['agreement']} ({it.data['action']}) {now}"


def _clause_late(it: Told) -> str:
    return f"Clause {it.data['clause']} of {it.data['agreement']}: {it.data['reason']}"


def _reading_claimed(it: Told) -> str:
    return f"{it.who} reads clause {it.data['clause']} of {it.data['agreement']} so: {it.data['text']}"


def _agreement_disputed(it: Told) -> str:
    return f"Clause {it.data['clause']} of {it.data['agreement']} is read in two ways: {it.data['reason']}"


def _agreement_refused(it: Told) -> str:
    return f"{it.who} cannot do this about {it.data['agreement']}: {it.data.get('reason', 'no reason given')}"


def _commitment_triggered(it: Told) -> str:
    responses = listing([plain(str(move)) for move in it.data.get("responses") or ()], "or")
    within = f" within {figure(it.data['within_s'] / DAY_S)} days" if it.data.get("within_s") else ""
    return f"{it.data['title']} is called upon; promised: {responses}{within}"


def _commitment_response(it: Told) -> str:
    return f"{it.who} answers the call of {_toward(it)}: {plain(str(it.data['move']))}"


def _credibility(it: Told) -> str:
    change = f"{it.data['before']:.2f} to {it.data['after']:.2f}"
    return f"{it.data['title']}: credibility goes from {change}: {it.data['reason']}"


def _decision(it: Told) -> str:
    move = f"on {plain(str(it.data['move']))}" if it.data.get("move") else "to do nothing"
    why = f": {it.data['why']}" if it.data.get("why") else ""
    return f"{it.who} decides by its {plain(str(it.data.get('policy') or 'policy'))} policy {move}{why}"


def _own_order(it: Told) -> str:
    """The order that the event names; others than its actor may know only that there was one."""
    order = it.data.get("order")
    return order_of(it.names, str(order), it.event["actor"]) if order else f"an order of {it.who}"


def _order_accepted(it: Told) -> str:
    return f"{_own_order(it)} is accepted; it takes effect later"


def _order_cancelled(it: Told) -> str:
    return f"{_own_order(it)} is cancelled before it takes effect"


def _move_over(it: Told) -> str:
    return f"{it.who}: {plain(str(it.data.get('move') or 'a move'))} is over"


def _value(it: Told) -> str:
    return f"Values: {', '.join(f'{plain(str(name))} = {value:g}' for name, value in it.data.items())}"


def _nuclear_test(it: Told) -> str:
    where = it.data.get("place")
    return f"{it.who} tests a nuclear device{f' at {it.place_of(where)}' if where else ''}"


TELLERS: Final[dict[str, Callable[[Told], str]]] = {
    "move": _move,
    "rung": _rung,
    "threat": _threat,
    "talks": _talks,
    "alert": _alert,
    "civil_protection": _civil_protection,
    "drill": _drill,
    "drill_call": _drill_call,
    "unit_sent": _unit_sent,
    "unit_recalled": _unit_recalled,
    "deployment": _deployment,
    "draft": _draft,
    "vote": _vote,
    "measure_in_force": _measure_in_force,
    "measure_ceased": _measure_ceased,
    "implementation": _implementation,
    "income": _income,
    "agreement_status": _agreement_status,
    "clause_status": _clause_status,
    "clause_ready": _clause_ready,
    "clause_late": _clause_late,
    "reading_claimed": _reading_claimed,
    "agreement_disputed": _agreement_disputed,
    "agreement_refused": _agreement_refused,
    "commitment_triggered": _commitment_triggered,
    "commitment_response": _commitment_response,
    "credibility": _credibility,
    "decision": _decision,
    "order_accepted": _order_accepted,
    "order_cancelled": _order_cancelled,
    "move_over": _move_over,
    "value": _value,
    "nuclear_test": _nuclear_test,
}
"""Kind of event -> its teller."""
