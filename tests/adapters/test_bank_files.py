"""Files of real banks are read in a child; hostile ones harm nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bank import plain_of, read_bank_file, reading_of
from adapters.bank.mt940 import read_mt940
from adapters.bank.xml import read_xml
from trade.banking.ports import BankFileRefused, FileFault, FileKind

FILES = Path(__file__).parent / "bank_files"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>"""
SHORT = """:20:START
:25:50880050/0194787400888
:28C:0
:60F:C260309EUR100,00
:61:2603090309{mark}40,00NTRFNONREF//B1
:86:{text}
:62F:{closing}
"""
REPORT = """<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>PF-7GQ2-K81</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>PY-7GQ2-K81</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>
<OrgnlTxRef><Amt><InstdAmt Ccy="GBP">87.21</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>PY-7GQ2-K82</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


def test_two_statements_of_one_camt_file_follow_each_other_and_add_up() -> None:
    reading = read_bank_file((FILES / "camt053.v2.multi.statement.xml").read_bytes())
    first, second = reading.statements
    assert (first.account, first.currency) == ("NL26VAYB8060476890", "EUR")
    assert [one.gap_minor for one in reading.statements] == [0, 0]
    assert first.closing_minor == second.opening_minor == 2700
    assert first.lines[0].reference == "000000001"
    assert reading_of(plain_of(reading)) == reading


def test_a_page_of_a_statement_begins_and_ends_with_balances_between() -> None:
    content = (FILES / "camt053.v2.multi.statement.xml").read_text()
    pages = content.replace("OPBD", "ITBD").replace("CLBD", "ITBD")
    assert pages.count("<Cd>ITBD</Cd>") == 4
    found, whole = read_xml(pages.encode()), read_xml(content.encode())
    assert found.statements == whole.statements


def test_mt940_of_a_dutch_bank() -> None:
    reading = read_bank_file((FILES / "rabobank-iban-jejik.sta").read_bytes())
    assert [(one.opening_minor, one.closing_minor, one.gap_minor) for one in reading.statements] == [
        (100000, 96500, 0), (96500, 93000, 0),
    ]  # fmt: skip
    assert reading.statements[0].account == "NL71RABO0123456789"
    assert reading.statements[0].lines[0].booked_on == date(2013, 1, 1)


def test_mt940_of_a_german_bank_says_who_and_what_for() -> None:
    reading = read_bank_file((FILES / "sepa_snippet-betterplace.sta").read_bytes())
    line = reading.statements[0].lines[1]
    assert (line.minor, line.bank_reference) == (15455193, "0724710324647450")
    assert "Quentin Quast" in line.name
    assert "Strukturierter Verwendungszweck" in line.text


def test_a_credit_that_the_bank_takes_back_leaves_the_account() -> None:
    reading = read_mt940(SHORT.format(mark="RC", closing="C260309EUR60,00", text="SUB"))
    assert [(one.lines[0].minor, one.gap_minor) for one in reading.statements] == [(-4000, 0)]


def test_what_no_database_keeps_is_refused_and_what_is_too_long_is_cut() -> None:
    with pytest.raises(BankFileRefused) as caught:
        read_bank_file(SHORT.format(mark="D", closing="C260309EUR60,00", text="S\0B").encode())
    assert caught.value.fault is FileFault.BROKEN
    content = (FILES / "camt053.v2.multi.statement.xml").read_bytes()
    reading = read_xml(content.replace(b"<Stmt>\n", b"<Stmt>", 1).replace(b"NL26VAYB8060476890", b"N" * 90))
    assert {len(one.account) for one in reading.statements} == {35}


@pytest.mark.parametrize("name", ["abnamro-jejik.sta", "triodos-jejik.sta", "camt053.v2.all-balance-types.xml"])
def test_samples_that_were_cut_do_not_add_up_and_it_is_seen(name: str) -> None:
    reading = read_bank_file((FILES / name).read_bytes())
    assert all(statement.gap_minor for statement in reading.statements)


def test_a_report_says_what_became_of_each_payment() -> None:
    reading = read_xml(REPORT.encode())
    assert reading.kind is FileKind.REPORT
    assert [(p.reference, p.status, p.code, p.minor) for p in reading.payments] == [
        ("PY-7GQ2-K81", "RJCT", "AC04", 8721), ("PY-7GQ2-K82", "ACSC", "", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \n", FileFault.EMPTY),
        (BOMB, FileFault.DOCTYPE),
        (OUTSIDE, FileFault.DOCTYPE),
        (OUTSIDE.decode().encode("utf-16"), FileFault.DOCTYPE),
        (b"<Document><BkToCstmrStmt><Stmt>", FileFault.BROKEN),
        (b"<Document/>", FileFault.NOT_A_BANKS),
        (b"Date;Amount\n1;2\n", FileFault.NOT_A_BANKS),
        (b"PK\x03\x04", FileFault.NOT_A_BANKS),
        (b"<a>" * 200_000, FileFault.BROKEN),
    ],
)
def test_what_is_no_statement_is_refused_with_the_reason(content: bytes, fault: FileFault) -> None:
    with pytest.raises(BankFileRefused) as caught:
        read_bank_file(content)
    assert caught.value.fault is fault


def test_a_statement_in_a_strange_currency_is_refused() -> None:
    with pytest.raises(BankFileRefused) as caught:
        read_xml((FILES / "camt053.v8.xml").read_bytes())
    assert caught.value.fault is FileFault.CURRENCY


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_files_are_refused_or_read_and_never_fail(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["camt053.v2.multi.statement.xml", "sepa_snippet-betterplace.sta"]))
    content = bytearray((FILES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    try:
        reading = read_xml(bytes(content)) if name.endswith("xml") else read_mt940(content.decode("latin-1"))
    except BankFileRefused:
        return
    assert all(isinstance(line.minor, int) for one in reading.statements for line in one.lines)


GROUP = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<OrgnlGrpInfAndSts><OrgnlMsgId>PF-7GQ2-K81</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>PF-7GQ2-K81-1</OrgnlPmtInfId>{info}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""
REASON = "<StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>"
ONE = "<TxInfAndSts><OrgnlEndToEndId>PY-1</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>"
WHOLE = ("PF-7GQ2-K81", "RJCT", "AM04")


@pytest.mark.parametrize(
    ("group", "info", "said"),
    [
        (f"<GrpSts>RJCT</GrpSts>{REASON}", "", [WHOLE]),
        ("", f"<PmtInfSts>RJCT</PmtInfSts>{REASON}", [WHOLE]),
        ("<GrpSts>PART</GrpSts>", f"<PmtInfSts>RJCT</PmtInfSts>{REASON}{ONE}", [WHOLE, ("PY-1", "RJCT", "")]),
        ("<GrpSts>PART</GrpSts>", f"<PmtInfSts>PART</PmtInfSts>{ONE}", [("PY-1", "RJCT", "")]),
        ("<GrpSts>ACCP</GrpSts>", "", [("PF-7GQ2-K81", "ACCP", "")]),
        ("", "<PmtInfSts>ACTC</PmtInfSts>", [("PF-7GQ2-K81", "ACTC", "")]),
    ],
)
def test_a_report_on_all_of_a_file_speaks_of_the_file(group: str, info: str, said: list[tuple[str, str, str]]) -> None:
    reading = read_xml(GROUP.format(group=group, info=info).encode())
    assert [(one.reference, one.status, one.code) for one in reading.payments] == said
