"""Where my money is, line by line: in the wallet, set aside, on its way to the bank, with sellers until delivery is settled.

And what came back, and what is owed.
"""

from collections.abc import Iterator, Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from blueprints.retailer.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.money import Money
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.ordering.queries import WalletLine, under_way, wallet_lines
from trade.payouts.queries import withdrawals_under_way
from trade.pooling.queries import holds, pools_of_commitments
from web.access import actor, requires, session
from web.sheets import Cell, all_rows, csv_answer, workbook_answer
from web.translation import gettext as _
from web.wallet_words import reason_word

BACK = frozenset(
    {
        "order:cancelled",
        "order:short",
        "order:held_back",
        "order:difference",
        "claim:advanced",
        "commitment:released",
        "withdrawal:cancelled",
        "withdrawal:returned",
    }
)
RECENT = 20


@blueprint.get("/money")
@requires(Permission.SEE_PURCHASES)
def money() -> ResponseReturnValue:
    """Show each place in which money of the organisation is, and why."""
    own = actor().organisation

    def owes(kind: AccountKind) -> list[Money]:
        return [amount for amount in balances(session(), kind, own) if amount]

    paid, held = under_way(session(), actor()), holds(session(), actor())
    recent = wallet_lines(session(), actor()).rows
    back = [line for line in recent if line.reason in BACK][:RECENT]
    return render_template(
        "retailer/money.html",
        wallet=balances(session(), AccountKind.WALLET, own),
        held=held,
        paid=paid,
        paid_sums=_sums(row.kept for row in paid),
        held_sums=_sums(row.amount for row in held),
        out=withdrawals_under_way(session(), actor()),
        owed=_sums(
            amount for kind in (AccountKind.CREDIT_RECEIVABLE, AccountKind.FEE_RECEIVABLE) for amount in owes(kind)
        ),
        owed_back=owes(AccountKind.CLAWBACK_RECEIVABLE),
        back=back,
        pools=pools_of_commitments(session(), {line.commitment_id for line in back if line.commitment_id}),
        reason_word=reason_word,
    )


@blueprint.get("/wallet.csv")
@requires(Permission.SEE_PURCHASES)
def wallet_csv() -> Response:
    """Answer every movement of the wallet as a file."""
    return csv_answer("wallet", _header(), _movements())


@blueprint.get("/wallet.xlsx")
@requires(Permission.SEE_PURCHASES)
def wallet_workbook() -> Response:
    """Answer every movement of the wallet as a workbook."""
    return workbook_answer("wallet", _("Wallet"), _header(), _movements())


def _sums(amounts: Iterator[Money]) -> list[Money]:
    """Add up by currency."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return [sums[currency] for currency in sorted(sums)]


def _header() -> Sequence[str]:
    return [_("Date"), _("What"), _("Document"), _("With"), _("Amount"), _("Held then"), _("Currency")]


def _movements() -> Iterator[Sequence[Cell]]:
    return map(_cells, all_rows(lambda cursor: wallet_lines(session(), actor(), cursor=cursor)))


def _cells(line: WalletLine) -> Sequence[Cell]:
    return (
        line.at, reason_word(line.reason), line.reference, line.counterpart, line.amount, line.after,
        line.amount.currency,
    )  # fmt: skip
