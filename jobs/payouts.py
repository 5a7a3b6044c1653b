"""Payouts on their way to the bank."""

from __future__ import annotations

from functools import partial

from adapters.bank import Folder, write_payments
from adapters.sftp.bank import Sftp
from jobs.calls import settings, system_call
from trade.payouts.actions import make_bank_file, note_bank_file, take_bank_file
from trade.payouts.actions.send import Parcel
from trade.payouts.ports import Bank, BankRefused, BankUnclear
from trade.payouts.rules import FileState


def send_payouts() -> None:
    """Make files of what was approved, and hand over each whose outcome nobody knows; an error of one waits for the next time."""
    send_to(bank())


def bank() -> Bank:
    """The bank: its server where one is set, or else the folder."""
    address = settings().sftp
    return Folder(settings().bank) if address is None else Sftp(address, settings().bank)


def send_to(bank: Bank) -> None:
    """The same, to a given bank."""
    while _made():
        pass
    while (parcel := _taken()) is not None:
        outcome, answer = hand_over(bank, parcel)
        with system_call() as call:
            note_bank_file(call, parcel.file_id, state=outcome, answer=answer)


def _made() -> bool:
    with system_call() as call:
        return make_bank_file(call, write_payments) is not None


def _taken() -> Parcel | None:
    with system_call() as call:
        return take_bank_file(call)


def hand_over(bank: Bank, parcel: Parcel) -> tuple[FileState, str]:
    """Hand a file over; where it was tried before, ask first whether the bank has it. Nothing is ever sent under a new id."""
    send = partial(bank.submit, parcel.reference, parcel.content.encode())
    try:
        if parcel.is_first or not bank.knows(parcel.reference):
            send()
    except BankRefused as error:
        return FileState.REFUSED, str(error)
    except BankUnclear as error:
        return FileState.INTENDED, str(error)
    return FileState.DELIVERED, ""
