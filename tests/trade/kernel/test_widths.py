"""Full-width characters are the same characters; others keep their meaning."""

from __future__ import annotations

import pytest

from trade.kernel.cells import CountFault, read_count
from trade.kernel.widths import narrow


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("１２", "12"),
        ("１，２００．５", "1,200.5"),
        ("－３", "-3"),
        ("\u3000６\u00a0", " 6 "),
        ("10²", "10²"),
        ("½", "½"),
        ("①", "①"),
    ],
)
def test_only_the_width_is_folded(typed: str, plain: str) -> None:
    assert narrow(typed) == plain


@pytest.mark.parametrize("cell", ["10²", "½", "①"])
def test_a_cell_with_a_raised_digit_is_no_count(cell: str) -> None:
    assert isinstance(read_count(cell), CountFault)
