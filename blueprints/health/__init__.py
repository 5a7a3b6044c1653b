"""What a load balancer and a tired operator ask: can this process answer, and does every part work?"""

from collections.abc import Iterable

from flask import Blueprint, Response, jsonify

from blueprints.health.parts import OF_PAGES, PARTS, ask
from web.access import machines

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@machines
def healthz() -> tuple[Response, int]:
    """Answer for every part that the system needs; 503 when one does not work."""
    return _told(PARTS)


@blueprint.get("/readyz")
@machines
def readyz() -> tuple[Response, int]:
    """Answer whether pages can be had from here: a dead worker is no reason to send people elsewhere."""
    return _told(OF_PAGES)


def _told(names: Iterable[str]) -> tuple[Response, int]:
    """Tell how parts stand. No versions, no addresses, no reasons for strangers."""
    found = ask(names)
    healthy = all(found.values())
    words = {name: "ok" if works else "failing" for name, works in found.items()}
    return jsonify(status="ok" if healthy else "failing", parts=words), 200 if healthy else 503
