"""The MSEL of an exercise under way: what is on the list, where each inject stands, and what is written anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from standoff.base.errors import InputError
from standoff.engine.outside.standing import FIRED
from standoff.exercise.msel.sheet import read_msel, write_msel
from standoff.exercise.session import Exercise
from standoff.scenario.injects import inject_from
from standoff.scenario.schema.exercise import InjectBlock, ObjectiveBlock

Json = dict[str, Any]


def board(session: Exercise) -> list[Json]:
    """Every inject with where it stands, in the order in which they came on the list."""
    told = []
    for name, inject in session.play.state.outside.injects.items():
        at = inject.block.get("at")
        told.append(
            {
                "id": name,
                "status": inject.status,
                "event": inject.event,
                "at_s": None if at is None else session.scenario.seconds(str(at)),
                "inject": dict(inject.block),
            }
        )
    return told


def changed(session: Exercise, inject: Mapping[str, Any]) -> Json:
    """An inject as it goes on the list, checked against the scenario. Raises `InputError` with the field."""
    return inject_from(inject, session.scenario).plain()


def sheet_of(session: Exercise) -> bytes:
    """The list as a workbook."""
    outside = session.play.state.outside
    injects = [inject_from(one.block, session.scenario) for one in outside.injects.values()]
    objectives = [ObjectiveBlock.model_validate(dict(one.block)) for one in outside.objectives.values()]
    return write_msel(injects, objectives=objectives)


class TakenOver(NamedTuple):
    """What a workbook changes of the list: injects that are new or other than they stand.

    Those of the list that it leaves out stay as they are.
    """

    changed: list[Json]
    left_out: list[str]


def taken_over(session: Exercise, content: bytes) -> TakenOver:
    """What becomes of the list by a workbook.

    Raises:
        InputError: a workbook that cannot be read (it names sheet, row and column), or one that changes what was fired.
    """
    standing = session.play.state.outside.injects
    blocks: list[Json] = []
    injects = read_msel(content, session.scenario)
    for inject in injects:
        block, before = inject.plain(), standing.get(inject.id)
        if before is not None and _plain(session, before.block) == block:
            continue
        if before is not None and before.status == FIRED:
            raise InputError("was fired and cannot be changed", field="sheet MSEL, column id", value=inject.id)
        blocks.append(block)
    listed = {inject.id for inject in injects}
    return TakenOver(blocks, [name for name in standing if name not in listed])


def _plain(session: Exercise, block: Mapping[str, Any]) -> Json:
    return _block(session, block).plain()


def _block(session: Exercise, block: Mapping[str, Any]) -> InjectBlock:
    return inject_from(block, session.scenario)
