"""Sessions, and what happened in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("pin", sa.String(8), unique=True, nullable=False),
        sa.Column("facilitator", sa.String(64), unique=True, nullable=False),
        sa.Column("projector", sa.String(64), unique=True, nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("delete_after", sa.String(10)),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("session", sa.String(32), sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("session", "key"),
    )


def downgrade() -> None:
    """Drop them, with all that is in them."""
    op.drop_table("events")
    op.drop_table("sessions")
