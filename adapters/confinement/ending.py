"""How a child ends that does not answer, and what an operator reads of it in the log."""

from __future__ import annotations

import signal
from enum import StrEnum
from typing import Final

from adapters.confinement.kinds import Kind

OUT_OF_MEMORY: Final = 71
FAILED: Final = 70


class Ended(StrEnum):
    """Which limit a child ran into, if any."""

    MEMORY = "memory"
    PROCESSOR = "processor"
    CLOCK = "clock"
    ANSWER = "answer"
    KILLED = "killed"
    """By the kernel as a rule: the machine's memory is used up, or it took no notice of the end of its time."""
    FAILED = "failed"


_BY_CODE: Final = {
    OUT_OF_MEMORY: Ended.MEMORY,
    -signal.SIGXCPU: Ended.PROCESSOR,
    -signal.SIGALRM: Ended.CLOCK,
    -signal.SIGKILL: Ended.KILLED,
}


class ChildEnded(Exception):
    """A child ended without a whole answer."""

    def __init__(self, ended: Ended, words: str) -> None:
        super().__init__(f"{ended}: {words}")
        self.ended = ended
        self.words = words


def why(code: int) -> Ended:
    """Tell by its exit code why a child ended."""
    return _BY_CODE.get(code, Ended.FAILED)


def tell(kind: Kind, ended: Ended, words: str = "") -> None:
    """Tell the operator. What the child said last is not to be trusted, so it is quoted and short."""
    has = {
        Ended.MEMORY: f"memory, {kind.memory >> 20} MB",
        Ended.PROCESSOR: f"processor, {kind.seconds} s",
        Ended.CLOCK: f"clock, {kind.patience} s",
        Ended.ANSWER: f"answer, {kind.answer >> 20} MB",
    }
    import logging  # noqa: PLC0415 - no child pays for it

    logging.getLogger(__name__).warning(
        "The child for %s ended without an answer: %s %.300r", kind.name, has.get(ended, ended), words
    )
