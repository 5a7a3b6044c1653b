"""What credit needs from outside: somebody who fits a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from trade.credit.rules.default import Learnt, Observation


class Learner(Protocol):
    """Learns from how invoices ended, and measures itself on those that it did not see."""

    def learn(self, rows: Sequence[Observation]) -> Learnt:
        """Fit a model to the older invoices and measure it on the newer ones; ``rows`` are by day, and enough."""
