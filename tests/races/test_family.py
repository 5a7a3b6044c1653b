"""Specifications that reach a step together, put into one cart at once by two taps."""

from __future__ import annotations

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.trade.deals import family
from tests.trade.market import Market
from trade.ordering.actions import set_cart_line
from trade.pricing.rules import Counting

pytestmark = pytest.mark.race


def test_two_taps_at_once_reach_the_step_together_theme_2(market: Market, crowd: Crowd) -> None:
    for _ in range(8):
        skus = family(market, Counting.PRODUCT)
        answers = crowd([deed(market.by(market.retailer), set_cart_line, sku_id, quantity=18) for sku_id in skus])
        assert kinds(answers) == {"CartChange": 2}
        kept = "SELECT sum(amount_minor) FROM cart_lines WHERE sku_id = ANY(:skus)"
        assert market.rows(kept, skus=list(skus)) == [(36 * 255,)]
