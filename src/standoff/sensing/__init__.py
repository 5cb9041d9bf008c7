"""Room sensing."""
