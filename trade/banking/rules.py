"""Whose a line of a bank's statement is, with the reason: by reference, by amount, by name. Only a reference is certain."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.banking.ports import ReadLine, ReadStatement
from trade.kernel.errors import DomainError
from trade.kernel.money import Money


class LineState(StrEnum):
    """new → waiting → booked, or put aside with a reason by a person; a line put aside can be taken up again."""

    NEW = "new"
    """Entered, and not looked at yet: a job will."""
    WAITING = "waiting"
    BOOKED = "booked"
    ASIDE = "aside"


class Deed(StrEnum):
    """What a line is booked as."""

    PAYOUT = "payout"
    """The money of a payout has left."""
    RETURN = "return"
    """The money of a payout has come back."""
    RECEIPT = "receipt"
    """Money of an organisation's, for its wallet."""
    CHARGE = "charge"
    """What the bank keeps for itself."""
    TAX = "tax"
    """Tax on the platform's own services, paid to a tax office."""


class Why(StrEnum):
    """Why a line is thought to be something; the first two are certain."""

    REFERENCE = "reference"
    CODE = "code"
    ORDER = "order"
    NAME = "name"
    AMOUNT_AND_NAME = "amount_and_name"
    AMOUNT = "amount"
    LESS = "less"
    """The reference is that of a payout, the amount is less: the bank kept something."""
    OTHER_AMOUNT = "other_amount"
    """The reference is that of a payout, the amount cannot be."""
    DONE = "done"
    """What its reference names is in the books already."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line could be booked as. ``certain``: it is booked without a person."""

    deed: Deed | None
    target: UUID | None
    why: Why
    certain: bool = False


@dataclass(frozen=True, slots=True)
class KnownPayout:
    """A payout that left: ``booked`` and ``back`` say what the bank has shown of it already."""

    id: UUID
    reference: str
    amount: Money
    holder: str
    booked: bool
    back: bool
    refused: bool = False


@dataclass(frozen=True, slots=True)
class KnownPayer:
    """An organisation that pays in: ``orders`` are references of its orders that a line names."""

    id: UUID
    names: frozenset[str]
    code: str
    orders: frozenset[str] = frozenset()


NOTHING: Final = Proposal(None, None, Why.NOTHING)
_PAYOUT: Final = re.compile(r"PY-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{3}")
_ORDER: Final = re.compile(r"PO-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{3}")
_WORD: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{2,19}")
_FORMS: Final = frozenset({"LTD", "LIMITED", "PLC", "LLP", "INC", "GMBH", "CO", "COMPANY", "THE", "TA"})


def payout_references(line: ReadLine) -> set[str]:
    """The references of payouts that a line names, written as we write them."""
    return {_spelt(found) for found in _PAYOUT.findall(_words(line))}


def order_references(line: ReadLine) -> set[str]:
    """The references of orders that a line names."""
    return {_spelt(found) for found in _ORDER.findall(_words(line))}


def code_words(line: ReadLine) -> set[str]:
    """The words of a line that could be an organisation's code."""
    return set(_WORD.findall(_words(line)))


def plain_name(name: str) -> str:
    """Return a name as names are compared: without case, marks, and the form of the company."""
    kept = unicodedata.normalize("NFKC", name).upper()
    words = re.sub(r"[^\w]+", " ", kept).split()
    return " ".join(word for word in words if word not in _FORMS)


def judge_debit(line: ReadLine, amount: Money, payouts: Sequence[KnownPayout]) -> Proposal:
    """Return whose money has left with a line; ``amount`` is positive."""
    named = _named(line, payouts)
    if named is not None:
        if amount != named.amount or named.refused:
            return Proposal(None, named.id, Why.OTHER_AMOUNT)
        if named.booked:
            return Proposal(None, named.id, Why.DONE)
        return Proposal(Deed.PAYOUT, named.id, Why.REFERENCE, certain=True)
    alike = [known for known in payouts if known.amount == amount and not known.booked and not known.refused]
    by_name = [known for known in alike if line.name and plain_name(known.holder) == plain_name(line.name)]
    if len(by_name) == 1:
        return Proposal(Deed.PAYOUT, by_name[0].id, Why.AMOUNT_AND_NAME)
    if len(alike) == 1:
        return Proposal(Deed.PAYOUT, alike[0].id, Why.AMOUNT)
    return NOTHING


