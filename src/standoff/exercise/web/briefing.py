"""What a seat has to know when it sits down: the exercise, its cell, who else there is, and what things are called."""

from __future__ import annotations

from typing import Any

from standoff.base.time import after, format_utc
from standoff.exercise.desk import Desk
from standoff.exercise.seats import Seat
from standoff.exercise.session import Exercise

Json = dict[str, Any]


def briefing(desk: Desk, seat: Seat) -> Json:
    """The briefing of a seat at a desk."""
    return briefing_of(desk.session, desk.id, desk.opening.title, seat)


def briefing_of(session: Exercise, exercise: str, title: str, seat: Seat) -> Json:
    """The briefing of a seat, plain JSON. What the lesson says to one cell goes to that cell alone."""
    model = session.scenario.model
    lesson = session.scenario.document.get("exercise") or {}
    cells = lesson.get("cells") or {}
    own = cells.get(seat.cell or "", {})
    return {
        "exercise": exercise,
        "title": title,
        "summary": lesson.get("summary") or model.summary,
        "seat": {"id": seat.id, "role": seat.role.value, "cell": seat.cell, "title": seat.title},
        "brief": own.get("brief"),
        "goals": list(own.get("goals") or ()),
        "startex": format_utc(session.world.startex),
        "endex": format_utc(after(session.world.startex, session.world.end_s)),
        "cells": [{"id": name, "title": block.title} for name, block in model.actors.items()],
        "names": session.called(seat.view),
    }
