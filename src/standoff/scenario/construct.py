"""Library items as the domain's own objects, at a level or a design point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from standoff.base.constants import G0_M_S2
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.interceptor import Interceptor
from standoff.engagement.kill import KillChain
from standoff.engagement.scaling import with_burnout_speed
from standoff.flight.atmosphere import SEA_LEVEL_PA
from standoff.flight.dispersion import Errors
from standoff.flight.drag import NAMED
from standoff.flight.vehicle import Stage, Vehicle
from standoff.scenario import schema
from standoff.scenario.schema.library import Stage as StageBlock
from standoff.scenario.values import Values
from standoff.sensing.infrared import SCAN_S, Infrared
from standoff.sensing.radar import Radar


@dataclass(frozen=True)
class Missile:
    """A missile type of the scenario: what flies, how radar sees it, how it scatters."""

    name: str
    vehicle: Vehicle
    boosting_rcs_m2: float
    warhead_rcs_m2: float
    dispersion: Errors | None
    reliability: float


def build_missile(item: schema.Missile, values: Values) -> Missile:
    """A missile type; `values` stands at the item."""
    rcs = values.under("radar_cross_section")
    return Missile(
        name=item.name,
        vehicle=build_vehicle(item, values),
        boosting_rcs_m2=rcs.si(item.radar_cross_section.boosting, "boosting"),
        warhead_rcs_m2=rcs.si(item.radar_cross_section.warhead, "warhead"),
        dispersion=_errors(item, values.under("dispersion")),
        reliability=values.si_or(item.reliability, "reliability", 1.0),
    )


def build_vehicle(item: schema.LibraryItem, values: Values | None = None) -> Vehicle:
    """What flies, as the item describes it (an interceptor before it is scaled to its burnout speed).

    Raises `InputError` for an item that does not fly.
    """
    if not isinstance(item, (schema.Missile, schema.Interceptor)):
        raise InputError(f"is of kind {item.kind}, which does not fly", value=item.name, allowed="a missile")
    values = values or Values()
    ascent = values.under("ascent")
    return Vehicle(
        name=item.name,
        stages=tuple(_stage(block, values.under("stages", index)) for index, block in enumerate(item.stages)),
        payload_kg=values.si(item.payload, "payload"),
        diameter_m=values.si(item.diameter, "diameter"),
        boost_drag=NAMED[item.drag],
        reentry_beta_kg_m2=values.under("reentry").si(item.reentry.beta, "beta"),
        reentry_drag=NAMED[item.reentry.drag],
        separates=item.reentry.separates,
        vertical_rise_s=ascent.si(item.ascent.vertical_rise, "vertical_rise"),
        pitch_over_s=ascent.si(item.ascent.pitch_over, "pitch_over"),
    )


def build_interceptor(item: schema.Interceptor, values: Values) -> Interceptor:
    """An interceptor type, its notional vehicle scaled to the published burnout speed."""
    speed_m_s = values.si(item.burnout_speed, "burnout_speed")
    return Interceptor(
        name=item.name,
        family=item.family or item.name,
        vehicle=with_burnout_speed(build_vehicle(item, values), speed_m_s),
        burnout_speed_m_s=speed_m_s,
        minimum_altitude_m=values.si(item.minimum_altitude, "minimum_altitude"),
        maximum_altitude_m=values.si(item.maximum_altitude, "maximum_altitude"),
        maximum_range_m=values.si(item.maximum_range, "maximum_range"),
        divert_m=values.si(item.divert, "divert"),
        chain=KillChain(
            reliability=values.si(item.reliability, "reliability"),
            discrimination=values.si_or(item.discrimination, "discrimination", 1.0),
            kill=values.si(item.kill_probability, "kill_probability"),
            common_mode_failure=values.si(item.common_mode, "common_mode"),
        ),
    )


def build_radar(item: schema.Radar, values: Values, name: str, place: Place, boresight_deg: float) -> Radar:
    """A radar of this type at a place."""
    return Radar(
        name=name,
        place=place,
        reference_range_m=values.si(item.reference_range, "reference_range"),
        reference_rcs_m2=values.si(item.reference_rcs, "reference_rcs"),
        boresight_deg=boresight_deg,
        azimuth_halfwidth_deg=_degrees(values.si(item.azimuth_halfwidth, "azimuth_halfwidth")),
        elevation_min_deg=_degrees(values.si(item.elevation_min, "elevation_min")),
        elevation_max_deg=_degrees(values.si(item.elevation_max, "elevation_max")),
        search_delay_s=values.si(item.search_delay, "search_delay"),
        range_sigma_m=values.si(item.range_sigma, "range_sigma"),
        angle_sigma_rad=values.si(item.angle_sigma, "angle_sigma"),
        update_s=values.si(item.update, "update"),
    )


def build_infrared(item: schema.Infrared, values: Values, name: str) -> Infrared:
    """Infrared satellites of this type."""
    return Infrared(
        name=name,
        cloud_height_m=values.si(item.cloud_height, "cloud_height"),
        delay_s=values.si(item.delay, "delay"),
        position_sigma_m=values.si(item.position_sigma, "position_sigma"),
        azimuth_sigma_rad=values.si(item.azimuth_sigma, "azimuth_sigma"),
        sight_s=values.si_or(item.sight, "sight", SCAN_S),
    )


def _stage(block: StageBlock, values: Values) -> Stage:
    propellant_kg, burn_s = values.si(block.propellant, "propellant"), values.si(block.burn, "burn")
    exit_area_m2 = values.si(block.nozzle_exit_area, "nozzle_exit_area")
    if block.isp_vacuum is not None:
        isp_vacuum_s = values.si(block.isp_vacuum, "isp_vacuum")
    else:
        assert block.isp_sea_level is not None
        # Thrust at sea level is the vacuum thrust less outside pressure times exit area.
        weight_flow_n = propellant_kg / burn_s * G0_M_S2
        isp_vacuum_s = values.si(block.isp_sea_level, "isp_sea_level") + SEA_LEVEL_PA * exit_area_m2 / weight_flow_n
    return Stage(
        propellant_kg=propellant_kg,
        dry_kg=values.si(block.dry, "dry"),
        burn_s=burn_s,
        isp_vacuum_s=isp_vacuum_s,
        nozzle_exit_area_m2=exit_area_m2,
        coast_s=values.si_or(block.coast, "coast", 0.0),
        diameter_m=None if block.diameter is None else values.si(block.diameter, "diameter"),
    )


def _errors(item: schema.Missile, values: Values) -> Errors | None:
    if item.dispersion is None:
        return None
    return Errors(
        cutoff_s=values.si_or(item.dispersion.cutoff, "cutoff", 0.0),
        kick_rad=values.si_or(item.dispersion.kick, "kick", 0.0),
        azimuth_rad=values.si_or(item.dispersion.azimuth, "azimuth", 0.0),
        beta_share=values.si_or(item.dispersion.beta, "beta", 0.0),
    )


def _degrees(angle_rad: float) -> float:
    # A file's 180 degrees must not come back as 180.00000000000003.
    return round(math.degrees(angle_rad), 9)
