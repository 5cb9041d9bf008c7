"""The adjudication queue: what is to come that control may decide, with the computer's proposal, its odds and draws.

A proposal is what the engine would do as things stand: its step is pure and its random numbers have names, so the
outcome can be known ahead and changes only if the state does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standoff.base.evolve import evolve
from standoff.engagement.kill import KillChain
from standoff.engine.actions import LiftOff, Meet, TakeEffect
from standoff.engine.aim import draw_luck
from standoff.engine.event import Event
from standoff.engine.legality import refusal
from standoff.engine.outside.rulings import OUTCOMES
from standoff.engine.play import Play
from standoff.engine.queue import Item
from standoff.engine.step import step

Json = dict[str, Any]


class Case(NamedTuple):
    """Something to come that may be ruled on.

    Attributes:
        on: what a ruling names: `intercept/ID`, `launch/ID`, `order/ID`, `request/ID`.
        due_s: when it comes about, s after STARTEX; None when control says so.
        about: what it is, as plain facts.
        outcomes: what may become of it.
        odds: the chance of each outcome where chance decides.
        draws: the numbers that the proposal rests on.
        proposal: the outcome that the computer proposes; None where it has no opinion.
        why: what the proposal rests on, in words.
    """

    on: str
    due_s: float | None
    about: Json
    outcomes: tuple[str, ...]
    odds: dict[str, float]
    draws: tuple[Json, ...]
    proposal: str | None
    why: str


def cases(playing: Play) -> list[Case]:
    """Everything that control may rule on now, in the order in which it is due; what waits for control comes first."""
    return [*_awaiting(playing), *_requests(playing), *_due(playing)]


def stops_for(playing: Play, item: Item) -> bool:
    """Whether the clock must stop before an item: control wants to rule on its kind and has not yet."""
    outside = playing.state.outside
    if not outside.hold:
        return False
    match item.action:
        case Meet(shot=shot):
            flying = playing.state.threats[playing.state.shots[shot].threat].flying
            return "intercept" in outside.hold and flying and f"intercept/{shot}" not in outside.rulings
        case LiftOff(threat=threat):
            return "launch" in outside.hold and f"launch/{threat}" not in outside.rulings
    return False


def name_of(item: Item) -> str | None:
    """What a ruling on an item names; None for one that cannot be ruled on."""
    match item.action:
        case Meet(shot=shot):
            return f"intercept/{shot}"
        case LiftOff(threat=threat):
            return f"launch/{threat}"
    return None


def _awaiting(playing: Play) -> Iterator[Case]:
    for name, waiting in playing.state.outside.awaiting.items():
        order = waiting.order
        about = {"order": name, "actor": order.actor, "move": order.move, **order.parameters}
        yield _order_case(name, None, about, refusal(playing, order))


def _requests(playing: Play) -> Iterator[Case]:
    for name, asked in playing.state.outside.requests.items():
        told = playing.events[asked.event - 1].data
        about = {"request": name, "actor": asked.cell, "text": told["text"]}
        yield Case(f"request/{name}", None, about, OUTCOMES["request"], {}, (), None, "no move of the catalog does it")


def _due(playing: Play) -> Iterator[Case]:
    due = playing.due
    if playing.held is not None and playing.held not in due:
        # It comes about in the instant before which time stands.
        due.insert(0, playing.held)
    for item in due:
        match item.action:
            case Meet(shot=shot):
                yield from _intercept(playing, item, shot)
            case LiftOff() as launch:
                yield _launch(playing, item.time_s, launch)
            case TakeEffect(order=order) if order.origin == "input":
                given = playing.state.orders.get(order.id)
                if given is not None and given.pending:
                    about = {"order": order.id, "actor": order.actor, "move": order.move, **order.parameters}
                    yield _order_case(order.id, item.time_s, about, refusal(playing, order))


def _order_case(name: str, due_s: float | None, about: Json, refused: str | None) -> Case:
    proposal = "carried out" if refused is None else "refused"
    why = "what the move needs holds now" if refused is None else refused
    return Case(f"order/{name}", due_s, about, OUTCOMES["order"], {}, (), proposal, why)


def _intercept(playing: Play, item: Item, name: str) -> Iterator[Case]:
    shot = playing.state.shots[name]
    if not playing.state.threats[shot.threat].flying:
        return
    chain = playing.plans.world.batteries[shot.battery].interceptor.chain
    hit = single_shot(chain)
    told = next(event for event in _without_ruling(playing, item, f"intercept/{name}") if event.kind == "intercept")
    cause = told.data["cause_of_miss"]
    yield Case(
        f"intercept/{name}",
        item.time_s,
        {"interceptor": name, "battery": shot.battery, "threat": shot.threat, **_place(told.data)},
        OUTCOMES["intercept"],
        {"hit": round(hit, 4), "miss": round(1.0 - hit, 4)},
        tuple({"stream": draw.stream, "value": round(draw.value, 4)} for draw in told.draws),
        told.data["result"],
        "every link of the kill chain holds" if cause is None else str(cause),
    )


def _launch(playing: Play, due_s: float, launch: LiftOff) -> Case:
    missile = playing.plans.world.missiles[launch.missile]
    luck = draw_luck(missile, launch, playing.streams, errors=False)
    flies = 0.0 if launch.fails else missile.reliability if launch.may_fail else 1.0
    return Case(
        f"launch/{launch.threat}",
        due_s,
        {"threat": launch.threat, "actor": launch.actor, "missile": launch.missile, "test": launch.test},
        OUTCOMES["launch"],
        {"flies": round(flies, 4), "fails": round(1.0 - flies, 4)},
        tuple({"stream": draw.stream, "value": round(draw.value, 4)} for draw in luck.draws),
        "flies" if luck.failure is None else "fails",
        f"reliability {flies:.2f} of {launch.missile}",
    )


def single_shot(chain: KillChain) -> float:
    """Probability that one shot hits, a common-mode failure of its class counted."""
    return chain.single_shot * (1.0 - chain.common_mode_failure)


def _without_ruling(playing: Play, item: Item, on: str) -> list[Event]:
    """The events that an item would bring if control had not ruled on it."""
    outside = playing.state.outside
    rulings = {name: ruling for name, ruling in outside.rulings.items() if name != on}
    state = evolve(playing.state, outside=evolve(outside, rulings=rulings))
    return step(playing.plans, playing.streams, state, item).events


def _place(data: Any) -> Json:
    return {name: data[name] for name in ("lat_deg", "lon_deg", "altitude_km")}
