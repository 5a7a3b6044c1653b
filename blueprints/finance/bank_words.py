"""What the bank's papers are called, why one is not read, and why a line is thought to be something."""

from typing import Final

from adapters.sftp.trouble import Trouble
from trade.banking.ports import BankFileRefused, FileFault, FileKind
from trade.banking.rules import Deed, DeedRefused, LineDecided, StatementBroken, StatementKnown, TaxNotOwed, Why
from trade.banking.taking import Stop
from trade.ledger.receipts import ReceiptSplit
from trade.payouts.queries import FileRow
from web import filters
from web.sentences import FIELD_SENTENCES, SENTENCES, sentence_for
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

KINDS: Final[dict[str, LazyString]] = {
    "": _l("A file of the bank's"),
    FileKind.CAMT: _l("Statement (camt.053)"),
    FileKind.MT940: _l("Statement (MT940)"),
    FileKind.CSV: _l("Statement (CSV)"),
    FileKind.REPORT: _l("Report on payments (pain.002)"),
}
DEEDS: Final[dict[str, LazyString]] = {
    Deed.PAYOUT: _l("Payout"),
    Deed.RETURN: _l("Payout that came back"),
    Deed.RECEIPT: _l("Transfer"),
    Deed.CHARGE: _l("Charge of the bank"),
    Deed.TAX: _l("Tax on our services, paid"),
}
WHYS: Final[dict[str, LazyString]] = {
    Why.REFERENCE: _l("names its reference"),
    Why.CODE: _l("names the code of who pays in"),
    Why.ORDER: _l("names an order of who pays in"),
    Why.NAME: _l("the name fits"),
    Why.AMOUNT_AND_NAME: _l("amount and name fit"),
    Why.AMOUNT: _l("only the amount fits"),
    Why.LESS: _l("names its reference, but the bank has kept some of it"),
    Why.OTHER_AMOUNT: _l("names its reference, but the amount cannot be"),
    Why.DONE: _l("what it names is in the books already"),
    Why.NOTHING: _l("nothing fits"),
}
STOPS: Final[dict[str, LazyString]] = {
    Stop.REFUSED: _l(
        "A line could not be booked as its reference says: something else was decided meanwhile. Let it go on; should it stop"
        " at the same line again, look at the payouts of these days."
    ),
    Stop.FAILED: _l(
        "Something went wrong here. It was noted. Let it go on; should it stop again, tell whoever runs this market."
    ),
}
FAULTS: Final[dict[str, LazyString]] = {
    FileFault.EMPTY: _l("This file is empty. Choose another one."),
    FileFault.NOT_A_BANKS: _l(
        "This is no statement or report that is known here: camt.053, MT940, pain.002, or CSV whose first rows name the columns"
        " date, amount (or paid in and paid out) and balance."
    ),
    FileFault.BROKEN: _l("This file is damaged, or not as its kind should be. Ask the bank for it again."),
    FileFault.DOCTYPE: _l("This file declares entities, which no bank's file does. It was not read."),
    FileFault.TOO_LARGE: _l("This file is larger than 8 MB. Ask the bank for statements of fewer days."),
    FileFault.TOO_HEAVY: _l("Reading this file would take too much. Ask the bank for statements of fewer days."),
    FileFault.FAILED: _l(
        "Something went wrong here. It was noted. Send the file once more; should it fail again, tell whoever runs this market."
    ),
    FileFault.CURRENCY: _l("This file is in a currency that is not dealt in here."),
    FileFault.CSV_CURRENCY: _l(
        "This file does not say its currency. Add a column “Currency” with GBP, CNY … in each row."
    ),
    FileFault.CSV_ACCOUNT: _l("This file does not say of which account it is. Add a column “Account” with its number."),
    FileFault.CSV_MIXED: _l("This file is about several accounts or currencies. Send a file for each."),
    FileFault.CSV_DAY: _l("This is no day that can be read in one way only. Write days as 2026-03-09."),
    FileFault.CSV_AMOUNT: _l("This is no amount. Write amounts as 1234.50, with a minus where money left."),
    FileFault.CSV_BALANCE: _l(
        "Its balance is not the one before it and its amount: a row is missing, or a column means something else."
    ),
}
TROUBLES: Final[dict[str, LazyString]] = {
    Trouble.WRONG_KEY: _l(
        "The bank's server shows another key than the one written down, so nothing was sent to it. Whoever runs this market asks"
        " the bank, by another way, whether it has a new one."
    ),
    Trouble.NO_AGREEMENT: _l("The bank's server and this one agree on no cipher. Tell whoever runs this market."),
    Trouble.NOT_LET_IN: _l("The bank's server did not let us in. Tell whoever runs this market."),
    Trouble.UNREACHABLE: _l("The bank's server cannot be reached. It is tried again by itself."),
    Trouble.SLOW: _l("The bank's server did not answer in time. It is asked again by itself."),
    Trouble.CUT: _l("The connection to the bank's server broke off. It is asked again by itself."),
    Trouble.KEY_FILE: _l("Our key for the bank's server cannot be read. Tell whoever runs this market."),
}
"""Why a file has not reached a bank's server; what the server itself says stays as it is."""
SENTENCES.update(
    {
        StatementKnown: _l("This was taken in before, so it changes nothing. Nothing was recorded."),
        LineDecided: _l("Somebody has decided on this line meanwhile. Nothing was changed."),
        DeedRefused: _l(
            "This line cannot be booked as that: its direction, its amount or what is booked already speaks against it."
        ),
        ReceiptSplit: _l("This transfer was split: say whose its parts are. Nothing was changed."),
    }
)
FIELD_SENTENCES.update({"parts_of_receipt": _l("Enter two to twenty amounts that come to the whole transfer.")})


@sentence_for(BankFileRefused)
def _refused(error: BankFileRefused) -> str:
    said = str(FAULTS[error.fault])
    return _("Row %(row)s: %(what)s", row=error.row, what=said) if error.row else said


@sentence_for(TaxNotOwed)
def _not_owed(error: TaxNotOwed) -> str:
    return _("Only %(owed)s of tax is owed in our books. Nothing was booked.", owed=filters.money(error.owed))


@sentence_for(StatementBroken)
def _broken(error: StatementBroken) -> str:
    return _(
        "The lines of %(statement)s miss %(gap)s of the difference between its balances. Ask the bank for all of it.",
        statement=error.bank_id,
        gap=filters.money(error.gap),
    )


def answer_of(row: FileRow) -> str:
    """What the bank says to a file, in words."""
    return str(TROUBLES.get(row.answer, row.answer))
