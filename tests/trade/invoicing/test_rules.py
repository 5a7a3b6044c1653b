"""An invoice less its credit notes is what is kept, whatever was cancelled in whatever steps; theme 10's one answer."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from trade.invoicing.rules import Amounts, Sold, reference_of, to_credit, to_invoice
from trade.kernel.money import Money, line_total, share_of, split
from trade.parties.rules import TaxClass


def gbp(minor: int) -> Money:
    return Money(minor, "GBP")


def sold(quantity: int, net: int, rate: str = "0.055") -> Sold:
    tax = share_of(gbp(net), Decimal(rate))
    agreed = Amounts(quantity, gbp(net), tax, gbp(net) + tax)
    return Sold(uuid4(), "C", "Kettle", "piece", Decimal(1), TaxClass.STANDARD, Decimal(rate), agreed, 0, gbp(0))


def cancel(line: Sold, quantity: int, shipped: int) -> Sold:
    """As ordering does it: what is open is refunded in proportion."""
    refund = split(line.agreed.gross - line.refunded, [shipped, quantity])[1]
    return Sold(
        line.order_line_id, line.sku_code, line.name, line.unit, line.unit_price, line.tax_class, line.tax_rate, line.agreed,
        line.cancelled + quantity, line.refunded + refund,
    )  # fmt: skip


def test_theme_10_ten_times_3_60_and_5_5_per_cent_is_37_98():
    net = line_total(Decimal("3.60"), 10, "GBP")
    line = sold(10, net.minor)

    ((_, said),) = to_invoice([line])

    assert (said.net, said.tax, said.gross) == (gbp(3600), gbp(198), gbp(3798))


@given(
    st.integers(1, 500),
    st.integers(0, 10**7),
    st.sampled_from(["0", "0.055", "0.13", "0.2"]),
    st.lists(st.integers(0, 500), max_size=4),
)
def test_an_invoice_less_its_credit_notes_is_what_is_kept(quantity, net, rate, cuts):
    line = sold(quantity, net, rate)
    if line.agreed.gross.minor == 0:
        return
    ((_, invoiced),) = to_invoice([line])
    standing = {line.order_line_id: invoiced}
    for cut in cuts:
        left = line.agreed.quantity - line.cancelled
        gone = cut % (left + 1)
        if gone:
            line = cancel(line, gone, left - gone)
        for _line, back in to_credit([line], standing):
            assert not back.is_less
            assert back.net + back.tax == back.gross
            standing[line.order_line_id] -= back
        assert standing[line.order_line_id].gross == line.kept.gross
    assert not standing[line.order_line_id].is_less


def test_what_was_not_invoiced_is_not_credited_and_nothing_twice():
    line = sold(10, 1000)
    assert to_credit([cancel(line, 10, 0)], {}) == []
    assert to_credit([line], {line.order_line_id: line.agreed}) == []
    assert to_invoice([cancel(line, 10, 0)]) == []


def test_papers_are_named_by_kind_and_number():
    assert (reference_of("invoice", 7), reference_of("credit_note", 123)) == ("INV-000007", "CN-000123")
