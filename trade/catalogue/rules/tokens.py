"""What a SKU is found by: the tokens of its names and codes, and what a search asks of them.

A token holds letters, digits and ideographs only. Ideographs are indexed one by one and in pairs, so that any stretch
of a run is found; readings from each syllable to the run's end, so that any stretch is found by its beginning; words
of letters from each of their letters on, for the same reason. A search asks for beginnings (``:*``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Final

from trade.catalogue.ports import Script
from trade.catalogue.rules.folding import kind_of, parts, plain, runs

TOKEN_MAX: Final = 24
SUFFIX_MIN: Final = 3
SYLLABLES_MAX: Final = 8
SPELLINGS_MAX: Final = 6
"""A stretch whose characters have many readings is indexed under so many spellings."""

SEARCH_MAX: Final = 120
SEARCH_TERMS_MAX: Final = 6
ASKED_MAX: Final = 16


def tokens_of(names: Iterable[str], codes: Iterable[str], script: Script) -> list[str]:
    """Return the tokens under which a SKU is found, sorted."""
    found: set[str] = set()
    for name in names:
        for run in runs(plain(name, script)):
            found.update(_ideographs(run, script) if kind_of(run) == "ideograph" else _letters(run))
    for code in codes:
        found.update(_code(plain(code, script)))
    return sorted(found - {""})


def search_terms(typed: str, script: Script) -> list[str]:
    """Cut what somebody typed into folded terms, each of which a SKU must contain."""
    return plain(typed[:SEARCH_MAX], script).split()[:SEARCH_TERMS_MAX]


def asked(terms: Iterable[str]) -> str:
    """Write terms as a PostgreSQL tsquery; empty where they hold nothing that could be found."""
    lexemes = (lexeme for term in terms for lexeme in _of_term(term))
    return " & ".join(dict.fromkeys(islice(lexemes, ASKED_MAX)))


def spelt(run: str, script: Script) -> str:
    """Write a run of ideographs in its commonest reading; empty where a character has none."""
    readings = [script.readings(character)[:1] for character in run]
    return "".join(reading[0] for reading in readings) if all(readings) else ""


def vocabulary(names: Iterable[str], script: Script) -> set[str]:
    """Return the words that a mistyped search may have meant: words of letters, and pairs of syllables."""
    found: set[str] = set()
    for name in names:
        for run in runs(plain(name, script)):
            if kind_of(run) == "letter":
                found.update(part[:TOKEN_MAX] for part in parts(run) if part.isalpha() and len(part) > SUFFIX_MIN)
            else:
                found.update(filter(None, (spelt(run[i : i + 2], script) for i in range(len(run) - 1))))
    return found


def _of_term(term: str) -> Iterator[str]:
    """Ask for each run of a term; a code that is typed with dashes may be written without."""
    found = list(runs(term))
    whole = "".join(found)
    may_be_code = len(found) > 1 and whole.isascii() and any(character.isdigit() for character in whole)
    for lexeme in (lexeme for run in found for lexeme in _asked(run)):
        yield f"({lexeme} | {whole[:TOKEN_MAX]}:*)" if may_be_code else lexeme


def _asked(run: str) -> Iterator[str]:
    if kind_of(run) == "letter":
        # One letter begins too many words to be looked for: it is found where it stands alone.
        yield f"{run[:TOKEN_MAX]}:*" if len(run) > 1 else run
    elif len(run) == 1:
        yield run
    else:
        yield from (run[i : i + 2] for i in range(len(run) - 1))


def _letters(run: str) -> Iterator[str]:
    yield run[:TOKEN_MAX]
    yield from (run[i : i + TOKEN_MAX] for i in range(1, len(run) - SUFFIX_MIN + 1))
    start = 0
    for part in parts(run):
        yield run[start : start + TOKEN_MAX]
        start += len(part)


def _code(code: str) -> Iterator[str]:
    """Find a code as it stands, without its dashes, and by each of its parts."""
    pieces = list(runs(code))
    yield "".join(pieces)[:TOKEN_MAX]
    for piece in pieces:
        yield piece[:TOKEN_MAX]


def _ideographs(run: str, script: Script) -> Iterator[str]:
    yield from run
    yield from (run[i : i + 2] for i in range(len(run) - 1))
    readings = [script.readings(character) for character in run]
    for start in range(len(run)):
        yield from _spellings(readings[start : start + SYLLABLES_MAX])


def _spellings(readings: Sequence[Sequence[str]]) -> Iterator[str]:
    """Spell a stretch in full and by initials, in its likeliest readings; it ends at what has none."""
    known = list(readings[: next((n for n, each in enumerate(readings) if not each), len(readings))])
    # The first characters vary first: what is typed is the beginning.
    for backwards in islice(product(*reversed(known)), SPELLINGS_MAX) if known else ():
        syllables = backwards[::-1]
        yield "".join(syllables)[:TOKEN_MAX]
        yield "".join(syllable[0] for syllable in syllables)
