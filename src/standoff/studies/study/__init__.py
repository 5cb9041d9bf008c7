"""Studies: many runs of a scenario over a design of its parameters, on one machine or many, resumable."""
