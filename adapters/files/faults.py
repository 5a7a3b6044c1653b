"""How the child says no."""

from __future__ import annotations

from trade.files.rules import FileFault


class Refused(Exception):
    """A file is not taken."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault)
        self.fault = fault
