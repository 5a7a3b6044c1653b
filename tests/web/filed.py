"""The bytes of files that a test has only told of."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.files.models import File
from web.filing import file_store


def lay_in(app: Flask, session: Session) -> None:
    """Put something into the store for each file, so that the links to it lead somewhere."""
    with app.app_context():
        for name in session.scalars(select(File.name)):
            file_store().keep(name, b"%PDF-1.7")
