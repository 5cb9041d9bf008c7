"""Orders, requests and drafts, which an exercise names by ids, as words; an id that says nothing stands as it is."""

from __future__ import annotations

import re
from typing import Final

from standoff.views.crisis.about import about
from standoff.views.names import Names
from standoff.views.wording import ordinal, quoted

# As a session names what people hand in: `usa-denounce-p2`, `usa-request-1`.
_ORDER: Final = re.compile(r"(.+)-p(\d+)\Z")
_REQUEST: Final = re.compile(r"request-(\d+)\Z")


def order_of(names: Names, order: str, actor: str | None = None) -> str:
    """An order: `the second order “Denounce” of the United States`."""
    code, rest = _cell(names, order)
    found = _ORDER.match(rest)
    move = (names.crisis.get("moves") or {}).get(found[1]) if found else None
    if not found or not isinstance(move, dict) or not move.get("title"):
        return f"the order {order} of {names.actor(actor)}" if actor else f"the order {order}"
    which = f"{ordinal(int(found[2]))} " if int(found[2]) > 1 else ""
    return f"the {which}order {quoted(str(move['title']))} of {names.actor(code)}"


def request_of(names: Names, request: str) -> str:
    """A request: `the first request of the United States`."""
    code, rest = _cell(names, request)
    found = _REQUEST.match(rest)
    return f"the {ordinal(int(found[1]))} request of {names.actor(code)}" if found else f"the request {request}"


def case_of(names: Names, on: str) -> str:
    """What a ruling is on: an order, a request, a launch, an intercept."""
    kind, _, name = on.partition("/")
    match kind:
        case "order":
            return order_of(names, name)
        case "request":
            return request_of(names, name)
        case "launch":
            return f"the launch of {name}"
        case "intercept":
            return f"the intercept by {name}"
    return on


def draft_of(names: Names, draft: str) -> str:
    """A draft of the Council, its title beside its id."""
    title = about(names.crisis, {"draft": draft}).what
    return f"the draft {draft}" if title in ("", draft) else f"the draft {draft} ({title})"


def _cell(names: Names, name: str) -> tuple[str, str]:
    """The actor whose code an id begins with, and the rest; an empty rest if it begins with none."""
    for code in names.actors:
        if name.startswith(f"{code.lower()}-"):
            return code, name[len(code) + 1 :]
    return "", ""
