"""What a buyer can pay from in a currency: the wallet, and a credit line where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trade.credit.queries import Standing, standing_of
from trade.credit.rules import Means
from trade.kernel.money import Money
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from web.access import actor, session
from web.filters import money
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Purse:
    """What is in the wallet, and how the line stands."""

    wallet: Money
    line: Standing

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Means to choose from, with what there is of each."""
        has_line = self.line.state is not None
        return [(means, self.name(means)) for means in Means if means is Means.WALLET or has_line]

    def usual(self, total: Money) -> Means:
        """What to begin with for a total: the wallet, or the line where it reaches and the wallet does not."""
        return Means.CREDIT if self.wallet < total and self.line.refuses(total) is None else Means.WALLET

    def name(self, means: Means) -> str:
        """A means with what there is of it."""
        if means is Means.CREDIT:
            return _("Line of credit, %(amount)s free", amount=money(self.line.available))
        return _("Wallet, %(amount)s in it", amount=money(self.wallet))


def purse(currency: str, at: datetime) -> Purse:
    """Look into the purse of the actor's organisation."""
    own = actor().organisation
    found = balances(session(), AccountKind.WALLET, own)
    wallet = next((amount for amount in found if amount.currency == currency), Money.zero(currency))
    return Purse(wallet, standing_of(session(), own, currency, at))
