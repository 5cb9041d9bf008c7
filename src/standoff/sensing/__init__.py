"""Who sees a threat, when and how well: radar, infrared satellite, visibility and track quality.

Knows no flight model and no battery: it takes plain arrays of a path (ECEF meters, seconds, phase codes).
"""
