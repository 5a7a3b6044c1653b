"""A payout leaves exactly once, whatever the bank does with the file or says of it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.bank import Folder, write_payments
from jobs.payouts import hand_over
from tests.adapters.sftp_server import serving
from tests.trade.market import Market, gbp
from tests.trade.payouts.fake_bank import FakeBank, Fault
from tests.trade.payouts.paying import approved_batch, assert_books_agree, carry, sellers_with_money
from tests.trade.payouts.sftp_bank import BankBySftp
from trade.kernel.actor import Actor
from trade.payouts.actions import (
    make_bank_file,
    note_bank_file,
    prepare_payout,
    take_bank_file,
    take_payment_report,
)
from trade.payouts.actions.send import FILE_MAX, NoDebtorAccount
from trade.payouts.ports import BankRefused, BankUnclear
from trade.payouts.reporting import PaymentReport, PaymentStatus, ReportOutcome
from trade.payouts.rules import FileState

SYSTEM = Actor.system()
NO_ACCOUNT = text("UPDATE bank_accounts SET account = ''")
DAY = 200


def pay(market: Market, bank: FakeBank, count: int, files: int) -> None:
    """Pay so many sellers in so many files through a bank with every fault, and hear all that it says."""
    for part in range(files):
        sellers_with_money(market, count // files, minor=10_000 + part)
        approved_batch(market)
        carry(market, bank)
    for report in bank.callbacks():
        take_payment_report(market.by(SYSTEM), report)


def assert_each_once(market: Market, bank: FakeBank, count: int) -> None:
    assert (len(bank.booked), set(bank.booked.values())) == (count, {1})
    assert {len(ids) for ids in bank.came_in.values()} == {1}, "a payment came under another id"
    assert market.rows("SELECT state, count(*) FROM payouts GROUP BY 1") == [("booked", count)]
    assert market.rows("SELECT count(*) FROM bank_files WHERE state <> 'delivered'") == [(0,)]
    assert market.balance("payout_clearing") == 0
    said = market.rows("SELECT count(*) FROM payouts WHERE said_minor IS NOT NULL")[0][0]
    assert said == len(bank.wrong)
    assert_books_agree(market)


def test_p9_each_payout_is_booked_once_through_every_fault(market: Market) -> None:
    bank = FakeBank(random.Random(9))
    pay(market, bank, DAY, files=20)
    assert_each_once(market, bank, DAY)
    assert set(bank.faults) == set(Fault)
    assert bank.asked > 0


def test_p9_each_payout_is_booked_once_through_every_fault_of_a_server(market: Market, tmp_path: Path) -> None:
    with serving(tmp_path / "bank") as server:
        bank = BankBySftp(random.Random(11), server=server, ours=tmp_path / "ours")
        pay(market, bank, DAY, files=20)
    assert_each_once(market, bank, DAY)
    assert set(bank.faults) == set(Fault)
    assert len(server.faults.happened) >= 20
    assert bank.asked > 0


@pytest.mark.soak
def test_p9_at_its_long_size(market: Market) -> None:
    bank = FakeBank(random.Random(99))
    pay(market, bank, 5_000, files=250)
    assert_each_once(market, bank, 5_000)


def test_a_wrong_amount_is_never_booked_and_a_person_is_told(market: Market) -> None:
    sellers_with_money(market, 1)
    approved_batch(market)
    ((payout_id, reference),) = market.rows("SELECT id, reference FROM payouts")
    wrong = PaymentReport(reference, PaymentStatus.BOOKED, gbp(9_999))
    for _ in range(2):
        assert take_payment_report(market.by(SYSTEM), wrong) is ReportOutcome.DIFFERS
    assert market.rows("SELECT state, said_minor FROM payouts") == [("sent", 9_999)]
    assert market.verbs(payout_id)[2:] == ["settlement.payout_questioned"]
    assert (
        take_payment_report(market.by(SYSTEM), PaymentReport("PY-NONE-XXX", PaymentStatus.BOOKED))
        is ReportOutcome.STRANGE
    )


def test_a_refusal_makes_it_payable_again_and_another_payout_goes_out_theme_20(market: Market) -> None:
    (seller,) = sellers_with_money(market, 1)
    approved_batch(market)
    ((reference,),) = market.rows("SELECT reference FROM payouts")
    refusal = PaymentReport(reference, PaymentStatus.REJECTED, code="AC04")
    assert take_payment_report(market.by(SYSTEM), refusal) is ReportOutcome.NOTED
    assert take_payment_report(market.by(SYSTEM), refusal) is ReportOutcome.KNOWN
    assert (
        take_payment_report(market.by(SYSTEM), PaymentReport(reference, PaymentStatus.BOOKED)) is ReportOutcome.DIFFERS
    )
    assert market.rows("SELECT state, return_code FROM payouts") == [("refused", "AC04")]
    assert market.balance("payout_clearing") == 0
    prepare_payout(market.by(market.maker), seller_id=seller, currency="GBP")
    assert_books_agree(market)


def test_a_file_that_the_bank_refuses_as_a_whole_gives_everything_back(market: Market) -> None:
    class Strict:
        def submit(self, reference: str, content: bytes) -> None:
            raise BankRefused("not in order")

        def knows(self, reference: str) -> bool:
            return False

    sellers_with_money(market, 3)
    approved_batch(market)
    carry(market, Strict())
    assert market.rows("SELECT state, answer FROM bank_files") == [("refused", "not in order")]
    assert market.rows("SELECT state, return_code, count(*) FROM payouts GROUP BY 1, 2") == [("refused", "FILE", 3)]
    assert market.balance("payout_clearing") == 0
    assert_books_agree(market)


def test_whoever_holds_a_file_is_left_alone_until_the_lease_ends(market: Market) -> None:
    sellers_with_money(market, 1)
    approved_batch(market)
    make_bank_file(market.by(SYSTEM), write_payments)
    first = take_bank_file(market.by(SYSTEM))
    assert first is not None
    assert first.is_first
    assert take_bank_file(market.by(SYSTEM)) is None
    market.later(seconds=31)
    again = take_bank_file(market.by(SYSTEM))
    assert again is not None
    assert (again.content, again.reference, again.is_first) == (first.content, first.reference, False)
    note_bank_file(market.by(SYSTEM), first.file_id, state=FileState.DELIVERED)
    note_bank_file(market.by(SYSTEM), first.file_id, state=FileState.REFUSED)  # too late: the bank has it
    assert market.rows("SELECT state FROM bank_files") == [("delivered",)]


def test_no_file_without_an_account_to_pay_from_and_none_above_its_size(market: Market) -> None:
    sellers_with_money(market, 2)
    approved_batch(market)
    with market.as_system() as session:
        session.execute(NO_ACCOUNT)
    with market.refuses(NoDebtorAccount):
        make_bank_file(market.by(SYSTEM), write_payments)
    assert FILE_MAX == 500


def test_a_folder_takes_a_file_once_and_keeps_its_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.submit("PF-1", b"one")
    folder.submit("PF-1", b"one")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["PF-1.xml"]
    (tmp_path / "out" / "PF-1.xml").unlink()  # the bank's own program has taken it away
    folder.submit("PF-1", b"one")
    assert list((tmp_path / "out").iterdir()) == []
    assert folder.knows("PF-1")
    with pytest.raises(BankRefused):
        folder.submit("PF-1", b"two")


@pytest.mark.parametrize("killed", ["link", "rename"])
@pytest.mark.parametrize("after", [False, True])
def test_a_file_lies_in_the_folder_once_wherever_its_writer_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: str, *, after: bool
) -> None:
    real, folder, out = getattr(os, killed), Folder(tmp_path), tmp_path / "out"

    def kill(*places: Path) -> None:
        if after:
            real(*places)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, killed, kill)
    with pytest.raises(KeyboardInterrupt):
        folder.submit("PF-1", b"one")
    monkeypatch.setattr(os, killed, real)
    lay = taken_away(out)
    for _ in range(2):  # as the job does it
        if not folder.knows("PF-1"):
            folder.submit("PF-1", b"one")
        lay += taken_away(out)
    assert lay == ["PF-1.xml"]


def taken_away(out: Path) -> list[str]:
    """Take away what lies there, as the bank's own program does."""
    found = list(out.glob("*.xml"))
    for path in found:
        path.unlink()
    return [path.name for path in found]


def test_a_folder_that_is_gone_is_unclear_and_nothing_is_half_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BankUnclear):
        Folder(tmp_path / "file").submit("PF-1", b"one")


def test_an_unclear_answer_is_kept_beside_the_file(market: Market) -> None:
    class Silent:
        def submit(self, reference: str, content: bytes) -> None:
            raise BankUnclear("no answer")

        def knows(self, reference: str) -> bool:
            raise BankUnclear("no answer")

    sellers_with_money(market, 1)
    approved_batch(market)
    make_bank_file(market.by(SYSTEM), write_payments)
    parcel = take_bank_file(market.by(SYSTEM))
    assert parcel is not None
    assert hand_over(Silent(), parcel) == (FileState.INTENDED, "no answer")
