"""The sanctions blocks of a crisis as the domain's own objects, at a level or a design point."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from datetime import datetime

from standoff.base.quantity import Quantity
from standoff.crisis.council import Council, Draft, Member, Stance
from standoff.crisis.sanctions.measure import Limit, Measure
from standoff.crisis.sanctions.state import ALL_SECTORS, Sanctions
from standoff.crisis.sanctions.trade import MONEY, Flow, Trade
from standoff.scenario.schema.sanctions import (
    CapBlock,
    DraftBlock,
    FlowBlock,
    MeasureBlock,
    SanctionsBlocks,
    StanceBlock,
    TradeBlock,
    day_or_time,
)
from standoff.scenario.values import Values

# Field of a cap or of a flow -> dimension.
_MASS, _VOLUME = "mass", "volume"


def build_sanctions(blocks: SanctionsBlocks, startex: datetime, values: Values) -> Sanctions:
    """Measures, trade and implementation; `values` stands at the block `crisis`."""
    return Sanctions(
        measures=tuple(build_measures(blocks, startex, values)),
        trade=tuple(_trade(blocks, values.under("trade"))),
        implementation={
            actor: {
                ALL_SECTORS: values.under("implementation", actor).si(block.degree, "degree"),
                **{
                    sector: values.under("implementation", actor, "sectors").si(degree, sector)
                    for sector, degree in block.sectors.items()
                },
            }
            for actor, block in blocks.implementation.items()
        },
    )


def build_measures(blocks: SanctionsBlocks, startex: datetime, values: Values) -> Iterator[Measure]:
    """The measures alone, in the order of the file."""
    for name, block in blocks.measures.items():
        yield _measure(name, block, startex, values.under("measures", name))


def build_council(blocks: SanctionsBlocks, actors: Collection[str], startex: datetime, values: Values) -> Council:
    """The Council with the drafts; members among `actors` are played. Without a block it has no members."""
    at = values.under("council", "members")
    members = {} if blocks.council is None else blocks.council.members
    return Council(
        members=tuple(
            Member(code, block.permanent, _stance(block, at.under(code)), code in actors)
            for code, block in members.items()
        ),
        drafts={
            name: _draft(name, block, blocks, startex, values.under("drafts", name))
            for name, block in blocks.drafts.items()
        },
    )


def awaited(blocks: SanctionsBlocks) -> frozenset[str]:
    """The resolutions that drafts bring: those that are dated after STARTEX come only by a vote."""
    return frozenset(resolution_of(name, draft, blocks) for name, draft in blocks.drafts.items())


def resolution_of(name: str, draft: DraftBlock, blocks: SanctionsBlocks) -> str:
    """The resolution that a draft becomes: that of its measures, or its own id if it brings none."""
    return blocks.measures[draft.measures[0]].resolution if draft.measures else name


def seconds(text: str, startex: datetime, *, end: bool = False) -> float:
    """Seconds after STARTEX of a day (its beginning, or its end) or a time."""
    return (day_or_time(text, end=end) - startex).total_seconds()


def _measure(name: str, block: MeasureBlock, startex: datetime, values: Values) -> Measure:
    return Measure(
        id=name,
        resolution=block.resolution,
        title=block.title,
        target=block.target,
        sectors=block.sectors,
        direction=block.direction,
        kind=block.kind,
        adopted_s=seconds(block.adopted, startex),
        adopted_on=block.adopted[:10],
        caps=() if block.cap is None else tuple(_limits(block.cap, values.under("cap"))),
        per="year" if block.cap is None else block.cap.per,
        from_s=-math.inf if block.start is None else seconds(block.start, startex),
        until_s=math.inf if block.until is None else seconds(block.until, startex, end=True),
        superseded_by=block.superseded_by,
        grace_s=values.si_or(block.grace, "grace", 0.0),
        exempt=values.si_or(block.exempt, "exempt", 0.0),
        by=block.by,
    )


def _limits(block: CapBlock, values: Values) -> Iterator[Limit]:
    for dimension, name, quantity in _amounts(block.money, "money", block.mass, block.volume):
        yield Limit(dimension, values.si(quantity, name))


def _trade(blocks: SanctionsBlocks, values: Values) -> Iterator[Trade]:
    for target, block in blocks.trade.items():
        for direction, field, flows in _flows(block):
            for name, flow in flows.items():
                at = values.under(target, field, name)
                yearly = {
                    dimension: at.si(quantity, key)
                    for dimension, key, quantity in _amounts(flow.value, "value", flow.mass, flow.volume)
                }
                yield Trade(name, target, flow.sector, direction, flow.partner, yearly)


def _flows(block: TradeBlock) -> Iterator[tuple[Flow, str, dict[str, FlowBlock]]]:
    yield "export", "exports", block.exports
    yield "import", "imports", block.imports


def _amounts(
    money: Quantity | None, money_name: str, mass: Quantity | None, volume: Quantity | None
) -> Iterator[tuple[str, str, Quantity]]:
    """(dimension, field, quantity) of what is given."""
    for dimension, name, quantity in ((MONEY, money_name, money), (_MASS, _MASS, mass), (_VOLUME, _VOLUME, volume)):
        if quantity is not None:
            yield dimension, name, quantity


def _stance(block: StanceBlock, values: Values) -> Stance:
    return Stance(values.si(block.yes, "yes"), block.otherwise)


def _draft(name: str, block: DraftBlock, blocks: SanctionsBlocks, startex: datetime, values: Values) -> Draft:
    adopted_s = seconds(blocks.measures[block.measures[0]].adopted, startex) if block.measures else math.inf
    return Draft(
        id=name,
        title=block.title,
        resolution=resolution_of(name, block, blocks),
        sponsor=block.sponsor,
        measures=block.measures,
        earliest_s=0.0 if block.earliest is None else seconds(block.earliest, startex),
        notice_s=values.si_or(block.notice, "notice", 0.0),
        stances={code: _stance(stance, values.under("stances", code)) for code, stance in block.stances.items()},
        adopted_s=adopted_s if adopted_s <= 0 else None,
    )
