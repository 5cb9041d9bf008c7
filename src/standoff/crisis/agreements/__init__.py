"""Agreements as packages of clauses: who owes what to whom, in which order, who checks, and what a breach does."""
