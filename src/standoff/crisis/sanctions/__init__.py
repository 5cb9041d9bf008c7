"""Sanctions: what measures say, which are in force, who carries them out, and what they cost the target."""
