"""How the tables came to be: one change a file, both directions, and the SQL they are made of."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

SQL = Path(__file__).parent / "sql"


def run_sql(connection: Connection, name: str, **words: str) -> None:
    """Run ``sql/<name>.sql`` as it stands; ``:word`` in it becomes the quoted text given."""
    script = (SQL / f"{name}.sql").read_text()
    for word, text in words.items():
        script = script.replace(f":{word}", "'" + text.replace("'", "''") + "'")
    # Past SQLAlchemy's own reading of the text, which would take % and : for placeholders.
    with connection.connection.cursor() as cursor:
        cursor.execute(script)
