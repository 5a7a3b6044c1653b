"""What joining and raising have in common: judging a commitment, its limits, its lines, the money held for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trade.credit import actions as credit
from trade.credit.rules import Means
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.ordering.held import HeldForNothing
from trade.ordering.spending import exceeded_limit
from trade.pooling.loading import OfferedPool
from trade.pooling.models import Commitment
from trade.pooling.rules import BeyondLimits, QuantityNotPooled


def judge_commitment(pool: OfferedPool, quantities: Mapping[UUID, int], only_from: int) -> None:
    """Raise ``NotFound`` for what the pool does not have, ``QuantityNotPooled`` for quantities it does not take."""
    if not 0 <= only_from < len(pool.quantities) or not quantities:
        raise NotFound("step", str(only_from))
    for sku_id, quantity in quantities.items():
        if sku_id not in pool.places:
            raise NotFound("sku", sku_id)
        good = pool.goods[pool.places[sku_id]]
        if not good.admits(quantity) or quantity > QUANTITY_MAX:
            raise QuantityNotPooled(sku_id, good.member_minimum, good.multiple)


def require_within_limits(work: Work, held: Money, *, replaces: UUID | None = None) -> None:
    """A commitment counts for the month as if it were ordered already; ``replaces`` is the one that is raised."""
    limit = exceeded_limit(work, [held], replaces=replaces)
    if limit is not None:
        raise BeyondLimits(limit, held)


def line_rows(
    pool: OfferedPool, commitment: Mapping[str, Any], quantities: Mapping[UUID, int], only_from: int
) -> list[dict[str, Any]]:
    """The lines of a commitment, with the prices they are held at."""
    return [
        {
            "commitment_id": commitment["id"], "sku_id": sku_id, "pool_id": pool.id,
            "buyer_id": commitment["buyer_id"], "seller_id": pool.seller_id, "quantity": quantity,
            "hold_price": pool.price(sku_id, only_from),
        }
        for sku_id, quantity in quantities.items()
    ]  # fmt: skip


def hold(work: Work, means: Means, commitment_id: UUID, amount: Money, what: str) -> None:
    """Set money of the actor's wallet aside, or reserve it of the credit line.

    Raises ``LimitExceeded`` where the wallet is short, ``CreditRefused`` where the line does not pay so much.
    """
    own = work.actor.organisation
    if not amount:
        return
    if means is Means.CREDIT:
        credit.reserve(work, own, amount)
    else:
        wallet, hold = Account(AccountKind.WALLET, own), Account(AccountKind.HOLD, own)
        post(work, f"commitment:{commitment_id}:{what}", transfer(wallet, hold, amount))


def for_nothing(one: Commitment) -> HeldForNothing:
    """What is held for a commitment that comes to nothing."""
    held = Money(one.held_minor, one.currency)
    return HeldForNothing(one.buyer_id, held, Means(one.means), f"commitment:{one.id}:released")


def tell_member(work: Work, pool: OfferedPool, commitment_id: UUID, verb: str, told: Mapping[str, Any]) -> None:
    """Record what a member did: for the member alone, since nobody else is to know who buys."""
    work.record(verb, "commitment", commitment_id, after={"pool": str(pool.id), "reference": pool.reference, **told})
