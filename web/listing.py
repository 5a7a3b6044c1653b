"""A list of goods as its address says it: what it is narrowed down to, in which order, and the links to change either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for

from trade.catalogue.rules import Mark
from trade.ordering.queries import CategoryRow, Facets, Narrowing, Sorting
from web.locale import CHINESE, current_locale
from web.marks import mark_word
from web.naming import named
from web.tabs import Tab
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

NOBODY: Final = UUID(int=0)
TEXT_MAX: Final = 200
SELLERS_SHOWN: Final = 8
SORTS: Final[dict[str, LazyString]] = {
    "": _l("Best match"),
    "name": _l("Name"),
    "newest": _l("Newest first"),
    "price": _l("Lowest price first"),
}
"""What each order is called in an address, and on the page."""


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that the list is narrowed down by: its label, and where the list is without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of goods at ``endpoint``, whose filters are at ``<endpoint>_filters``.

    ``sort``: the order as the address has it. ``has_prices``: a buyer's, who may sort by price and filter by stock.
    """

    endpoint: str
    asked: Narrowing
    sort: str
    categories: Sequence[CategoryRow]
    cursor: str = ""
    has_prices: bool = False
    seller_name: str = ""

    @property
    def heading(self) -> str:
        """What the page is called."""
        if self.asked.search:
            return _("Search: %(search)s", search=self.asked.search)
        chosen = next((row for row in self.categories if row.slug == self.asked.category), None)
        return named(chosen) if chosen else self.seller_name or _("Products")

    @property
    def tabs(self) -> list[Tab]:
        """A tab for all goods and one for each category; everything else that was chosen stays."""
        chosen = self.asked.category
        rest = [Tab(named(row), self.url(category=row.slug), row.slug == chosen) for row in self.categories]
        return [Tab(_("All"), self.url(category=""), not any(tab.current for tab in rest)), *rest]

    @property
    def sorts(self) -> list[Tab]:
        """A link for each order."""
        return [
            Tab(str(label), self.url(sort=sort), sort == self.sort)
            for sort, label in SORTS.items()
            if self.has_prices or sort != "price"
        ]

    @property
    def chips(self) -> list[Chip]:
        """What can be taken away again, one by one; categories have their tabs."""
        found = []
        if self.asked.search:
            found.append(Chip(f"“{self.asked.search}”", self.url(q="")))
        if self.asked.seller_id is not None:
            found.append(Chip(self.seller_name or _("An unknown seller"), self.url(seller="")))
        if self.asked.mark is not None:
            found.append(Chip(mark_word(self.asked.mark), self.url(mark="")))
        if self.asked.in_stock:
            found.append(Chip(_("In stock"), self.url(stock="")))
        if self.sort:
            found.append(Chip(str(SORTS[self.sort]), self.url(sort="")))
        return found

    @property
    def seller_url(self) -> str:
        """Where the page of the seller is that the list is narrowed down to; empty where it is not."""
        portal = self.endpoint.partition(".")[0]
        return url_for(f"{portal}.seller", seller_id=self.asked.seller_id) if self.seller_name else ""

    @property
    def filters_url(self) -> str:
        """Where the filters of this list are."""
        return self._at(f"{self.endpoint}_filters", {})

    def url(self, **changes: Any) -> str:
        """Return the address of the list with some of its words changed; an empty one goes. It begins anew."""
        return self._at(self.endpoint, changes)

    def further(self, cursor: str) -> str:
        """Return the address of what comes after ``cursor``."""
        return self.url(after=cursor)

    def _at(self, endpoint: str, changes: Mapping[str, Any]) -> str:
        words: dict[str, object] = {
            "q": self.asked.search,
            "category": self.asked.category,
            "seller": self.asked.seller_id or "",
            "mark": self.asked.mark or "",
            "stock": "in" if self.asked.in_stock else "",
            "sort": self.sort,
            **changes,
        }
        said = urlencode({name: str(word) for name, word in words.items() if word})
        return f"{url_for(endpoint)}?{said}" if said else url_for(endpoint)


