"""The books: what every account holds, entry by entry, and whether it all adds up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.money import EXPONENTS, Money
from trade.ledger import queries
from trade.ledger.checking import ask_verification
from trade.ledger.rules import CHART, AccountKind
from trade.parties.queries import organisation_detail
from trade.payouts.queries import references_of
from web.access import actor, call, requires, session
from web.books import account_word, source_word
from web.fragments import see_other
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.translation import gettext as _

OWNED: Final = f"any({', '.join(kind for kind, rule in CHART.items() if rule.owned)})"


@dataclass(frozen=True, slots=True)
class Balance:
    """The trial balance of one currency: debits and credits, which come to the same."""

    currency: str
    lines: Sequence[queries.TrialLine]

    @property
    def debits(self) -> Money:
        """All that stands on the debit side."""
        return Money(sum(max(line.balance.minor, 0) for line in self.lines), self.currency)

    @property
    def credits(self) -> Money:
        """All that stands on the credit side."""
        return Money(-sum(min(line.balance.minor, 0) for line in self.lines), self.currency)


@blueprint.get("/ledger")
@requires(Permission.SEE_FINANCE)
def books() -> ResponseReturnValue:
    """Show the trial balance, the last verification, and the newest entries."""
    source = _source()
    page = queries.entries(session(), source=source, cursor=request.args.get("cursor"), limit=50)
    view: dict[str, Any] = {"source": source or None, "cursor": page.next_cursor}
    return render_template(
        "finance/ledger.html",
        balances=[Balance(currency, list(lines)) for currency, lines in _by_currency(queries.trial_balance(session()))],
        verification=queries.last_verification(session()),
        entries=page.rows,
        references=references_of(session(), [row.source_key for row in page.rows]),
        source=source,
        further=url_for(".books", **view) if page.next_cursor else "",
    )


@blueprint.post("/ledger/verification")
@requires(Permission.SEE_FINANCE)
def verify() -> ResponseReturnValue:
    """Have the books verified by a job."""
    ask_verification(call())
    flash(_("The books are being verified. Load this page again in a moment to read the outcome."), "waiting")
    return see_other(url_for(".books"))


@blueprint.get(f"/ledger/entries.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def entries_file(kind: str) -> Response:
    """Answer the postings of this view as a file."""
    source = _source()
    header = [
        _("Entry"),
        _("When"),
        _("What"),
        _("Key"),
        _("Account"),
        _("Organisation"),
        _("Debit"),
        _("Credit"),
        _("Currency"),
    ]
    entries = all_rows(lambda cursor: queries.entries(session(), source=source, cursor=cursor))
    return list_answer(kind, "ledger", _("Postings"), header, _postings(entries))


@blueprint.get(f"/ledger/accounts/<{OWNED}:kind>/<uuid:organisation_id>")
@requires(Permission.SEE_FINANCE)
def account(kind: str, organisation_id: UUID) -> ResponseReturnValue:
    """Show an organisation's account line by line, with what it held after each."""
    found = organisation_detail(session(), actor(), organisation_id, clock.now())
    currency = _currency(found.currency)
    context = {**_sheet(AccountKind(kind), organisation_id, currency), "kind": kind, "organisation": found}
    others = queries.accounts_of(session(), organisation_id)
    return render_template("finance/account.html", **context, currency=currency, others=others)


@blueprint.get(f"/ledger/accounts/<{OWNED}:account>/<uuid:organisation_id>/lines.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def account_file(account: str, organisation_id: UUID, kind: str) -> Response:
    """Answer an organisation's account as a file, line by line to its end."""
    found = organisation_detail(session(), actor(), organisation_id, clock.now())
    currency = _currency(found.currency)
    rows = all_rows(
        lambda cursor: queries.account_sheet(session(), AccountKind(account), organisation_id, currency, cursor=cursor)
    )
    header = [_("Entry"), _("When"), _("What"), _("Key"), _("Amount"), _("Held after"), _("Currency")]
    cells = (
        (row.number, row.at, source_word(row.source_key), row.source_key, row.amount, row.after, currency)
        for row in rows
    )
    return list_answer(kind, f"account-{account}", _("Line by line, newest first"), header, cells)


def _currency(usual: str) -> str:
    """Return the currency that was asked for."""
    asked = request.args.get("currency", usual)
    if asked not in EXPONENTS:
        raise NotFound("account", asked)
    return asked


def _sheet(kind: AccountKind, organisation_id: UUID, currency: str) -> dict[str, Any]:
    """Return a page of an account's lines, what they are about, and where they go on."""
    cursor = request.args.get("cursor")
    page = queries.account_sheet(session(), kind, organisation_id, currency, cursor=cursor)
    where: dict[str, Any] = {"kind": kind, "organisation_id": organisation_id, "currency": currency}
    return {
        "lines": page.rows,
        "references": references_of(session(), [row.source_key for row in page.rows]),
        "further": url_for(".account", **where, cursor=page.next_cursor) if page.next_cursor else "",
    }


def _source() -> str:
    """Return the beginning of the source keys that were asked for."""
    return request.args.get("source", "").strip()[:120]


def _by_currency(lines: Sequence[queries.TrialLine]) -> Iterator[tuple[str, Iterator[queries.TrialLine]]]:
    return groupby(lines, key=lambda line: line.balance.currency)


def _postings(entries: Iterator[queries.EntryRow]) -> Iterator[Sequence[Cell]]:
    for entry in entries:
        for posting in entry.postings:
            yield (
                entry.number, entry.at, source_word(entry.source_key), entry.source_key,
                account_word(posting.kind, own=posting.organisation_id is not None), posting.organisation_name,
                posting.debit, posting.credit, posting.amount.currency,
            )  # fmt: skip
