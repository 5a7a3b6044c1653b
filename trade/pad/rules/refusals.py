"""What the pad may refuse with."""

from __future__ import annotations

from trade.kernel.errors import DomainError


class NothingToPut(DomainError):
    """No line could be put into the cart."""


class PadTooLong(DomainError):
    """More lines than the pad holds; an upload is the way for those."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class RowsNeedAHand(DomainError):
    """All rows were asked for, and some of them cannot be ordered."""

    def __init__(self, bad: int) -> None:
        super().__init__(str(bad))
        self.bad = bad


class NameTaken(DomainError):
    """The organisation has a saved list of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooManyGoods(DomainError):
    """An upload holds more different goods than a cart takes."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most
