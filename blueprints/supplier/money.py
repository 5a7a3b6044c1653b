"""Where my money is: each order line from the order to the bank, with every deduction, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import cursor
from blueprints.supplier.blueprint import blueprint
from settings import Settings
from trade.kernel.actor import Permission
from trade.kernel.paging import Page
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.payouts.queries import PayoutRow, payouts_after
from trade.payouts.rules import PayoutState
from trade.settlement.queries import MoneyLine, Stage, money_lines, money_sums, owed_by_seller, recoveries
from web.access import actor, requires, session
from web.filters import day, money, percent
from web.sheets import Cell, all_rows, csv_answer, workbook_answer
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

STAGES: Final[dict[Stage, tuple[LazyString, str]]] = {
    Stage.ORDERED: (_l("Not delivered yet"), "waiting"),
    Stage.CLAIMABLE: (_l("Delivered, open to claims"), "waiting"),
    Stage.DUE: (_l("Comes onto a statement"), "active"),
    Stage.STATED: (_l("On a statement"), "done"),
}
PAID: Final = (PayoutState.PREPARED, PayoutState.SENT, PayoutState.BOOKED)
ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Where:
    """A line's money: how far it is, in a word and a sentence."""

    line: MoneyLine
    word: str
    tone: str
    sentence: str


@blueprint.get("/money")
@requires(Permission.SEE_EARNINGS)
def money_list() -> ResponseReturnValue:
    """Show what stands at each stage, and line by line where the money is and what was taken off."""
    stage = _stage()
    page = _page(stage, cursor())
    view: dict[str, Any] = {"stage": stage, "cursor": page.next_cursor}
    return render_template(
        "supplier/money.html",
        rows=_placed(page.rows),
        sums=money_sums(session(), actor()),
        payable=[amount for amount in balances(session(), AccountKind.PAYABLE, actor().organisation) if amount],
        disputed=[amount for amount in balances(session(), AccountKind.DISPUTED, actor().organisation) if amount],
        deposits=[amount for amount in balances(session(), AccountKind.DEPOSIT, actor().organisation) if amount],
        wallet=[amount for amount in balances(session(), AccountKind.WALLET, actor().organisation) if amount],
        owed=owed_by_seller(session(), actor()),
        recoveries=recoveries(session(), actor()).rows,
        stages=[("", _("Everything")), *((stage.value, str(word)) for stage, (word, _tone) in STAGES.items())],
        words={stage.value: str(word) for stage, (word, _tone) in STAGES.items()},
        stage=stage or "",
        further=url_for("supplier.money_list", **view) if page.next_cursor else "",
    )


@blueprint.get("/money.<any(csv, xlsx):kind>")
@requires(Permission.SEE_EARNINGS)
def money_file(kind: str) -> ResponseReturnValue:
    """Give the lines of this view as a file."""
    stage = _stage()
    lines = all_rows(lambda after: _page(stage, after, ROWS_AT_ONCE))
    header = (_("Order"), _("Code"), _("Product"), _("Ordered on"), _("Currency"), _("Sold for"), _("Given back"), _("Rate"),
              _("Commission"), _("You get"), _("Where it is"), _("Statement"))  # fmt: skip
    payments = _payments()
    rows = (_cells(_where(line, payments)) for line in lines)
    if kind == "xlsx":
        return workbook_answer(
            "money", _("Where my money is"), header, rows, widths=(14, 12, 30, 18, 9, 12, 12, 8, 12, 12, 40, 14)
        )
    return csv_answer("money", header, rows)


def _stage() -> Stage | None:
    asked = request.args.get("stage", "")
    return Stage(asked) if asked in set(Stage) else None


def _page(stage: Stage | None, after: str | None, limit: int = 50) -> Page[MoneyLine]:
    settings: Settings = current_app.extensions["settings"]
    days = settings.claim_window_days
    return money_lines(session(), actor(), claim_days=days, stage=stage, cursor=after, limit=limit)


def _placed(lines: Sequence[MoneyLine]) -> list[Where]:
    payments = _payments() if any(line.stated_at for line in lines) else []
    return [_where(line, payments) for line in lines]


def _payments() -> list[PayoutRow]:
    """Return the payouts that count, the oldest first: each takes all that was payable when it was prepared."""
    rows = [row for row in all_rows(lambda after: payouts_after(session(), actor(), cursor=after)) if row.state in PAID]
    return sorted(rows, key=lambda row: row.prepared_at)


def _where(line: MoneyLine, payments: Sequence[PayoutRow]) -> Where:
    word, tone = STAGES[line.stage]
    return Where(line, str(word), tone, _sentence(line, payments))


def _sentence(line: MoneyLine, payments: Sequence[PayoutRow]) -> str:
    amount = money(line.net)
    if line.stage is Stage.ORDERED:
        return _("You get %(amount)s for it once it is delivered and settled.", amount=amount)
    if line.stage is Stage.CLAIMABLE and line.next_on is not None:
        on = day(line.next_on)
        return _(
            "The buyer may complain until %(day)s. Then %(amount)s come onto your next statement.",
            day=on,
            amount=amount,
        )
    if line.stage is Stage.DUE and line.next_on is not None:
        on = day(line.next_on)
        return _("%(amount)s come onto the first statement after %(day)s.", amount=amount, day=on)
    if line.stage is Stage.DUE:
        return _(
            "A late claim is open: what is left of %(amount)s comes onto a statement once it is decided.", amount=amount
        )
    return _paid(line, amount, payments)


def _paid(line: MoneyLine, amount: str, payments: Sequence[PayoutRow]) -> str:
    if line.held:
        return _("You dispute it: %(amount)s are kept back until you have our answer.", amount=money(line.held))
    made = line.stated_at
    found = next(
        (row for row in payments if made and row.prepared_at >= made and row.amount.currency == line.net.currency), None
    )
    if found is None:
        return _("%(amount)s are payable to you: they come with the next payout.", amount=amount)
    if found.booked_at is not None:
        return _("You got it on %(day)s, with %(payout)s.", day=day(found.booked_at), payout=found.reference)
    if found.decided_at is not None:
        return _(
            "It went to the bank on %(day)s, with %(payout)s: you get it in the next days.",
            day=day(found.decided_at),
            payout=found.reference,
        )
    return _("It is in %(payout)s, which waits for its second person.", payout=found.reference)


def explained(line: MoneyLine) -> str:
    """Return what was taken off a line, and why."""
    rate = percent(line.commission_rate)
    if line.late:
        return _(
            "%(rate)s commission; %(late)s of it went back to the buyer later, for a late claim, with the commission on that",
            rate=rate,
            late=money(line.late),
        )
    if line.refunded:
        return _(
            "%(refunded)s given back to the buyer, %(rate)s commission on the rest",
            refunded=money(line.refunded),
            rate=rate,
        )
    return _("%(rate)s commission, as when it was ordered", rate=rate)


blueprint.add_app_template_filter(explained, "explained")


def _cells(where: Where) -> Sequence[Cell]:
    line = where.line
    amounts: list[Cell] = [line.gross, line.refunded, line.commission_rate, line.commission, line.net]
    return [line.order_reference, line.sku_code, line.name, line.placed_at, line.gross.currency, *amounts, where.sentence,
            line.statement_reference]  # fmt: skip
