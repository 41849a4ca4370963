"""Runs the migrations on the connection it is given, inside that connection's transaction."""

from alembic import context

from archive.models import Model

context.configure(connection=context.config.attributes["connection"], target_metadata=Model.metadata)
context.run_migrations()
