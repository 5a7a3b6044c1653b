"""The parent's side of reading a bank's file: it starts the child, and believes nothing of what was not finished."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from adapters.confinement import BANK, ChildEnded, asked
from trade.banking.ports import (
    FILE_BYTES,
    BankFileRefused,
    BankReading,
    FileFault,
    FileKind,
    ReadLine,
    ReadPayment,
    ReadStatement,
)


def read_bank_file(content: bytes) -> BankReading:
    """Return what a bank's file says; see :class:`trade.banking.ports.ReadBankFile`."""
    if len(content) > FILE_BYTES:
        raise BankFileRefused(FileFault.TOO_LARGE)
    try:
        answer: dict[str, Any] = json.loads(asked(BANK, content))
    except ChildEnded as error:
        raise BankFileRefused(FileFault.TOO_HEAVY) from error
    if "fault" in answer:
        raise BankFileRefused(FileFault(answer["fault"]), row=int(answer.get("row", 0)))
    return reading_of(answer["reading"])


def reading_of(told: dict[str, Any]) -> BankReading:
    """Return the reading that JSON says."""
    return BankReading(
        FileKind(told["kind"]),
        [_statement(one) for one in told["statements"]],
        [ReadPayment(**one) for one in told["payments"]],
    )


def _statement(told: dict[str, Any]) -> ReadStatement:
    lines = [ReadLine(**{**line, "booked_on": date.fromisoformat(line["booked_on"])}) for line in told["lines"]]
    days = {name: date.fromisoformat(told[name]) for name in ("opened_on", "closed_on")}
    return ReadStatement(**{**told, **days, "lines": lines})


def plain_of(reading: BankReading) -> dict[str, Any]:
    """Return what JSON says of a reading."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(reading), default=date.isoformat))
    return plain
