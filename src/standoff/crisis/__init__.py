"""The crisis: moves, tone and escalation, sanctions, agreements, commitments, drills, and the policies that play."""
