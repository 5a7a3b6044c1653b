"""What a load balancer and a tired operator ask: does every part work?"""

from flask import Blueprint, Response, jsonify

from blueprints.health.parts import PARTS
from web.access import machines

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@machines
def healthz() -> tuple[Response, int]:
    """Answer for every part; 503 when one does not work. No versions, no addresses, no reasons for strangers."""
    found = {name: check() for name, check in PARTS.items()}
    healthy = all(found.values())
    words = {name: "ok" if works else "failing" for name, works in found.items()}
    return jsonify(status="ok" if healthy else "failing", parts=words), 200 if healthy else 503
