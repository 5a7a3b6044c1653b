"""What the web processes and the general worker hold together (PSS: shared pages counted once)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.browser import Browser
from bench.market import Market, buyers
from bench.results import Result, slower_is_worse
from bench.serving import PROJECT, serving

BUDGET_MEGABYTES = 250.0


def run(market: Market) -> Iterator[Result]:
    """Serve some pages, start a worker, add up."""
    buyer = buyers(market, [market.sku_ids[:20]])[0]
    with serving(market, "app:create_app()") as (port, web):
        browser = Browser(port, *market.cookies(buyer))
        for _ in range(50):
            browser.get("/retailer/products")
        worker = _worker(market)
        time.sleep(3)
        total = _pss(web) + _pss(worker.pid)
        worker.terminate()
        worker.wait(20)
    yield slower_is_worse("memory", total, BUDGET_MEGABYTES, "MB", "PSS of web and worker; the reference is the budget")


def _worker(market: Market) -> subprocess.Popen[bytes]:
    given = os.environ | {
        "DATABASE_URL": market.settings.database_url,
        "REDIS_URL": market.settings.redis_url,
        "SECRET_KEY": market.settings.secret_key,
        "PINHUO_VAR": str(market.settings.var),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "jobs.worker"],
        cwd=PROJECT,
        env=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _pss(pid: int) -> float:
    """Megabytes of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    line = next(row for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if row.startswith("Pss:"))
    return int(line.split()[1]) / 1024 + sum(_pss(int(child)) for child in children)
