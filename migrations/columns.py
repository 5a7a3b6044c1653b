"""Columns and constraints as migrations write them, named as the models name theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def key(
    name: str, refers: str | None = None, *, nullable: bool = False, comment: str | None = None
) -> sa.Column[object]:
    """An id; with a foreign key to ``refers`` (``table.column``) under the database's own name."""
    foreign = [sa.ForeignKey(refers)] if refers else []
    return sa.Column(name, sa.UUID(), *foreign, nullable=nullable, comment=comment)


def instant(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[object]:
    """A moment, with its time zone."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def day(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[object]:
    """A date of somebody's calendar."""
    return sa.Column(name, sa.Date(), nullable=nullable, comment=comment)


def minor(name: str, comment: str | None = None) -> sa.Column[object]:
    """An amount in a currency's smallest unit."""
    return sa.Column(name, sa.BigInteger(), nullable=False, comment=comment)


def number(name: str, comment: str | None = None) -> sa.Column[object]:
    """A count."""
    return sa.Column(name, sa.Integer(), nullable=False, comment=comment)


def rate(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[object]:
    """A share of one, in millionths."""
    return sa.Column(name, sa.Numeric(7, 6), nullable=nullable, comment=comment)


def word(name: str, length: int, comment: str | None = None) -> sa.Column[object]:
    """A text of at most so many characters."""
    return sa.Column(name, sa.String(length), nullable=False, comment=comment)


def prose(name: str, comment: str | None = None) -> sa.Column[object]:
    """A text of any length."""
    return sa.Column(name, sa.Text(), nullable=False, comment=comment)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """A condition that every row keeps."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A foreign key from a table's column to ``to`` (``table.column``), under the models' name."""
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
