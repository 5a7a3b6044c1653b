"""What papers ask of the outside world: somebody who sets them as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from trade.kernel.errors import DomainError


class PaperTooLong(DomainError):
    """The paper has more rows than anybody prints; its file for a spreadsheet has them all."""


class PaperSetter(Protocol):
    """Sets a sheet as PDF whose text can be selected and searched. Raises ``PaperTooLong``."""

    def __call__(self, sheet: Mapping[str, Any]) -> bytes:
        """Return the file.

        ``sheet``: ``lang``, ``width`` (``a4``, or ``80mm`` for a printer of slips), ``title``, ``lead`` (lines under the
        title), ``parties`` and ``facts`` (lists of (label, text); each party is a heading with lines), ``tables`` (each with
        ``caption``, ``columns`` of (label, kind), ``rows`` and ``sums`` of texts), ``notes``, ``foot``. All are texts as the
        page shows them.
        """
