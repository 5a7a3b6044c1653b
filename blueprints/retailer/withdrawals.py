"""Taking money out of the wallet: how much, what became of it, and the bank account it goes to.

Who only sells has a wallet too, once it transfers something: what it paid beyond what it owed is taken out here as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.credit_forms import WithdrawalForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.kernel.money import Money
from trade.ledger.actions import LimitExceeded
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.parties.payees import PayeeKind
from trade.parties.queries import payees
from trade.payouts import actions
from trade.payouts.queries import WithdrawalRow, withdrawals_after
from trade.payouts.rules import WithdrawalState
from web import filters, portals
from web.access import actor, call, requires, session, viewer
from web.fragments import respond, see_other
from web.limits import BY_SCREEN, limiter, person_key
from web.payees import PayeeForm, account_asked, account_taken_back
from web.return_words import return_word
from web.sentences import sentence
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.translation import gettext as _
from web.words import state_word

PAGE, FRAGMENT = "retailer/withdrawals.html", "retailer/_payee.html"


@blueprint.get("/withdrawals")
@requires(Permission.BE_PAID)
def withdrawals() -> ResponseReturnValue:
    """Ask how much to take out, show what was taken out, and where it goes."""
    return respond(PAGE, FRAGMENT, **_about())


@blueprint.post("/withdrawals")
@requires(Permission.BE_PAID)
def ask_withdrawal() -> ResponseReturnValue:
    """Take money out of the wallet."""
    form = WithdrawalForm(_wallet(), _currency())
    if not form.validate():
        return respond(PAGE, PAGE, 422, **_about(asking=form))
    try:
        actions.ask_withdrawal(call(), amount=form.amount.data)
    except (NotFound, NotAllowed):
        raise
    except LimitExceeded:
        form.amount.errors = [_("There is not so much in the wallet.")]
        return respond(PAGE, PAGE, 409, **_about(asking=form))
    except DomainError as error:
        form.refuse(error)
        return respond(PAGE, PAGE, 409, **_about(asking=form))
    flash(
        _("Taken out: %(amount)s go to your account with our next payout.", amount=filters.money(form.amount.data)),
        "good",
    )
    return see_other(url_for(".withdrawals"))


@blueprint.post("/withdrawals/<uuid:withdrawal_id>/cancellation")
@requires(Permission.BE_PAID)
def cancel_withdrawal(withdrawal_id: UUID) -> ResponseReturnValue:
    """Put a withdrawal back into the wallet."""
    try:
        actions.cancel_withdrawal(call(), withdrawal_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
        return see_other(url_for(".withdrawals"))
    flash(_("It is in your wallet again."), "good")
    return see_other(url_for(".withdrawals"))


@blueprint.get(f"/withdrawals.<{KINDS}:kind>")
@requires(Permission.BE_PAID)
def withdrawals_file(kind: str) -> ResponseReturnValue:
    """Answer what was taken out as a file."""
    header = (_("Withdrawal"), _("Asked for"), _("Amount"), _("Currency"), _("State"), _("What became of it"))
    rows = all_rows(lambda after: withdrawals_after(session(), actor(), cursor=after))
    return list_answer(kind, "withdrawals", _("Taken out so far"), header, map(_cells, rows))


@blueprint.post("/payee-accounts")
@limiter.limit(BY_SCREEN, key_func=person_key)
@requires(Permission.BE_PAID)
def name_account() -> ResponseReturnValue:
    """Say where money should go, once the account has cooled off."""
    return account_asked(PAGE, FRAGMENT, _without_form, url_for(".withdrawals"))


@blueprint.post("/payee-accounts/<uuid:account_id>/withdrawal")
@requires(Permission.BE_PAID)
def withdraw_account(account_id: UUID) -> ResponseReturnValue:
    """Take a change of account back before it comes into force."""
    return account_taken_back(account_id, url_for(".withdrawals"))


def withdrawal_words(row: WithdrawalRow) -> str:
    """Say in a sentence where a withdrawal is."""
    if row.state is WithdrawalState.PAID and row.ended_at:
        return _(
            "The bank paid it out on %(day)s, with %(payout)s.",
            day=filters.day(row.ended_at),
            payout=row.payout_reference,
        )
    if row.state is WithdrawalState.RETURNED and row.ended_at:
        told = {"day": filters.day(row.ended_at), "reason": return_word(row.return_code)}
        return _("It is in your wallet again since %(day)s: %(reason)s Look at the account below.", **told)
    if row.state is WithdrawalState.CANCELLED and row.ended_at:
        return _("Put back into the wallet on %(day)s.", day=filters.day(row.ended_at))
    if row.left_at:
        return _("Approved on %(day)s, with %(payout)s: you get it in the next days.", day=filters.day(row.left_at),
                 payout=row.payout_reference)  # fmt: skip
    return _(
        "Asked for on %(day)s by %(name)s: it goes with our next payout.",
        day=filters.day(row.asked_at),
        name=row.asker_name,
    )


blueprint.add_app_template_filter(withdrawal_words, "withdrawal_words")


def _cells(row: WithdrawalRow) -> list[Cell]:
    word = state_word(f"withdrawal.{row.state}").word
    return [row.reference, row.asked_at, row.amount, row.amount.currency, word, withdrawal_words(row)]


def _about(asking: WithdrawalForm | None = None) -> dict[str, Any]:
    form = PayeeForm(formdata=None, data={"kind": str(PayeeKind.IBAN)})
    return {"form": form, **_without_form(), **({"asking": asking} if asking else {})}


def _without_form() -> dict[str, Any]:
    page = withdrawals_after(session(), actor(), cursor=request.args.get("after"), limit=50)
    wallet, buys = _wallet(), actor().may(Permission.SEE_PURCHASES)
    return {
        "layout": "layouts/phone.html" if buys else portals.frame(),
        "back": ("retailer.wallet", _("Me")) if buys else ("supplier.payout_list", _("Payouts")),
        "wallet": wallet,
        "asking": WithdrawalForm(wallet, _currency(), fresh=True),
        "accounts": payees(session(), actor(), clock.now()),
        "rows": page.rows,
        "further": url_for(".withdrawals", after=page.next_cursor) if page.next_cursor else "",
    }


def _wallet() -> Sequence[Money]:
    return balances(session(), AccountKind.WALLET, actor().organisation)


def _currency() -> str:
    who = viewer()
    assert who is not None  # the view admits members alone
    return who.currency
