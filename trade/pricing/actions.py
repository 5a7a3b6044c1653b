"""Setting prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.actions import ProductMade, ProductSheet, create_product, edit_product
from trade.catalogue.models import SKU
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.pricing.models import Ladder, PriceList
from trade.pricing.queries import holding_steps
from trade.pricing.rules import LadderProblem, Step, problems_of, refit


class LadderRefused(DomainError):
    """A ladder that cannot be saved; ``problems`` names row index and reason."""

    def __init__(self, problems: list[tuple[int, LadderProblem]]) -> None:
        super().__init__(str(problems))
        self.problems = problems


class LadderUnfit(LadderRefused):
    """The ladder that holds no longer fits its SKU; ``refitted`` is the nearest one that would."""

    def __init__(self, problems: list[tuple[int, LadderProblem]], refitted: tuple[Step, ...]) -> None:
        super().__init__(problems)
        self.refitted = refitted


@action(Permission.SELL)
def set_ladder(work: Work, sku_id: UUID, *, steps: Sequence[Step]) -> UUID:
    """Price one of the actor's SKUs from now on; the ladder before ends at this instant.

    Raises ``LadderRefused`` when the ladder has gaps, rises, or ignores MOQ and multiple.
    """
    sku = lock_one(
        work.session,
        select(SKU).where(SKU.id == sku_id, SKU.seller_id == work.actor.organisation),
    )
    if sku is None:
        raise NotFound("sku", sku_id)
    problems = problems_of(steps, sku.quantity_rule)
    if problems:
        raise LadderRefused(problems)
    return change_ladder(work, sku, steps)


@action(Permission.SELL)
def offer_product(work: Work, sheet: ProductSheet, *, steps: Sequence[Step] = ()) -> ProductMade:
    """Add a product together with its prices; without steps nobody can order it yet.

    Raises ``LadderRefused`` when the steps don't fit its MOQ and multiple.
    """
    made = create_product.within(work, sheet)
    if steps:
        set_ladder.within(work, made.sku_id, steps=steps)
    return made


@action(Permission.SELL)
def change_offer(
    work: Work, product_id: UUID, *, sheet: ProductSheet, version: int, steps: Sequence[Step] = ()
) -> UUID:
    """Change a product and its prices, both or neither. Without steps, or with those that hold, the ladder stays.

    Raises ``LadderUnfit`` when MOQ or multiple changed so that the ladder that would stay no longer fits.
    """
    edit_product.within(work, product_id, sheet=sheet, version=version)
    sku = lock_one(work.session, select(SKU).where(SKU.product_id == product_id))
    if sku is None:
        raise NotFound("product", product_id)
    holding = holding_steps(work.session, sku.id, work.at)
    if steps and tuple(steps) != holding:
        set_ladder.within(work, sku.id, steps=steps)
    elif holding and problems_of(holding, sku.quantity_rule):
        raise LadderUnfit(problems_of(holding, sku.quantity_rule), refit(holding, sku.quantity_rule))
    return product_id


def change_ladder(work: Work, sku: SKU, steps: Sequence[Step]) -> UUID:
    """End the ladder that holds now and begin ``steps``; the SKU's row is locked by the caller.

    Of two changes at the same time the later to get the lock wins, even if it was asked for earlier.
    """
    price_list = base_list(work, sku.seller_id)
    current = work.session.scalars(
        select(Ladder).where(
            Ladder.price_list_id == price_list.id, Ladder.sku_id == sku.id, Ladder.valid_until.is_(None)
        )
    ).one_or_none()
    before: dict[str, object] = {}
    begins = work.at
    if current is not None:
        before = {"steps": _written(current.quantities, current.unit_prices)}
        begins = max(begins, current.valid_from + timedelta(microseconds=1))
        current.valid_until = begins
        work.session.flush()  # the old ladder must end before the new one may begin
    ladder = Ladder(
        id=new_id(),
        price_list_id=price_list.id,
        sku_id=sku.id,
        quantities=[step.quantity for step in steps],
        unit_prices=[step.unit_price for step in steps],
        valid_from=begins,
    )
    work.session.add(ladder)
    after = {"steps": _written(ladder.quantities, ladder.unit_prices)}
    work.record("pricing.ladder_set", "sku", sku.id, parties=(sku.seller_id,), before=before, after=after)
    return ladder.id


def base_list(work: Work, seller_id: UUID) -> PriceList:
    """The seller's list for everybody; begun with their first price."""
    found = work.session.scalars(
        select(PriceList).where(PriceList.seller_id == seller_id, PriceList.audience == "base")
    ).one_or_none()
    if found is not None:
        return found
    seller = work.session.get_one(Organisation, seller_id)
    begun = PriceList(id=new_id(), seller_id=seller_id, audience="base", name="Base", currency=seller.currency)
    work.session.add(begun)
    work.session.flush()  # ladders refer to it
    return begun


def _written(quantities: Sequence[int], prices: Sequence[object]) -> list[str]:
    return [f"{q}: {p:f}" for q, p in zip(quantities, prices, strict=True)]
