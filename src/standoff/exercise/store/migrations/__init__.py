"""How the tables of the store came to be, one revision after another, for Alembic."""
