"""The roles, the database and the extensions that the application expects of a PostgreSQL server."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from adapters.embedded.places import Places
from adapters.embedded.state import Passwords

if TYPE_CHECKING:
    from psycopg import Connection

DATABASE = "pinhuo"
OWNER = "pinhuo_owner"
APP = "pinhuo_app"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist")


def urls(sockets: Path, passwords: Passwords) -> dict[str, str]:
    """Build the addresses: the same at every start, so that a restarted server is found again."""

    def database(role: str, password: str, name: str) -> str:
        return f"postgresql+psycopg://{role}:{quote(password)}@/{name}?host={quote(str(sockets), safe='')}"

    return {
        "database": database(APP, passwords.app, DATABASE),
        "migration_database": database(OWNER, passwords.owner, DATABASE),
        "superuser_database": database("postgres", passwords.superuser, "postgres"),
    }


def prepare(places: Places, passwords: Passwords) -> None:
    """Make what is missing; a marker remembers that nothing is."""
    done = places.files / "pinhuo-prepared"
    if done.exists():
        return
    import psycopg  # noqa: PLC0415 - a tenth of a second that only the first start needs

    address = f"host='{places.sockets}' user=postgres password={passwords.superuser}"
    with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as connection:
        for role, password in ((OWNER, passwords.owner), (APP, passwords.app)):
            _make_role(connection, role, password)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP}")
    with psycopg.connect(f"{address} dbname={DATABASE}", autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        connection.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
    done.touch()


def _make_role(connection: "Connection", role: str, password: str) -> None:
    """Create a login that is bound by row-level security; an existing one gets our password again."""
    from psycopg import sql  # noqa: PLC0415

    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    verb = "ALTER" if found else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
