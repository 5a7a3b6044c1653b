"""Every migration goes up and down again, and ends at what the models say."""

from __future__ import annotations

from alembic import command
from alembic.util import CommandError
from sqlalchemy import CheckConstraint

from tests.migrations.conftest import Scratch
from trade.tables import METADATA

EVERYTHING = """
SELECT 'table', table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns
 WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'policy', tablename || ' ' || policyname || ' ' || coalesce(qual, '') || coalesce(with_check, '')
  FROM pg_policies
UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', p.oid::regprocedure || md5(prosrc) FROM pg_proc p
  JOIN pg_language l ON l.oid = p.prolang WHERE pronamespace = 'public'::regnamespace AND l.lanname <> 'c'
UNION ALL SELECT 'grant', table_name || ' ' || grantee || ' ' || privilege_type
  FROM information_schema.role_table_grants WHERE table_schema = 'public'
 ORDER BY 1, 2
"""
OF_THE_DATABASE_ALONE = {"ex_ladders_one_at_a_time"}
"""Constraints that models cannot say."""


def test_up_down_and_up_again_ends_where_it_began(scratch: Scratch) -> None:
    bare = [row for row in scratch.rows(EVERYTHING) if row[0] != "function"]
    scratch.alembic(command.upgrade, "head")
    first = scratch.rows(EVERYTHING)
    assert len(first) > 400
    scratch.alembic(command.downgrade, "base")
    left = [row for row in scratch.rows(EVERYTHING) if "alembic_version" not in row[1] and row[0] != "function"]
    assert left == bare
    ours = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(pinhuo|ledger|stock|ladder|parties)_'"
    assert scratch.rows(ours) == []
    scratch.alembic(command.upgrade, "head")
    assert scratch.rows(EVERYTHING) == first


def test_each_migration_alone_can_be_taken_back(scratch: Scratch) -> None:
    scratch.alembic(command.upgrade, "+1")
    while True:
        before = scratch.rows(EVERYTHING)
        (version,) = scratch.rows("SELECT version_num FROM alembic_version")
        try:
            scratch.alembic(command.upgrade, "+1")
        except CommandError:
            break
        if scratch.rows("SELECT version_num FROM alembic_version") == [version]:
            break
        scratch.alembic(command.downgrade, "-1")
        assert scratch.rows(EVERYTHING) == before
        scratch.alembic(command.upgrade, "+1")


def test_the_models_say_what_the_migrations_made(migrated_scratch: Scratch) -> None:
    migrated_scratch.alembic(command.check)


def test_every_check_of_the_models_is_in_the_database_and_the_other_way_round(migrated_scratch: Scratch) -> None:
    found = {
        (table, name)
        for table, name in migrated_scratch.rows(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'x')"
            " AND connamespace = 'public'::regnamespace AND conrelid <> 0"
        )
    }
    said = {
        (table.name, str(constraint.name))
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert {pair for pair in found if pair[1] not in OF_THE_DATABASE_ALONE} == said
    assert {name for _, name in found} >= OF_THE_DATABASE_ALONE


def test_a_migration_run_twice_changes_nothing(migrated_scratch: Scratch) -> None:
    before = migrated_scratch.rows(EVERYTHING)
    migrated_scratch.alembic(command.upgrade, "head")
    assert migrated_scratch.rows(EVERYTHING) == before
