"""What the bank did with a payout, in the books: booked, refused before, returned after. Steps within an action.

The three entries may come in any order of time; whatever comes twice posts once.
"""

from __future__ import annotations

from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, Posting, transfer
from trade.payouts.carrying import give_back, settle
from trade.payouts.loading import amount_of, tell
from trade.payouts.models import Payout
from trade.payouts.rules import PayoutState, move_payout

_BANK, _CLEARING = Account(AccountKind.BANK), Account(AccountKind.PAYOUT_CLEARING)


def book(work: Work, payout: Payout) -> None:
    """Post that the money has left the bank; also for one whose return was told first."""
    if payout.state != PayoutState.RETURNED:
        payout.state = move_payout(payout.state, PayoutState.BOOKED)
    payout.booked_at = work.at
    post(work, f"payout:{payout.id}:booked", transfer(_CLEARING, _BANK, amount_of(payout)))
    settle(work, payout)
    tell(work, payout, "settlement.payout_booked")


def refuse(work: Work, payout: Payout, code: str) -> None:
    """Post that the bank did not take a payout: it is payable again, and no money has moved."""
    payout.state = move_payout(payout.state, PayoutState.REFUSED)
    _came_back(work, payout, code)
    payable = Account(AccountKind.PAYABLE, payout.seller_id)
    post(work, f"payout:{payout.id}:refused", transfer(_CLEARING, payable, amount_of(payout)))
    give_back(work, payout)
    tell(work, payout, "settlement.payout_refused", code=code)


def take_back(work: Work, payout: Payout, arrived: Money, code: str) -> None:
    """Post that money came back to the bank: all of it is payable again; what the bank kept is its charge, and ours."""
    amount = amount_of(payout)
    charge = amount.minor - arrived.minor
    payout.state = move_payout(payout.state, PayoutState.RETURNED)
    payout.charge_minor = charge
    _came_back(work, payout, code)
    postings = [Posting(_BANK, arrived.minor, amount.currency), Posting(_CLEARING, -amount.minor, amount.currency)]
    if charge:
        postings.append(Posting(Account(AccountKind.BANK_FEES), charge, amount.currency))
    post(work, f"payout:{payout.id}:came_back", postings)
    payable = Account(AccountKind.PAYABLE, payout.seller_id)
    post(work, f"payout:{payout.id}:returned", transfer(_CLEARING, payable, amount))
    give_back(work, payout)
    tell(work, payout, "settlement.payout_returned", code=code, charge=charge)


def question(work: Work, payout: Payout, said: Money) -> None:
    """Note that the bank speaks of another amount than was paid out; a person asks the bank."""
    if payout.said_minor == said.minor:
        return
    payout.said_minor = said.minor
    tell(work, payout, "settlement.payout_questioned", said=said.minor)


def _came_back(work: Work, payout: Payout, code: str) -> None:
    payout.returned_at = work.at
    payout.return_code = code[:8]
