"""What Alembic runs: the migrations, within the transaction of the connection that it was handed."""

from __future__ import annotations

from alembic import context

from standoff.exercise.store.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
