"""Coding: proposes events of a news text (who does what to whom, when) for an author to accept or correct.

A deterministic coder of patterns and dictionaries in the tradition of TABARI and PETRARCH; its dictionaries are data
(`data/coding/`). The text goes one way: page -> body without clutter -> sentences -> actors, actions, dates, speakers
-> events. `coder.code` is the door.
"""
