"""Names by which a server keeps what belongs to an exercise and is not on its record."""

from __future__ import annotations

from typing import Final

AHEAD: Final = "ahead"
"""What might have come, as it was last looked at."""
LATER_NOTES: Final = "review-notes"
"""Observations and lessons that were written after ENDEX."""
OPEN: Final = "review-open"
"""Whether players may see the review."""
