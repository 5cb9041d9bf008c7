"""Figures of a run or a flight as SVG text. matplotlib is imported only when something is drawn."""
