"""What the finance desk's refusals say."""

from trade.catalogue.rules.commission import OwnProposal, RateKnown, RateTooLate
from trade.ledger.actions import ReceiptKnown
from trade.ledger.closing import NotToClose
from trade.payouts.actions.send import NoDebtorAccount
from trade.payouts.rules import (
    AboveLimit,
    AccountMoved,
    BeyondAuthority,
    NoBankAccount,
    NobodyToPay,
    NothingToPay,
    OwnMoney,
    OwnReturn,
    PartOfBatch,
    PayoutOpen,
    ReturnOpen,
    SamePerson,
)
from trade.settlement.rules import CorrectionTooLarge, DisputeClosed, DisputeOpen, ItemTaken, NotOverdue, RunOpen
from web import filters
from web.sentences import FIELD_SENTENCES, SENTENCES, sentence_for
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

SENTENCES.update(
    {
        SamePerson: _l("You prepared this payout, so somebody else must decide on it. Nothing was changed."),
        OwnReturn: _l("You said so yourself, so somebody else must agree. Nothing was changed."),
        OwnMoney: _l(
            "You belong to a seller who gets this money, or named its account, so somebody else must approve it. Nothing was"
            " sent."
        ),
        RunOpen: _l("A settlement is under way. Wait until it has finished, then start the next."),
        NotOverdue: _l(
            "It is not overdue: the seller has until its day, and gets every reminder first. Nothing was changed."
        ),
        DisputeOpen: _l("You have said this already, and it waits for an answer. Nothing was changed."),
        DisputeClosed: _l("This has been answered or taken back already. Nothing was changed."),
        NotToClose: _l("This day is not over yet, or it is closed already. Nothing was changed."),
        OwnProposal: _l("You proposed this yourself, so somebody else must decide on it. Nothing was changed."),
        RateTooLate: _l("It holds from a day that has not begun, tomorrow at the earliest. Nothing was changed."),
        RateKnown: _l("Another one holds from this day, or is proposed for it. Choose another day."),
        ItemTaken: _l(
            "A statement holds it already. What is on a statement is put right by a new line on a later one."
        ),
        NobodyToPay: _l(
            "Nobody fits: from this amount on, with an account in force, and with no payout that waits. Nothing was prepared."
        ),
        AccountMoved: _l(
            "A seller's account is another one than the payout was prepared for, so nothing was sent. Reject it and have it"
            " prepared anew."
        ),
        ReturnOpen: _l("Somebody said so already, and it waits for another person. Nothing was changed."),
        PartOfBatch: _l("This payout is decided together with its batch. Nothing was changed."),
        NoDebtorAccount: _l("Say first from which account the platform pays."),
        NothingToPay: _l("There is nothing to pay this seller now. Nothing was prepared."),
        NoBankAccount: _l(
            "This seller has no account in force to which money could go. Ask it to name one; it cools off first."
        ),
        PayoutOpen: _l("A payout for this seller waits for its second person already. Decide on that one first."),
    }
)
FIELD_SENTENCES.update(
    {
        "not_positive": _l("Enter more than 0."),
        "unknown": _l("This organisation is not known here. Look for it again."),
    }
)
EVENTS.update(
    {
        "ledger.verification_asked": _l("Somebody asked to verify the books"),
        "ledger.verified": _l("The books were verified"),
        "catalogue.rate_proposed": _l("Another commission rate was proposed"),
        "catalogue.rate_approved": _l("The commission rate was approved"),
        "catalogue.rate_rejected": _l("The commission rate was rejected"),
        "ledger.books_closed": _l("The books were closed"),
        "payouts.return_proposed": _l("Somebody says that it came back"),
        "payouts.return_rejected": _l("It did not come back, another person says"),
        "payouts.withdrawal_asked": _l("Money was taken out of a wallet"),
        "payouts.withdrawal_cancelled": _l("A withdrawal was put back into the wallet"),
        "payouts.withdrawal_returned": _l("A withdrawal came back into the wallet"),
        "settlement.terms_set": _l("Settled differently from now on"),
        "settlement.fee_charged": _l("Fee charged"),
        "settlement.fee_withdrawn": _l("Fee taken back"),
        "settlement.line_disputed": _l("A line was disputed"),
        "settlement.dispute_answered": _l("A dispute was answered"),
        "settlement.dispute_withdrawn": _l("A dispute was taken back"),
    }
)


@sentence_for(AboveLimit)
def _above(error: AboveLimit) -> str:
    return _(
        "One payout may be %(limit)s at the most. Nothing was changed; an owner of the platform sets this limit.",
        limit=filters.money(error.limit),
    )


@sentence_for(BeyondAuthority)
def _beyond(error: BeyondAuthority) -> str:
    return _(
        "Above %(limit)s at once, or to one seller within a day, an owner of the platform who approves payments decides."
        " Nothing was sent.",
        limit=filters.money(error.limit),
    )


@sentence_for(ReceiptKnown)
def _known(error: ReceiptKnown) -> str:
    return _(
        "The bank's reference %(reference)s was recorded before, so this money is counted already. Nothing was recorded.",
        reference=error.bank_reference,
    )


@sentence_for(CorrectionTooLarge)
def _too_large(error: CorrectionTooLarge) -> str:
    return _(
        "Give back more than 0 and at most %(left)s, the commission that is left of this line.",
        left=filters.money(error.left),
    )
