"""The one way to have a child look at what strangers sent, or draw what they wrote: it holds nothing of ours, and can do nothing."""

from adapters.confinement.asking import Running, asked, child_of, started
from adapters.confinement.closing import confine
from adapters.confinement.ending import FAILED, OUT_OF_MEMORY, ChildEnded, Ended, tell, why
from adapters.confinement.kinds import BANK, FILES, PAPERS, PICTURES, SHEETS, Kind
from adapters.confinement.serving import serve

__all__ = [
    "BANK",
    "FAILED",
    "FILES",
    "OUT_OF_MEMORY",
    "PAPERS",
    "PICTURES",
    "SHEETS",
    "ChildEnded",
    "Ended",
    "Kind",
    "Running",
    "asked",
    "child_of",
    "confine",
    "serve",
    "started",
    "tell",
    "why",
]
