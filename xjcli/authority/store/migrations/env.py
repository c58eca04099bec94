"""Where Alembic is told which connection to work on: the one whose transaction `store.upgrading` has opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
