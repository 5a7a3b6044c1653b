"""Why nothing was heard from a bank's server, and the words for whoever runs the market; pages have their own."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from trade.payouts.ports import BankUnclear


class Trouble(StrEnum):
    """Why nothing was heard."""

    WRONG_KEY = "sftp: wrong host key"
    NO_AGREEMENT = "sftp: no agreement"
    NOT_LET_IN = "sftp: not let in"
    UNREACHABLE = "sftp: unreachable"
    SLOW = "sftp: too slow"
    CUT = "sftp: cut off"
    KEY_FILE = "sftp: key file"


SENTENCES: Final = {
    Trouble.WRONG_KEY: "The bank's server shows another key than BANK_SFTP_HOST_KEY says. Nothing was said to it: ask the "
    "bank whether it has a new key, by another way than this one.",
    Trouble.NO_AGREEMENT: "The bank's server and this one agree on no kind of key or cipher. Does BANK_SFTP_HOST_KEY hold a "
    "key of the kind that the server has?",
    Trouble.NOT_LET_IN: "The bank's server does not let this user in by BANK_SFTP_KEY or the password of BANK_SFTP.",
    Trouble.UNREACHABLE: "The bank's server cannot be reached at the host and port of BANK_SFTP.",
    Trouble.SLOW: "The bank's server did not finish within BANK_SFTP_SECONDS.",
    Trouble.CUT: "The connection to the bank's server broke off.",
    Trouble.KEY_FILE: "BANK_SFTP_KEY is no private key that can be read without a password.",
}


def sentence_of(trouble: BankUnclear) -> str:
    """What to tell whoever runs the market of a trouble; what the server itself said stays as it is."""
    told = str(trouble)
    return SENTENCES[Trouble(told)] if told in SENTENCES else f"The bank's server says: {told}"
