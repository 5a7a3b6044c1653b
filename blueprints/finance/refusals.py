"""What the finance desk's refusals say."""

from trade.ledger.actions import ReceiptKnown
from trade.settlement.rules import ItemTaken, NoBankAccount, NothingToPay, PayoutOpen, RunOpen, SamePerson
from web.sentences import FIELD_SENTENCES, SENTENCES, sentence_for
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

SENTENCES.update(
    {
        SamePerson: _l("You prepared this payout, so somebody else must decide on it. Nothing was changed."),
        RunOpen: _l("A settlement is under way. Wait until it has finished, then start the next."),
        ItemTaken: _l(
            "A statement holds it already. What is on a statement is put right by a new line on a later one."
        ),
        NothingToPay: _l("There is nothing to pay this seller now. Nothing was prepared."),
        NoBankAccount: _l("This seller has not said where its money should go. Ask it to enter a bank account first."),
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
        "settlement.terms_set": _l("Settled differently from now on"),
        "settlement.fee_charged": _l("Fee charged"),
        "settlement.fee_withdrawn": _l("Fee taken back"),
    }
)


@sentence_for(ReceiptKnown)
def _known(error: ReceiptKnown) -> str:
    return _(
        "The bank's reference %(reference)s was recorded before, so this money is counted already. Nothing was recorded.",
        reference=error.bank_reference,
    )
