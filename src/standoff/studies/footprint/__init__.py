"""Footprints: the ground that a battery defends against a missile, as areas with bands over what is not known."""
