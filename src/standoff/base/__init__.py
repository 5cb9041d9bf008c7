"""Constants, geodesy, time, quantities with provenance, errors, files and random streams.

Everything above may use this room; it uses nothing of Standoff itself.
"""
