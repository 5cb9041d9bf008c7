"""The exercise: a crisis played by people, live, with a white cell, a replay and a review."""
