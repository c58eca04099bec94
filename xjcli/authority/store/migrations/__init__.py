"""Every version of the authority's tables that was released, as Alembic takes it from one to the next."""
