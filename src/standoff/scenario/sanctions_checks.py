"""Cross checks of the sanctions blocks: names that lead nowhere, measures in a circle, measures that contradict."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.time import after
from standoff.crisis.sanctions.force import contradictions
from standoff.crisis.sanctions.measure import COUNCIL
from standoff.crisis.sanctions.trade import OTHERS
from standoff.scenario import yaml
from standoff.scenario.sanctions_of import build_measures
from standoff.scenario.schema.sanctions import DraftBlock, MeasureBlock, SanctionsBlocks, TradeBlock
from standoff.scenario.validation import refuse
from standoff.scenario.values import Values

_MONEY_FIELDS: Final = (("money", "value"), ("mass", "mass"), ("volume", "volume"))


def problems(
    root: Any, blocks: SanctionsBlocks, actors: Collection[str], startex: datetime, path: yaml.PathKeys = ("crisis",)
) -> Iterator[InputError]:
    """Each thing wrong in the blocks, which stand at `path` of the document, in the order of the file."""
    checks = _Checks(root, path, blocks, actors)
    yield from checks.measures()
    yield from checks.clashes(startex)
    yield from checks.trade()
    yield from checks.implementation()
    yield from checks.drafts()


class _Checks:
    """One method a block; each yields the errors that it finds."""

    def __init__(self, root: Any, path: yaml.PathKeys, blocks: SanctionsBlocks, actors: Collection[str]) -> None:
        self._root, self._path, self._blocks, self._actors = root, path, blocks, actors

    def measures(self) -> Iterator[InputError]:
        adopted: dict[str, tuple[str, str]] = {}
        for name, block in self._blocks.measures.items():
            at: yaml.PathKeys = ("measures", name)
            yield from self._actor((*at, "target"), block.target)
            yield from self._actor((*at, "by"), block.by, COUNCIL)
            yield from self._heirs(at, name, block)
            first, day = adopted.setdefault(block.resolution, (name, block.adopted))
            if block.adopted != day:
                yield self._refuse(
                    (*at, "adopted"), "is another date of one resolution", block.adopted, f"{day}, as {first} has"
                )

    def clashes(self, startex: datetime) -> Iterator[InputError]:
        """Measures that contradict each other on a date."""
        if any(self._leads_back(name) for name in self._blocks.measures):
            return
        measures = tuple(build_measures(self._blocks, startex, Values()))
        for clash in contradictions(measures):
            one, other = clash.first.id, clash.second.id
            if self._is_own(one) and not self._is_own(other):
                one, other = other, one
            day = after(startex, clash.at_s).date().isoformat()
            message = f"contradicts {one} on {clash.sector} from {day} on: {clash.why}"
            allowed = f"superseded_by on one of them, or an `until` of {clash.first.id} before that day"
            yield self._refuse(("measures", other), message, None, allowed)

    def _is_own(self, measure: str) -> bool:
        """Whether a measure stands in the scenario's own file, and not in a set that it takes."""
        return yaml.locate(self._root, (*self._path, "measures", measure))[0] == getattr(self._root, "file", None)

    def trade(self) -> Iterator[InputError]:
        for target, block in self._blocks.trade.items():
            yield from self._actor(("trade", target), target)
            for field, flows in (("exports", block.exports), ("imports", block.imports)):
                for name, flow in flows.items():
                    yield from self._actor(("trade", target, field, name, "partner"), flow.partner, OTHERS)
        for name, measure in self._blocks.measures.items():
            yield from self._cap_in_unit_of_trade(name, measure)

    def implementation(self) -> Iterator[InputError]:
        sectors = {sector for block in self._blocks.measures.values() for sector in block.sectors}
        for actor, block in self._blocks.implementation.items():
            yield from self._actor(("implementation", actor), actor, OTHERS)
            for sector in block.sectors:
                if sector not in sectors:
                    at = ("implementation", actor, "sectors", sector)
                    yield self._refuse(at, "is not a sector of any measure", sector, nearest(sector, sectors))

    def drafts(self) -> Iterator[InputError]:
        members = () if self._blocks.council is None else self._blocks.council.members
        brought: dict[str, str] = {}
        for name, draft in self._blocks.drafts.items():
            at: yaml.PathKeys = ("drafts", name)
            if not members:
                yield self._refuse(at, "has no Council to vote on it", None, "a block council beside drafts")
                return
            if draft.sponsor is not None and draft.sponsor not in members:
                yield self._refuse((*at, "sponsor"), "has no seat", draft.sponsor, "one of " + ", ".join(members))
            for code in draft.stances:
                if code not in members:
                    yield self._refuse((*at, "stances", code), "has no seat", code, "one of " + ", ".join(members))
            yield from self._brings(at, name, draft, brought)

    def _brings(self, at: yaml.PathKeys, name: str, draft: DraftBlock, brought: dict[str, str]) -> Iterator[InputError]:
        known = self._blocks.measures
        unknown = [one for one in draft.measures if one not in known]
        for one in unknown:
            where = (*at, "measures", draft.measures.index(one))
            yield self._refuse(where, "is not a measure of this scenario", one, nearest(one, known))
        if unknown or not draft.measures:
            return
        resolution = known[draft.measures[0]].resolution
        for one in draft.measures:
            if known[one].resolution != resolution:
                where = (*at, "measures", draft.measures.index(one))
                yield self._refuse(where, "is of another resolution", one, f"measures of {resolution}")
        missing = [one for one, block in known.items() if block.resolution == resolution and one not in draft.measures]
        if missing:
            yield self._refuse((*at, "measures"), f"leaves out {missing[0]}", None, f"all measures of {resolution}")
        if brought.setdefault(resolution, name) != name:
            allowed = f"one draft for it: {brought[resolution]}"
            yield self._refuse((*at, "measures"), "brings a resolution that another draft brings", resolution, allowed)

    def _heirs(self, at: yaml.PathKeys, name: str, block: MeasureBlock) -> Iterator[InputError]:
        known = self._blocks.measures
        for index, heir in enumerate(block.superseded_by):
            where = (*at, "superseded_by", index) if len(block.superseded_by) > 1 else (*at, "superseded_by")
            if heir not in known:
                yield self._refuse(where, "is not a measure of this scenario", heir, nearest(heir, known))
                continue
            other = known[heir]
            alike = (other.target, other.direction) == (block.target, block.direction)
            if not alike or other.by not in (block.by, COUNCIL):
                allowed = f"a measure on the same target and direction, by {block.by}"
                yield self._refuse(where, "is about something else", heir, allowed)
            left = [sector for sector in block.sectors if sector not in other.sectors]
            if left:
                yield self._refuse(
                    where, f"does not cover {left[0]}, which would be free", heir, "all sectors of " + name
                )
        if self._leads_back(name):
            yield self._refuse((*at, "superseded_by"), "supersedes itself in a circle", name, "an end of the chain")

    def _leads_back(self, name: str) -> bool:
        seen, ahead = set(), list(self._blocks.measures[name].superseded_by)
        while ahead:
            one = ahead.pop()
            if one == name:
                return True
            if one not in seen and one in self._blocks.measures:
                seen.add(one)
                ahead += self._blocks.measures[one].superseded_by
        return False

    def _cap_in_unit_of_trade(self, name: str, measure: MeasureBlock) -> Iterator[InputError]:
        cap, trade = measure.cap, self._blocks.trade.get(measure.target)
        if cap is None or trade is None:
            return
        flows = [flow for flow in _of_direction(trade, measure.direction) if flow.sector in measure.sectors]
        shared = [
            limit
            for limit, amount in _MONEY_FIELDS
            if getattr(cap, limit) is not None and all(getattr(flow, amount) is not None for flow in flows)
        ]
        if flows and not shared:
            allowed = "a limit in a unit that all trade of these sectors has, or that amount in trade"
            yield self._refuse(
                ("measures", name, "cap"), "cannot be compared with the trade that it limits", None, allowed
            )

    def _actor(self, path: yaml.PathKeys, actor: str, *others: str) -> Iterator[InputError]:
        if actor not in self._actors and actor not in others:
            known = ", ".join((*self._actors, *others))
            yield self._refuse(path, "is not an actor of this scenario", actor, f"one of {known}")

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, (*self._path, *path), message, value, allowed)


def _of_direction(trade: TradeBlock, direction: str) -> list[Any]:
    flows = {"export": trade.exports, "import": trade.imports}.get(direction, {})
    return list(flows.values())
