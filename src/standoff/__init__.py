"""Standoff: an open, unclassified simulation of an alliance crisis with a ballistic-missile threat."""
