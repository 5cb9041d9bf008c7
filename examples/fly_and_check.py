"""Fly a missile as one of its test flights was reported, and check what was claimed of others.

    python examples/fly_and_check.py

Reported for the Hwasong-12 of 15 September 2017: 3700 km with an apogee of 770 km in 19 minutes (CSIS Missile Threat).
"""

import standoff


def main() -> None:
    """Print one flight and three verdicts."""
    flight = standoff.fly("hwasong-12", start="Sunan", range_km=3700, apogee_km=770, azimuth_deg=72)
    print(f"Hwasong-12, 3700 km and 770 km: {flight.flight_time_s:.0f} s computed, 1140 s reported")
    print(f"  burnout after {flight.burnout_time_s:.0f} s at {flight.burnout_speed_km_s:.2f} km/s")

    claims = [
        ("Hwasong-17, March 2022, by KCNA", standoff.check(range_km=1090, apogee_km=6248.5, time_s=4052)),
        ("Hwasong-17, March 2022, by Japan", standoff.check(range_km=1090, apogee_km=6248.5, time_s=71 * 60)),
        ("Guam about 3200 km away", standoff.check(start="Pyongyang", end="Guam", distance_km=3200)),
    ]
    for name, verdict in claims:
        print(f"{name}: {verdict['verdict']}\n  {verdict['reason']}")


if __name__ == "__main__":
    main()
