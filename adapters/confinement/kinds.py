"""Every kind of child, and what each may use. What none of them may is the same for all: :func:`adapters.confinement.confine`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trade.kernel.ports import SheetLimits

_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """The limits of one kind of child."""

    name: str
    """The folder of ``adapters`` whose ``child`` it runs."""
    memory: int
    """Bytes of addresses, Python and its libraries included; what is really used is less."""
    seconds: int
    """Of the processor's time."""
    patience: int
    """Seconds by the clock, a busy machine included, after which it is given up."""
    answer: int
    """Bytes that we hear of it at most; for a sheet, at once."""


FILES: Final = Kind("files", memory=256 * _MB, seconds=5, patience=20, answer=16 * _MB)
"""Looks at a photo or a document that was sent, in a fork of a child that stands ready."""
SHEETS: Final = Kind(
    "sheets", memory=SheetLimits().memory_bytes, seconds=SheetLimits().seconds, patience=30, answer=64 * _MB
)
"""Reads a sheet; whoever asks may give it less, and takes its rows as slowly as he likes."""
BANK: Final = Kind("bank", memory=512 * _MB, seconds=15, patience=40, answer=128 * _MB)
"""Reads a file that a bank sent, or somebody in its name."""
PICTURES: Final = Kind("pictures", memory=1024 * _MB, seconds=20, patience=60, answer=16 * _MB)
"""Draws a product's picture anew, in three formats."""
PAPERS: Final = Kind("papers", memory=1024 * _MB, seconds=15, patience=20, answer=32 * _MB)
"""Sets a paper whose words strangers wrote."""
