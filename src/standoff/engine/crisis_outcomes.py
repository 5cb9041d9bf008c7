"""What a run's crisis comes to: how high it climbed, in what tone it ended, what was tested, agreed, fired and lost."""

from __future__ import annotations

from itertools import permutations

from standoff.engine.crisis_summary import income_lost_usd
from standoff.engine.metric import Metric
from standoff.engine.state import State
from standoff.scenario.world import World

TONE_DECIMALS = 1
MONEY_DECIMALS = 1


def is_crisis(world: World) -> bool:
    """Whether a world has a crisis."""
    return world.crisis is not None


def crisis_metrics(world: World) -> tuple[Metric, ...]:
    """The metrics of a world's crisis, leading ones first; none for a world without one."""
    crisis = world.crisis
    if crisis is None:
        return ()
    # The dyads of announced threats stand first, each with its way back.
    pairs = {(threat.actor, threat.target) for threat in crisis.threats.values()}
    told = pairs | {(other, one) for one, other in pairs}
    leading = (
        Metric("highest_rung", most=4.0, title="highest rung reached by anybody", leading=True),
        Metric("tests", title="missile and nuclear tests", leading=True),
        Metric("raid", "yes-no", title="missiles launched in anger", leading=True),
        Metric("agreement", "yes-no", title="an agreement reached or revived", leading=True),
        Metric("talks", "yes-no", title="talks opened between any two", leading=True),
        Metric("income_lost", "real", MONEY_DECIMALS, "export income lost to sanctions", "USD million", leading=True),
    )
    tones = tuple(
        Metric(
            f"tone.{one}.{other}",
            "real",
            TONE_DECIMALS,
            f"tone of {one} toward {other} at the end",
            least=None,
            leading=(one, other) in told,
        )
        for one, other in permutations(crisis.actors, 2)
    )
    rungs = tuple(
        Metric(f"highest_rung.{actor}", most=4.0, title=f"highest rung of {actor}") for actor in crisis.actors
    )
    others = (
        Metric("drills_held", title="drills begun"),
        Metric("drills_shelved", title="drills postponed or shelved"),
        Metric("resolutions", title="drafts adopted by the Council since STARTEX"),
        *(
            Metric(f"credibility.{name}", "real", 3, f"credibility of {one.title} at the end", None, 0.0, 1.0)
            for name, one in crisis.commitments.items()
        ),
    )
    return (*leading, *tones, *rungs, *others)


def measure_crisis(world: World, state: State) -> dict[str, float | None]:
    """A value for each of `crisis_metrics`, from the state at the end of a run."""
    crisis, now = world.crisis, state.crisis
    if crisis is None or now is None:
        return {}
    end_s = world.end_s
    statuses = [standing.status for standing in now.drills.values()]
    values: dict[str, float | None] = {
        "highest_rung": max(place.highest for place in now.rungs.values()),
        "tests": now.tests,
        "raid": now.fired > 0,
        "agreement": now.agreed,
        "talks": now.talked,
        "income_lost": income_lost_usd(crisis, now, end_s) / 1e6,
    }
    for one, other in permutations(crisis.actors, 2):
        values[f"tone.{one}.{other}"] = crisis.tone.at(now.tones, (one, other), end_s)
    for actor in crisis.actors:
        values[f"highest_rung.{actor}"] = now.rungs[actor].highest
    values["drills_held"] = sum(status in ("running", "ended") for status in statuses)
    values["drills_shelved"] = sum(status in ("postponed", "shelved") for status in statuses)
    values["resolutions"] = sum(
        paper.status == "adopted" and crisis.start.council.status(name) != "adopted"
        for name, paper in now.council.papers.items()
    )
    for name in crisis.commitments:
        values[f"credibility.{name}"] = now.commitments[name].credibility
    return values
