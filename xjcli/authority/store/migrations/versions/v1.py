"""Version 1: the first tables that were released; there is nothing older to come from."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Where every database of ours begins."""
