"""Why a bank did not pay, or sent money back: ISO 20022's external reason codes in words."""

from typing import Final

from flask import Flask

from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

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
