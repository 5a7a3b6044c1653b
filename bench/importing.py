"""Importing a year of sales beside a plain COPY of the same raw rows."""

from __future__ import annotations

import lzma
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.market import Market
from bench.results import Result, slower_is_worse

PROJECT = Path(__file__).parents[1]
CHUNK = 1 << 20


def run(market: Market, sales: Path) -> Iterator[Result]:
    """Import ``sales`` with the command a person would use."""
    reference = _plain_copy(market, sales)
    given = os.environ | {
        "FLASK_APP": "app",
        "DATABASE_URL": market.settings.database_url,
        "MIGRATION_DATABASE_URL": market.settings.migration_database_url,
        "REDIS_URL": market.settings.redis_url,
        "SECRET_KEY": market.settings.secret_key,
        "PINHUO_VAR": str(market.settings.var),
    }
    command = [str(Path(sys.executable).with_name("flask")), "import", "sales", str(sales)]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=PROJECT, env=given, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:] or done.stdout[-2000:])
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    note = f"{done.stdout.strip().splitlines()[-1]}; at most {megabytes:.0f} MB"
    yield slower_is_worse("import_year", took, reference, "s", note)


def _plain_copy(market: Market, sales: Path) -> float:
    opened = lzma.open if sales.suffix == ".xz" else Path.open
    began = time.perf_counter()
    with psycopg.connect(market.raw_url) as connection, opened(sales, "rb") as source:
        connection.execute(
            "CREATE TEMP TABLE raw (invoice text, code text, description text, quantity text, at text, price text,"
            " customer text, country text)"
        )
        with connection.cursor().copy("COPY raw FROM STDIN (FORMAT csv, HEADER)") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
    return time.perf_counter() - began
