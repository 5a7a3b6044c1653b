"""``flask db``, and what a server leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from blueprints.health.parts import newest_migration
from settings import Settings
from tests.conftest import PROJECT

SERVE = (
    "import app, sys; app.create_app();"
    " sys.exit(bool({'alembic', 'flask_migrate', 'mako', 'segno', 'valkey'} & set(sys.modules)))"
)


@pytest.mark.parametrize("command", ["heads", "current"])
def test_the_tables_have_the_newest_migration(migrated, command):
    program = [Path(sys.executable).with_name("flask"), "db", command]

    said = subprocess.run(program, cwd=PROJECT, env=surroundings(migrated), check=True, capture_output=True, text=True)

    assert said.stdout.strip() == f"{newest_migration()} (head)"


def test_a_server_does_not_load_what_it_does_not_need(migrated):
    assert (
        subprocess.run([sys.executable, "-c", SERVE], cwd=PROJECT, env=surroundings(migrated), check=False).returncode
        == 0
    )


def surroundings(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": settings.database_url,
        "MIGRATION_DATABASE_URL": settings.migration_database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "PINHUO_VAR": str(settings.var),
    }
