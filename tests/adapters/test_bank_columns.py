"""Statements as CSV: titles in two languages, nothing guessed, and a row that does not follow is named."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.bank import read_bank_file
from trade.banking.ports import BankFileRefused, BankReading, FileFault, FileKind

HEAD = "Account,Currency,Date,Amount,Balance,Name,Description\n"
ENGLISH = (
    HEAD
    + """GB29 NWBK,GBP,2026-03-09,100.00,600.00,Corner Shop,PO-7GQ2-K81
GB29 NWBK,GBP,2026-03-09,-12.50,587.50,Bank,Charges
GB29 NWBK,GBP,2026-03-10,"1,000.00","1,587.50",Other Shop,"two, with a comma"
"""
)
CHINESE = """中国某某银行 对账单
账号;币种;交易日期;借方发生额;贷方发生额;余额;对方户名;摘要;交易流水号
6222;CNY;2026/03/09;;1.000,00;1.500,00;街角小店;货款;88001
6222;CNY;20260310;250,00;;1.250,00;平台;手续费;88002
"""


def row(
    day: str = "2026-03-10", amount: str = "1.00", balance: str = "601.00", currency: str = "GBP", account: str = "GB29"
) -> str:
    first = "GB29,GBP,2026-03-09,100.00,600.00,A,first\n"
    return HEAD + first + f'{account},{currency},{day},"{amount}","{balance}",B,second\n'


def read(text: str, encoding: str = "utf-8") -> BankReading:
    return read_bank_file(text.encode(encoding))


def test_english_columns_oldest_first_or_newest_first_are_the_same_statement() -> None:
    reading = read(ENGLISH)
    (found,) = reading.statements
    assert (reading.kind, found.account, found.currency, found.gap_minor) == (FileKind.CSV, "GB29NWBK", "GBP", 0)
    assert (found.opening_minor, found.closing_minor) == (50_000, 158_750)
    assert (found.opened_on, found.closed_on) == (date(2026, 3, 9), date(2026, 3, 10))
    assert [(line.minor, line.name, line.text) for line in found.lines] == [
        (10_000, "Corner Shop", "PO-7GQ2-K81"), (-1_250, "Bank", "Charges"), (100_000, "Other Shop", "two, with a comma"),
    ]  # fmt: skip
    head, *rows = ENGLISH.splitlines(keepends=True)
    assert read("".join([head, *rows[::-1]])) == reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_columns_below_a_title_with_debit_and_credit_apart(encoding: str) -> None:
    (found,) = read(CHINESE, encoding).statements
    assert (found.account, found.currency, found.opening_minor, found.closing_minor) == ("6222", "CNY", 50_000, 125_000)
    assert [(line.minor, line.name, line.bank_reference) for line in found.lines] == [
        (100_000, "街角小店", "88001"), (-25_000, "平台", "88002"),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", ["1.00", "+1.00", "£1.00", "1", "1,00", "１.００"])
def test_amounts_that_say_one_thing(amount: str) -> None:
    assert read(row(amount=amount)).statements[0].lines[1].minor == 100


@pytest.mark.parametrize("amount", ["-1.00", "(1.00)", "1.00-", "−1.00"])
def test_amounts_that_left(amount: str) -> None:
    assert read(row(amount=amount, balance="599.00")).statements[0].lines[1].minor == -100


@pytest.mark.parametrize(
    ("text", "fault", "number"),
    [
        (row(day="09/03/2026"), FileFault.CSV_DAY, 3),
        (row(day="2026-02-30"), FileFault.CSV_DAY, 3),
        (row(amount="one"), FileFault.CSV_AMOUNT, 3),
        (row(amount="1.005"), FileFault.CSV_AMOUNT, 3),
        (row(balance="700.00"), FileFault.CSV_BALANCE, 3),
        (row(currency="EUR"), FileFault.CSV_MIXED, 0),
        (row(account="other"), FileFault.CSV_MIXED, 0),
        (HEAD, FileFault.EMPTY, 0),
        (row().replace("GBP", ""), FileFault.CSV_CURRENCY, 0),
        (row().replace("GBP", "XXX"), FileFault.CURRENCY, 0),
        (row().replace("GB29", ""), FileFault.CSV_ACCOUNT, 0),
        ("Date,Amount\n2026-03-09,1.00\n", FileFault.NOT_A_BANKS, 0),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_one_way_only_is_refused_with_its_row(text: str, fault: FileFault, number: int) -> None:
    with pytest.raises(BankFileRefused) as refused:
        read(text)
    assert (refused.value.fault, refused.value.row) == (fault, number)
