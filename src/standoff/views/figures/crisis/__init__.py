"""Figures of a crisis: who did what when, tone, ladder, sanctions, agreements, commitments."""
