"""The components, each in all its states, at ``/_components``: development only."""

from __future__ import annotations

from flask import Blueprint, render_template

from blueprints.gallery import samples
from web.access import public

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/_components")
@public
def components() -> str:
    """Show every component in every state."""
    return render_template("gallery/components.html", sample=samples)
