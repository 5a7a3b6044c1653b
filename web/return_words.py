"""What happens between us and the bank, in words, and ISO 20022's reasons why it did not pay or sent money back."""

from typing import Final

from flask import Flask

from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS, STATES

STATES.update(
    {
        "bank_paper.reading": (_l("Being read"), "waiting"),
        "bank_paper.refused": (_l("Could not be read"), "danger"),
        "bank_paper.shown": (_l("Read, not taken in yet"), "waiting"),
        "bank_paper.taking": (_l("Being taken in"), "waiting"),
        "bank_paper.stopped": (_l("Stopped"), "danger"),
        "bank_paper.taken": (_l("Taken in"), "quiet"),
    }
)
EVENTS.update(
    {
        "ledger.receipt_unmatched": _l("Bank transfer taken back out of a wallet"),
        "ledger.receipt_split": _l("Bank transfer split"),
        "banking.paper_kept": _l("A file of the bank's came and is being read"),
        "banking.paper_refused": _l("The file could not be read"),
        "banking.paper_shown": _l("A file of the bank's was read"),
        "banking.paper_cancelled": _l("The file was cancelled"),
        "banking.paper_taken": _l("The bank's statement was taken in"),
        "banking.taking_started": _l("The bank's statement is being taken in"),
        "banking.taking_stopped": _l("Taking the statement in has stopped"),
        "banking.taking_resumed": _l("Taking the statement in goes on"),
        "banking.file_refused": _l("A file in the bank's folder could not be read"),
        "banking.report_taken": _l("The bank's report was taken in"),
        "banking.line_booked": _l("The line was booked"),
        "banking.line_put_aside": _l("The line was put aside"),
        "banking.line_taken_up": _l("The line was taken up again"),
        "payouts.batch_prepared": _l("Batch prepared"),
        "payouts.batch_approved": _l("Batch approved"),
        "payouts.batch_rejected": _l("Batch rejected"),
        "payouts.file_made": _l("File for the bank made"),
        "payouts.file_delivered": _l("The bank has the file"),
        "payouts.file_refused": _l("The bank refused the file"),
        "payouts.limits_set": _l("Limits of payouts set"),
        "payouts.own_account_set": _l("The platform's own account set"),
        "parties.payee_account_named": _l("Another bank account named"),
        "parties.payee_account_withdrawn": _l("A change of bank account taken back"),
        "settlement.payout_refused": _l("The bank refused the payout"),
        "settlement.payout_returned": _l("The payout came back"),
        "settlement.payout_questioned": _l("The bank speaks of another amount"),
    }
)

REASONS: Final[dict[str, LazyString]] = {
    "AC01": _l("The account number is wrong."),
    "AC02": _l("Our own account number is wrong."),
    "AC03": _l("The account number is wrong."),
    "AC04": _l("The account is closed."),
    "AC06": _l("The account is blocked."),
    "AC07": _l("The account is closed."),
    "AC13": _l("The account is of a kind that cannot take it."),
    "AC14": _l("The account is of a kind that cannot take it."),
    "AG01": _l("The account cannot take such payments."),
    "AG02": _l("The bank does not know this kind of payment."),
    "AM04": _l("There was not enough money in our account."),
    "AM05": _l("The bank takes it for one that it has paid already."),
    "AM09": _l("The amount was not what was agreed."),
    "BE01": _l("The name is not that of the account's holder."),
    "BE04": _l("The holder's address is missing."),
    "BE05": _l("The bank does not know who sends it."),
    "BE06": _l("The bank does not know the account's holder."),
    "BE07": _l("Our own address is missing."),
    "CNOR": _l("The bank cannot be reached by this way of paying."),
    "CUST": _l("The holder of the account did not want it."),
    "DT01": _l("The day was wrong."),
    "FF01": _l("The file was not in order."),
    "FILE": _l("The bank refused the whole file."),
    "FOCR": _l("It was called back."),
    "MD07": _l("The holder of the account has died."),
    "MS02": _l("The holder of the account did not want it."),
    "MS03": _l("The bank gives no reason."),
    "NARR": _l("The bank explains it in its letter."),
    "NOAS": _l("The holder of the account did not answer."),
    "RC01": _l("The bank's code is wrong."),
    "RC04": _l("The bank's code is wrong."),
    "RR01": _l("The law asks for more to be said."),
    "RR02": _l("The law asks for more to be said."),
    "RR03": _l("The law asks for more to be said."),
    "RR04": _l("The law forbids it."),
    "TM01": _l("It came too late on its day."),
}


def return_word(code: str) -> str:
    """Return what a reason code says; an unknown one is shown as it is."""
    known = REASONS.get(code)
    return str(known) if known else _("the bank's code is %(code)s.", code=code or "–")


def init_app(app: Flask) -> None:
    """Give templates the words as a filter."""
    app.add_template_filter(return_word)
