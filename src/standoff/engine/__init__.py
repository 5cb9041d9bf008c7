"""The engine: a queue of items, a pure step, and the record of what happened and why."""
