"""The bank with faults, reached by SFTP: its server stumbles on the way, and takes away what lies there whenever it likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from adapters.sftp.bank import Sftp
from tests.adapters.sftp_server import SftpBank
from tests.trade.payouts.fake_bank import FakeBank, Fault, payments_of
from trade.payouts.ports import BankUnclear
from trade.payouts.reporting import PaymentReport

MOMENTS: Final = [
    ("before", "write"), ("after", "write"), ("before", "stat"), ("before", "rename"), ("after", "rename"),
]  # fmt: skip


@dataclass
class BankBySftp(FakeBank):
    """Books what it finds in its folder; a file that lies there a second time is a payment made twice."""

    server: SftpBank = field(kw_only=True)
    ours: Path = field(kw_only=True)

    def submit(self, reference: str, content: bytes) -> None:
        """Let the adapter put a file there, while something goes wrong two times in three."""
        for end_to_end, _ in payments_of(content):
            self.came_in.setdefault(end_to_end, set()).add(reference)
        self._stumble()
        try:
            self._sftp().submit(reference, content)
        finally:
            if self.chance.random() < 0.5:
                self._take_away()

    def knows(self, reference: str) -> bool:
        """Let the adapter find out; sometimes that is cut off too."""
        self.asked += 1
        if self._draw() is Fault.ERROR:
            raise BankUnclear(Fault.ERROR)
        self.server.faults.clear()
        return self._sftp().knows(reference)

    def _sftp(self) -> Sftp:
        return Sftp(self.server.address(seconds=2), self.ours)

    def _stumble(self) -> None:
        self.server.faults.clear()
        if self.chance.random() < 0.67:
            when, request = self.chance.choice(MOMENTS)
            self.server.faults.plan(when, request, self.chance.choice(["cut", "cut", "full"]))

    def callbacks(self) -> Iterator[PaymentReport]:
        """Take what lies there still; then say what became of all of it."""
        self._take_away()
        return super().callbacks()

    def _take_away(self) -> None:
        for path in (self.server.root / "out").glob("[!.]*.xml"):
            assert path.stem not in self.files, "it lay there twice"
            self._take(path.stem, path.read_bytes())
            path.unlink()
