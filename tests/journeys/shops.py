"""Who and what a journey finds in the market: the platform's staff, retailers with money, a shelf of goods."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from uuid import UUID

from sqlalchemy import text

from adapters.clock import now
from tests import makers
from tests.trade.market import Market
from tests.trade.pooling import pooled
from trade.catalogue.models import Category
from trade.kernel.actor import Actor
from trade.ordering.actions import set_cart_line
from trade.parties.models import Organisation, Person
from trade.parties.rules import OrganisationKind, Role
from trade.pooling.actions import draft_pool, offer_pool

_numbers = count(1)


class Shops:
    """Makes people who sign in with the makers' password, and goods that they find."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.shelf: list[UUID] = []

    @cached_property
    def platform(self) -> UUID:
        """The platform company, in whose name the staff act."""
        return self.market.support.organisation

    @cached_property
    def category(self) -> str:
        """The name of the shelf on which goods may be put."""
        with self.market.as_system() as session:
            return session.get_one(Category, self.market.category_id).name

    def staff(self, *roles: Role) -> str:
        """Hire somebody at the platform, with a code generator; answer how they sign in."""
        with self.market.as_system() as session:
            platform = session.get_one(Organisation, self.platform)
        member = makers.make_member(self.market.session, platform, roles=roles)
        return self._login(member.person_id)

    def retailer(self, money: int = 100_000) -> tuple[str, Actor]:
        """Open a shop with money in its wallet; answer how its owner signs in, and who that is."""
        self.market.at = now()
        organisation = self.market.organisation(OrganisationKind.RETAILER, name=f"Corner shop {next(_numbers)}")
        owner = self.market.person(organisation)
        if money:
            self.market.money(owner, money)
        assert owner.person_id is not None
        return self._login(owner.person_id), owner

    def pool(self, region: str, *buyers: Actor) -> tuple[UUID, UUID]:
        """Offer kettles, in cartons of six, to buyers who are put into a region of their own; answer the pool and the SKU."""
        self.market.at = now()
        pooled.place(self.market, *buyers, region=region)
        sku_id = self.market.goods(stock=1000, pack_size=6)
        terms = pooled.terms(self.market, [pooled.good(sku_id)], regions=(region,))
        pool_id = draft_pool(self.market.by(self.market.supplier), terms)
        return offer_pool(self.market.by(self.market.supplier), pool_id), sku_id

    def goods(self, many: int = 1) -> list[UUID]:
        """Return so many SKUs of a shelf that is filled once: six at 2.95, from 36 at 2.55."""
        self.market.at = now()
        while len(self.shelf) < many:
            number = len(self.shelf) + 1
            self.shelf.append(self.market.goods(name=f"Enamel kettle {number:02}", stock=100_000, moq=6))
        return self.shelf[:many]

    def retailer_with_cart(self, lines: dict[UUID, int]) -> tuple[str, Actor]:
        """Open a shop with money and a cart; answer how its owner signs in, and who that is."""
        login, owner = self.retailer()
        self.fill_cart(owner, lines)
        return login, owner

    def fill_cart(self, owner: Actor, lines: dict[UUID, int]) -> None:
        """Put goods into somebody's cart."""
        for sku_id, quantity in lines.items():
            set_cart_line(self.market.by(owner), sku_id, quantity=quantity)

    def in_cart(self, owner: Actor) -> list[int]:
        """Return the quantities in somebody's cart, as the database has them."""
        rows = self.market.rows(
            "SELECT quantity FROM cart_lines WHERE buyer_id = :id ORDER BY sku_id", id=owner.organisation_id
        )
        return [quantity for (quantity,) in rows]

    def orders_of(self, owner: Actor) -> int:
        """Count somebody's orders."""
        return int(self.market.rows("SELECT count(*) FROM orders WHERE buyer_id = :id", id=owner.organisation_id)[0][0])

    def cool_accounts_off(self) -> None:
        """Let the three days pass that a new account waits for."""
        self.market.session.execute(
            text(
                "UPDATE payee_accounts SET asked_at = asked_at - interval '4 days',"
                " effective_at = effective_at - interval '4 days' WHERE effective_at > now()"
            )
        )
        self.market.session.commit()

    def keep_open(self, order_id: UUID) -> None:
        """Let the time for claims about an order last an hour: in the running market it is over at once."""
        self.market.session.execute(
            text("UPDATE orders SET delivered_at = now() + interval '1 hour' WHERE id = :id"), {"id": order_id}
        )
        self.market.session.commit()

    def login_of(self, actor: Actor) -> str:
        """Return how somebody signs in."""
        assert actor.person_id is not None
        return self._login(actor.person_id)

    def _login(self, person_id: UUID) -> str:
        with self.market.as_system() as session:
            return str(session.get_one(Person, person_id).email)
