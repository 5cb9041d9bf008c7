"""The first tables: exercises, their inputs and events, seats, sessions, drafts, and what is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _exercises()
    _inputs_and_events()
    _seats()
    _rest()


def _exercises() -> None:
    op.create_table(
        "exercises",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("library", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("run", sa.BigInteger, nullable=False),
        sa.Column("startex", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("parent_event", sa.BigInteger),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("marked_s", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exercises"),
        sa.ForeignKeyConstraint(["parent"], ["exercises.id"], name="fk_exercises_parent"),
    )


def _inputs_and_events() -> None:
    op.create_table(
        "inputs",
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("tab", sa.Text),
        sa.Column("message", sa.BigInteger),
        sa.PrimaryKeyConstraint("exercise", "number", name="pk_inputs"),
        sa.ForeignKeyConstraint(["exercise"], ["exercises.id"], name="fk_inputs_exercise"),
        sa.UniqueConstraint("exercise", "by", "tab", "message", name="uq_inputs_exercise_by_tab_message"),
    )
    op.create_table(
        "events",
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("id", sa.BigInteger, nullable=False),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("exercise", "id", name="pk_events"),
        sa.ForeignKeyConstraint(["exercise"], ["exercises.id"], name="fk_events_exercise"),
    )


def _seats() -> None:
    op.create_table(
        "seats",
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("cell", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("passphrase_hash", sa.Text),
        sa.Column("expires_at", sa.Text),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("exercise", "id", name="pk_seats"),
        sa.ForeignKeyConstraint(["exercise"], ["exercises.id"], name="fk_seats_exercise"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("seat", sa.Text, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["exercise", "seat"], ["seats.exercise", "seats.id"], name="fk_sessions_exercise_seat"),
    )


def _rest() -> None:
    op.create_table(
        "drafts",
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("seat", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("exercise", "seat", "name", name="pk_drafts"),
        sa.ForeignKeyConstraint(["exercise", "seat"], ["seats.exercise", "seats.id"], name="fk_drafts_exercise_seat"),
    )
    op.create_table(
        "kept",
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("exercise", "name", name="pk_kept"),
        sa.ForeignKeyConstraint(["exercise"], ["exercises.id"], name="fk_kept_exercise"),
    )
    op.create_table(
        "server",
        sa.Column("token", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_server"),
    )
