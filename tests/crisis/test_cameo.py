"""CAMEO codes and weights against the published table."""

import pytest

from standoff.base.errors import InputError
from standoff.crisis.cameo import Cameo, Code, parent, root
from standoff.scenario.cameo import cameo


# CAMEO codebook 1.1b3 and its conversion of Goldstein's scale.
@pytest.mark.parametrize(
    ("code", "name", "weight"),
    [
        ("010", "Make statement, not specified below", 0.0),
        ("036", "Express intent to meet or negotiate", 4.0),
        ("057", "Sign formal agreement", 8.0),
        ("111", "Criticize or denounce", -2.0),
        ("138", "Threaten to use military force, not specified below", -7.0),
        ("163", "Impose embargo, boycott, or sanctions", -8.0),
        ("190", "Use conventional military force, not specified below", -10.0),
    ],
)
def test_published_codes(code: str, name: str, weight: float) -> None:
    assert cameo().name(code) == name
    assert cameo().weight(code) == weight


def test_all_roots_are_there_and_every_code_stands_below_one() -> None:
    codes = cameo().codes
    assert {code for code in codes if parent(code) is None} == {f"{number:02}" for number in range(1, 21)}
    assert all(parent(code) in codes for code in codes if parent(code) is not None)
    assert all(-10.0 <= cameo().weight(code) <= 10.0 for code in codes)


def test_a_code_without_a_weight_has_its_base_s_else_its_root_s() -> None:
    assert cameo().entry("1951").weight is None
    assert cameo().weight("1951") == cameo().weight("195") == -10.0
    assert cameo().weight("155") == cameo().weight("15") == -7.2
    assert root("1384") == "13"


@pytest.mark.parametrize(
    ("code", "advice"), [("139x", "139"), ("1388", "138"), ("999", "such as 138"), ("", "such as 138")]
)
def test_an_unknown_code_is_refused_with_the_nearest(code: str, advice: str) -> None:
    with pytest.raises(InputError, match="is not a CAMEO code") as refused:
        cameo().weight(code)
    assert advice in str(refused.value)


def test_a_scheme_without_weights_says_so() -> None:
    scheme = Cameo({"13": Code("13", "Threaten", None), "138": Code("138", "Threaten force", None)})
    with pytest.raises(InputError, match="without a weight"):
        scheme.weight("138")
