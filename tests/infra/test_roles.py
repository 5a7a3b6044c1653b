"""The database is as the application expects it: three roles, each with its limits."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters import embedded


@pytest.fixture(scope="module")
def urls(var: Path) -> Iterator[embedded.Urls]:
    with embedded.servers(var, fast=True) as found:
        yield found


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_the_application_is_bound_by_row_level_security(urls: embedded.Urls) -> None:
    with connect(urls.database) as app:
        found = app.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert found == ("pinhuo_app", False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE public.mine (id int)")


def test_the_owner_makes_tables_and_the_extensions_are_there(urls: embedded.Urls) -> None:
    with connect(urls.migration_database) as owner:
        owner.execute("CREATE TABLE public.mine (id int); DROP TABLE public.mine")
        found = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}
        assert {"pg_trgm", "unaccent", "btree_gin", "btree_gist"} <= found
        assert owner.execute("SELECT lower('ÀÉ'), upper('ß大')").fetchone() == ("àé", "ß大")


def test_the_run_is_durable_and_nobody_comes_in_over_the_network(urls: embedded.Urls) -> None:
    with connect(urls.superuser_database) as superuser:
        assert superuser.execute("SHOW listen_addresses").fetchone() == ("",)
        assert superuser.execute("SELECT boot_val FROM pg_settings WHERE name = 'fsync'").fetchone() == ("on",)


def test_a_password_is_asked_for(urls: embedded.Urls) -> None:
    address = urls.database.replace("+psycopg", "")
    password = address.split(":", 2)[2].split("@", 1)[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.replace(password, "guessed"))


def test_passwords_are_readable_by_the_owner_alone(urls: embedded.Urls, var: Path) -> None:
    assert urls.database
    for name in ("passwords.json", "state.json"):
        assert (var / "servers" / "postgres" / name).stat().st_mode & 0o777 == 0o600