def listing(
    endpoint: str, args: Mapping[str, str], categories: Sequence[CategoryRow], *, has_prices: bool = False
) -> Listing:
    """Read an address; words that it cannot mean are passed over, a seller that cannot be is nobody."""
    said = {name: args.get(name, "")[:TEXT_MAX] for name in ("q", "category", "seller", "mark", "stock")}
    sort = args.get("sort", "")
    sort = sort if sort in SORTS and (has_prices or sort != "price") else ""
    asked = Narrowing(
        said["q"], said["category"], _seller(said["seller"]), has_prices and said["stock"] == "in", _sorting(sort),
        Mark(said["mark"]) if said["mark"] in set(Mark) else None,
    )  # fmt: skip
    return Listing(endpoint, asked, sort, categories, args.get("after", ""), has_prices)


def goods_of(endpoint: str, seller_id: UUID, name: str, *, has_prices: bool = False) -> Listing:
    """What one seller offers, as its own page shows it; further on it is the list of everything, narrowed down."""
    return Listing(endpoint, Narrowing(seller_id=seller_id), "", (), has_prices=has_prices, seller_name=name)


def searching(shown: Listing, search: str) -> Listing:
    """The same for another search."""
    return replace(shown, asked=replace(shown.asked, search=search))


def of_seller(shown: Listing, name: str) -> Listing:
    """The same, with the name of the seller it is narrowed down to."""
    return replace(shown, seller_name=name)


def _seller(word: str) -> UUID | None:
    try:
        return UUID(word) if word else None
    except ValueError:
        return NOBODY


def _sorting(sort: str) -> Sorting:
    """A list by name stands by the names that its reader sees."""
    if sort == "name":
        return Sorting.NAME_ZH if current_locale() == CHINESE else Sorting.NAME
    return Sorting(sort) if sort else Sorting.BEST


@dataclass(frozen=True, slots=True)
class Group:
    """One way to narrow a list down, or its orders: links with counts. A chosen one leads to the list without it.

    ``rest``: what is folded away behind ``more``, a sentence.
    """

    label: str
    items: Sequence[Tab]
    rest: Sequence[Tab] = ()
    more: str = ""


def groups(shown: Listing, facets: Facets) -> list[Group]:
    """Return all that the filters of a list offer; what leads nowhere is left out."""
    asked, orders = shown.asked, shown.sorts
    categories = [
        _choice(shown, "category", row.slug, named(row), row.count, chosen=row.slug == asked.category)
        for row in facets.categories
    ]
    sellers = [
        _choice(shown, "seller", row.seller_id, row.name, row.count, chosen=row.seller_id == asked.seller_id)
        for row in facets.sellers
    ]
    sellers.sort(key=lambda tab: not tab.current)
    found = [Group(_("Sort by"), orders), Group(_("Category"), categories), _seller_group(sellers)]
    marks = [
        _choice(shown, "mark", row.mark, mark_word(row.mark), row.count, chosen=row.mark == asked.mark)
        for row in facets.marks
    ]
    found.append(Group(_("Marks"), marks))
    if facets.in_stock is not None:
        stock = _choice(shown, "stock", "in", _("In stock"), facets.in_stock, chosen=asked.in_stock)
        found.append(Group(_("Stock"), [stock]))
    return [group for group in found if group.items]


def _seller_group(tabs: Sequence[Tab]) -> Group:
    more = _("All %(count)s sellers", count=len(tabs)) if len(tabs) > SELLERS_SHOWN else ""
    return Group(_("Seller"), tabs[:SELLERS_SHOWN], tabs[SELLERS_SHOWN:], more)


def _choice(shown: Listing, word: str, value: object, label: str, count: int, *, chosen: bool) -> Tab:
    return Tab(label, shown.url(**{word: "" if chosen else value}), chosen, count)
