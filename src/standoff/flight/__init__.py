"""Room flight."""
