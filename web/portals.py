"""Which pages a viewer moves between. Each blueprint package lists its own in ``NAV``; here they meet the viewer.

A package may also say ``SEARCH`` (the endpoint that finds any reference), and ``RENAMED`` (what places of other portals
are called in its frame).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final, NamedTuple

from flask import Flask, g, request, url_for
from werkzeug.local import LocalProxy

from trade.kernel.actor import Permission
from trade.parties.queries import Viewer
from trade.parties.rules import OrganisationKind
from web.identity import known_viewer
from web.translation import LazyString
from web.translation import lazy_gettext as _l


class NavEntry(NamedTuple):
    """One place of a portal: its label, endpoint and who may open it; on a phone also its icon."""

    label: LazyString
    endpoint: str
    permission: Permission
    icon: str = ""
    also: Permission | None = None

    def is_open_to(self, held: Collection[Permission]) -> bool:
        """Whether it may be opened with these permissions, by the one or the other."""
        return self.permission in held or self.also in held


class Renamed(NamedTuple):
    """What a place is called in another portal's frame, and its icon there."""

    label: LazyString
    icon: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place as the layouts draw it."""

    label: str
    url: str
    current: bool
    icon: str
    endpoint: str

    @property
    def count(self) -> int:
        """How much waits there; asked only where it is drawn."""
        return _count_of(self.endpoint)


@dataclass(frozen=True, slots=True)
class Portal:
    """The places of one viewer."""

    name: str
    nav: Sequence[NavItem] = ()
    search_url: str = ""
    switch_url: str = ""

    @property
    def here(self) -> str:
        """What the place is called that the viewer stands in; empty where it is none of these."""
        return next((item.label for item in self.nav if item.current), "")


@dataclass
class Registry:
    """What the blueprint packages brought along."""

    nav: dict[str, list[NavEntry]] = field(default_factory=dict)
    search: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, dict[str, Renamed | None]] = field(default_factory=dict)
    counts: dict[str, Callable[[], int]] = field(default_factory=dict)


PORTALS_OF: Final[dict[OrganisationKind, tuple[str, ...]]] = {
    OrganisationKind.RETAILER: ("retailer",),
    OrganisationKind.SUPPLIER: (
        "supplier",
        "claims",
        "quality",
        "scoring",
        "papers",
        "admission",
        "members",
        "connections",
    ),
    OrganisationKind.DISTRIBUTOR: (
        "distributor",
        "retailer",
        "supplier",
        "claims",
        "quality",
        "papers",
        "admission",
        "members",
        "connections",
    ),
    OrganisationKind.PLATFORM: ("finance", "papers", "platform", "claims", "quality", "scoring", "members"),
}
NAMES: Final = {
    OrganisationKind.RETAILER: _l("Shop"),
    OrganisationKind.SUPPLIER: _l("Selling"),
    OrganisationKind.DISTRIBUTOR: _l("Buying and selling"),
    OrganisationKind.PLATFORM: _l("Platform"),
}

registry = Registry()


def register(package: ModuleType) -> None:
    """Take over what a blueprint package says about its places."""
    name: str = package.blueprint.name
    entries: Iterable[tuple[LazyString, str, Permission]] = getattr(package, "NAV", ())
    registry.nav[name] = [NavEntry(*entry) for entry in entries]
    registry.renamed[name] = getattr(package, "RENAMED", {})
    if hasattr(package, "SEARCH"):
        registry.search[name] = package.SEARCH


def count_at(endpoint: str, count: Callable[[], int]) -> None:
    """Show ``count()`` beside the place of ``endpoint``."""
    registry.counts[endpoint] = count


def portal_of(who: Viewer | None) -> Portal:
    """Return the places that ``who`` may open."""
    if who is None or who.kind is None:
        return Portal("Pinhuo")
    names, held = PORTALS_OF.get(who.kind, ()), who.actor().permissions
    places = [entry for name in names for entry in registry.nav.get(name, ()) if entry.is_open_to(held)]
    entries = _renamed(places, registry.renamed.get(names[0], {}) if names else {})
    searches = [registry.search[name] for name in names if name in registry.search] if entries else []
    return Portal(
        name=str(NAMES.get(who.kind, "Pinhuo")),
        nav=_items(entries),
        search_url=url_for(searches[0]) if searches else "",
        switch_url=url_for("auth.organisations") if who.places > 1 else "",
    )


def _renamed(entries: Sequence[NavEntry], renamed: Mapping[str, Renamed | None]) -> list[NavEntry]:
    """Call places what the viewer's own frame calls them, and leave out those it has a page of its own for."""
    kept = []
    for entry in entries:
        other = renamed.get(entry.endpoint, entry)
        if other is not None:
            kept.append(entry._replace(label=other.label, icon=other.icon))
    return kept


def home_of(who: Viewer) -> str | None:
    """Return where the viewer's day begins: the first place that may be opened."""
    places = portal_of(who).nav
    return places[0].url if places else None


def frame() -> str:
    """Return the layout that the viewer's people know: a shop's is the phone's."""
    who = known_viewer()
    is_shop = who is not None and who.kind is OrganisationKind.RETAILER
    return "layouts/phone.html" if is_shop else "layouts/desk.html"


def init_app(app: Flask) -> None:
    """Give templates ``portal`` and ``viewer``; the portal costs something only where it is used."""
    app.context_processor(
        lambda: {
            "portal": LocalProxy(_portal),
            "viewer": known_viewer(),
        }
    )


def _portal() -> Portal:
    if "portal" not in g:
        g.portal = portal_of(known_viewer())
    found: Portal = g.portal
    return found


def _count_of(endpoint: str) -> int:
    """Count once a request; a page that tells of a failure counts nothing."""
    count = registry.counts.get(endpoint)
    if count is None or g.get("failing") or known_viewer() is None:
        return 0
    counted: dict[str, int] = g.setdefault("counted", {})
    if endpoint not in counted:
        counted[endpoint] = count()
    return counted[endpoint]


def _items(entries: Sequence[NavEntry]) -> list[NavItem]:
    """Draw the entries; the current one is the longest whose address begins the request's.

    The portal's first page stands above all others: it is the current one only where it is open itself.
    """
    urls = [url_for(entry.endpoint) for entry in entries]
    path = request.path.rstrip("/") + "/"
    first = {url for entry, url in zip(entries, urls, strict=True) if entry.endpoint.endswith(".today")}
    places = [url for url in urls if url not in first or path == f"{url}/"]
    inside = [url for url in places if path.startswith(url.rstrip("/") + "/")]
    current = max(inside, key=len, default=None)
    return [
        NavItem(str(entry.label), url, url == current, entry.icon, entry.endpoint)
        for entry, url in zip(entries, urls, strict=True)
    ]
