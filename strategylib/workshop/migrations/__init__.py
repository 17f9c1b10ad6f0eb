"""How did the tables come to be? Alembic's scripts, run when a store is opened."""
