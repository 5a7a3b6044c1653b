"""`flask forecast evaluate` on a small file, plain and compressed; and who may load the libraries behind it."""

import lzma
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.trade.history.sales import sale_row, write_file

PROJECT = Path(__file__).parents[2]
LAST_LINE = (
    r"series=12 mase=\d+\.\d{3} naive_mase=\d+\.\d{3} wape=0\.\d{3} naive_wape=\d+\.\d{3} coverage80=[01]\.\d{3}"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    rng = np.random.default_rng(5)
    rows = []
    for day in range(220):
        at = date(2010, 1, 4) + timedelta(days=day)
        for sku in range(12):
            quantity = rng.poisson(2 + sku)
            if quantity and at.weekday() != 5:
                rows.append(
                    sale_row(
                        invoice=str(day * 100 + sku),
                        code=str(22000 + sku),
                        quantity=str(quantity),
                        at=f"{at} 10:00:00",
                        customer=str(12340 + int(rng.integers(0, 40))),
                    )
                )
    return write_file(tmp_path_factory.mktemp("sales") / "sales.csv", rows)


def evaluate(app, *arguments: object):
    return app.test_cli_runner().invoke(args=["forecast", "evaluate", *map(str, arguments), "--processes", "1"])


def test_the_last_line_is_for_scripts_and_the_baselines_are_shown(app, file):
    result = evaluate(app, file, "--holdout", 30)

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert re.fullmatch(LAST_LINE, lines[-1]), lines[-1]
    assert lines[-2] == "forecasting nothing at all would be better: nowhere"
    for model in (
        "median",
        "naive",
        "mean90",
        "zero",
        "ets",
        "theta",
        "ces",
        "croston",
        "tsb",
        "damped_imapa",
        "chosen",
    ):
        assert any(re.match(rf"SKU +30 days +{model} ", line) for line in lines), model
    assert [line for line in lines if re.match(r"SKU × region +30 days +chosen", line)]


def test_a_compressed_file_gives_the_same(app, file, tmp_path):
    packed = tmp_path / "sales.csv.xz"
    packed.write_bytes(lzma.compress(file.read_bytes()))

    assert evaluate(app, packed).output == evaluate(app, file).output


def test_what_is_no_sales_file_is_refused_in_a_sentence(app, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    result = evaluate(app, other)
    assert result.exit_code == 1
    assert "must begin with the line" in result.output


def test_a_file_too_short_is_refused(app, tmp_path):
    result = evaluate(app, write_file(tmp_path / "short.csv", [sale_row()]))
    assert result.exit_code == 1
    assert "too few days" in result.output


@pytest.mark.parametrize("module", ["app, commands.forecast", "jobs.worker, jobs.schedule"])
def test_only_the_forecasting_worker_loads_the_libraries(module):
    code = f"import {module}, sys; sys.exit(bool({{'statsforecast', 'pandas', 'scipy'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
