"""What joining and raising have in common: judging a commitment, its limits, its lines, the money held for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.money import Money
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.ordering.spending import exceeded_limit
from trade.pooling.loading import OfferedPool
from trade.pooling.models import Commitment
from trade.pooling.rules import BeyondLimits, CommitmentState, QuantityNotPooled


def person_of(work: Work) -> UUID:
    """Who answers for a commitment; a program without a person answers for none."""
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    return work.actor.person_id


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


_PROMISED: Final = select(func.coalesce(func.sum(Commitment.held_minor), 0)).where(
    Commitment.buyer_id == bindparam("buyer"),
    Commitment.person_id == bindparam("person"),
    Commitment.currency == bindparam("currency"),
    Commitment.state == CommitmentState.OPEN,
    Commitment.pool_id != bindparam("pool"),
)


def require_within_limits(work: Work, pool: OfferedPool, held: Money) -> None:
    """What a member has committed to in other pools counts for the month, as if it were ordered already."""

    def promised(currency: str) -> Money:
        own = {"buyer": work.actor.organisation, "person": work.actor.person_id}
        found = prepared.run(work.session, _PROMISED, own | {"currency": currency, "pool": pool.id})
        return Money(int(found.scalar_one()), currency)

    limit = exceeded_limit(work, [held], promised)
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


def hold(work: Work, commitment_id: UUID, amount: Money, what: str) -> None:
    """Set money of the actor's wallet aside; ``LimitExceeded`` where the wallet is short."""
    own = work.actor.organisation
    if amount:
        wallet, hold = Account(AccountKind.WALLET, own), Account(AccountKind.HOLD, own)
        post(work, f"commitment:{commitment_id}:{what}", transfer(wallet, hold, amount))


def tell_member(work: Work, pool: OfferedPool, commitment_id: UUID, verb: str, told: Mapping[str, Any]) -> None:
    """Record what a member did: for the member alone, since nobody else is to know who buys."""
    work.record(verb, "commitment", commitment_id, after={"pool": str(pool.id), "reference": pool.reference, **told})