def judge_credit(
    line: ReadLine, amount: Money, payouts: Sequence[KnownPayout], payers: Sequence[KnownPayer]
) -> Proposal:
    """Return whose money has come in with a line: a payout's that came back, or an organisation's for its wallet."""
    named = _named(line, payouts)
    if named is not None:
        return _came_back(amount, named)
    words = code_words(line)
    by_order = [payer for payer in payers if payer.orders]
    if len(by_order) == 1:
        return Proposal(Deed.RECEIPT, by_order[0].id, Why.ORDER, certain=True)
    by_code = [payer for payer in payers if payer.code.upper() in words]
    if len(by_code) == 1 and not by_order:
        return Proposal(Deed.RECEIPT, by_code[0].id, Why.CODE, certain=True)
    name = plain_name(line.name)
    by_name = [payer for payer in payers if name and name in payer.names]
    if len(by_name) == 1:
        return Proposal(Deed.RECEIPT, by_name[0].id, Why.NAME)
    return NOTHING


def _came_back(amount: Money, known: KnownPayout) -> Proposal:
    if known.back or known.refused:
        return Proposal(None, known.id, Why.DONE)
    if amount == known.amount:
        return Proposal(Deed.RETURN, known.id, Why.REFERENCE, certain=True)
    less = amount.currency == known.amount.currency and amount.minor < known.amount.minor
    return Proposal(Deed.RETURN, known.id, Why.LESS) if less else Proposal(None, known.id, Why.OTHER_AMOUNT)


def _named(line: ReadLine, payouts: Sequence[KnownPayout]) -> KnownPayout | None:
    references = payout_references(line)
    found = [known for known in payouts if known.reference in references]
    return found[0] if len(found) == 1 else None


def fingerprints(statements: Iterable[ReadStatement]) -> list[list[bytes]]:
    """Return what tells each line from every other: the same line of another file, or another format, has the same.

    Lines that look alike are told apart by their number among their likes: on one statement, and on those of the file that
    go on where it ended, as the pages of a long one do.
    """
    found = list[list[bytes]]()
    seen, before, met = Counter[str](), None, set[tuple[str, int, int]]()
    for one in statements:
        name = (one.bank_id, one.opening_minor, one.closing_minor)
        if before is None or name in met or not _goes_on(before, one):
            seen = Counter[str]()
        found.append([_mark(one, line, seen) for line in one.lines])
        met.add(name)
        before = one
    return found


def _goes_on(before: ReadStatement, after: ReadStatement) -> bool:
    is_same = (before.account, before.currency) == (after.account, after.currency)
    return is_same and before.closing_minor == after.opening_minor


def _mark(statement: ReadStatement, line: ReadLine, seen: Counter[str]) -> bytes:
    said = line.bank_reference or line.reference or re.sub(r"\W+", "", line.text.upper())[:60]
    plain = f"{statement.account}|{statement.currency}|{line.booked_on}|{line.minor}|{said}"
    seen[plain] += 1
    return hashlib.sha256(f"{plain}|{seen[plain]}".encode()).digest()


def _words(line: ReadLine) -> str:
    return unicodedata.normalize("NFKC", f"{line.reference} {line.text}").upper()


def _spelt(found: str) -> str:
    letters = found.replace("-", "")
    return f"{letters[:2]}-{letters[2:6]}-{letters[6:]}"


class StatementBroken(DomainError):
    """The lines of a statement do not add up to what its balances differ by: ``gap`` is missing."""

    def __init__(self, bank_id: str, gap: Money) -> None:
        super().__init__(bank_id)
        self.bank_id = bank_id
        self.gap = gap


class StatementKnown(DomainError):
    """The file, or all of its statements, were taken in before."""


class LineDecided(DomainError):
    """Somebody has booked the line meanwhile."""


class TaxNotOwed(DomainError):
    """More left than the books say is owed to tax offices: ``owed``."""

    def __init__(self, owed: Money) -> None:
        super().__init__(str(owed))
        self.owed = owed


class DeedRefused(DomainError):
    """A line of this direction or amount is not this."""
