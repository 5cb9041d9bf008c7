import math
from dataclasses import replace

import pytest

from flight.public_vehicles import SCUD_B, THREE_STAGE
from standoff.base.errors import InputError
from standoff.flight.vehicle import Ascent, Stage


def test_masses_and_times() -> None:
    assert SCUD_B.launch_mass_kg == 987.0 + 4873.0
    assert THREE_STAGE.full_burn_s == 65.0 + 65.0 + 3.0 + 60.0


def test_thrust_is_flow_times_exhaust_speed() -> None:
    stage = Stage(1000.0, 100.0, 10.0, 250.0, 0.1)
    assert stage.vacuum_thrust_n == pytest.approx(100.0 * 9.80665 * 250.0)


def test_ascent_takes_rise_and_pitch_over_of_the_vehicle() -> None:
    ascent = replace(SCUD_B, vertical_rise_s=3.0, pitch_over_s=7.0).ascent(90.0, 10.0)
    assert (ascent.vertical_rise_s, ascent.pitch_over_s, ascent.cutoff_s) == (3.0, 7.0, math.inf)


def test_impossible_values_are_refused() -> None:
    with pytest.raises(InputError, match="burn_s"):
        Stage(1000.0, 100.0, 0.0, 250.0, 0.1)
    with pytest.raises(InputError, match="kick_deg"):
        Ascent(90.0, 91.0)
    with pytest.raises(InputError, match="1 to 4 stages"):
        replace(SCUD_B, stages=())
