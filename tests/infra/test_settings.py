"""Settings are read, refused with a sentence, and all documented."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from settings import VARIABLES, Settings, SettingsError
from tests.infra.watching import PROJECT

LONG = "s" * 40
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFKNk4OqPgwvmYp0WyWpYHHRtbVdnTNEt3U5KPy2ZC6P"


def read(tmp_path: Path, **environ: str) -> Settings:
    return Settings.from_environment({"PINHUO_VAR": str(tmp_path), **environ})


def test_every_setting_is_in_the_operations_page() -> None:
    page = (PROJECT / "docs" / "operations.md").read_text()
    assert [name for name in VARIABLES.values() if f"`{name}`" not in page] == []
    assert set(VARIABLES) == {field.name for field in fields(Settings)}


def test_development_makes_a_secret_and_keeps_it(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) > 40
    assert read(tmp_path).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("secret", ["", "short"])
def test_production_refuses_to_start_without_a_real_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read(tmp_path, PINHUO_ENV="production", SECRET_KEY=secret)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "8,000"),
        ("PORT", "８０００"),
        ("WEB_THREADS", "-1"),
        ("PINHUO_DEMO", "perhaps"),
        ("PINHUO_ENV", "staging"),
        ("DATABASE_URL", "sqlite:///market.db"),
        ("MIGRATION_DATABASE_URL", "mysql://root@localhost"),
        ("PUBLIC_URL", "pinhuo.example"),
        ("BANK_SFTP", "ftp://bank.example"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        read(tmp_path, SECRET_KEY=LONG, **{variable: value})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_a_postgresql_address_will_do(tmp_path: Path, scheme: str) -> None:
    settings = read(tmp_path, SECRET_KEY=LONG, DATABASE_URL=f"{scheme}://app:p%40ss@db/pinhuo?sslmode=require")
    assert settings.database_url == "postgresql+psycopg://app:p%40ss@db/pinhuo?sslmode=require"


def test_given_addresses_start_nothing(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY=LONG, DATABASE_URL="postgresql://app@db/pinhuo", REDIS_URL="redis://queue")
    assert settings.resolve() is settings
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SettingsError, match="MIGRATION_DATABASE_URL"):
        settings.owner_url()


def test_a_banks_server_needs_its_key_and_is_otherwise_none(tmp_path: Path) -> None:
    assert read(tmp_path).sftp is None
    with pytest.raises(SettingsError, match="BANK_SFTP_HOST_KEY is not set"):
        read(tmp_path, BANK_SFTP="sftp://us:word@bank.example")


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY=LONG, DATABASE_URL="postgresql://app:hidden@db/pinhuo")
    told = replace(settings, bank_sftp="sftp://us:hidden@bank.example", bank_sftp_host_key=(HOST_KEY,))
    assert "hidden" not in repr(told) + repr(told.sftp)
    assert LONG not in repr(settings)
    assert "hidden" not in repr(settings)


def test_the_limiter_has_its_own_spelling_of_a_socket(tmp_path: Path) -> None:
    assert read(tmp_path, REDIS_URL="unix:///run/v.sock?db=0").limiter_url == "redis+unix:///run/v.sock?db=0"
    assert read(tmp_path, REDIS_URL="redis://queue:6379/0").limiter_url == "redis://queue:6379/0"
