"""The globe: a page that plays a run's scene in CesiumJS, and the small local server behind it. No network is used."""
