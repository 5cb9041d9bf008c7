"""What a move is about, by the names of its parameters."""

from __future__ import annotations

from typing import Any

import pytest

from standoff.views.crisis.about import about

BLOCK: dict[str, Any] = {
    "agreements": {"pact": {"title": "A pact", "clauses": {"one": {"action": "stop tests"}}}},
    "drills": {"shield": {"title": "Shield 2017"}},
}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"clause": "pact/one"}, ("stop tests", "A pact")),
        ({"agreement": "pact"}, ("A pact", "")),
        ({"drill": "shield"}, ("Shield 2017", "")),
        ({"drill": "unheard-of"}, ("unheard-of", "")),
        ({"clause": "other/two"}, ("two", "other")),
        ({"degree": 0.9}, ("", "")),
    ],
)
def test_a_move_is_about_what_its_parameters_name(parameters: dict[str, Any], said: tuple[str, str]) -> None:
    assert about(BLOCK, parameters) == said
