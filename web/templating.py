"""The environment that templates are drawn in."""

from collections.abc import MutableMapping
from typing import Any

import flask.templating
from flask import Flask
from jinja2 import StrictUndefined


class Templates(flask.templating.Environment):
    """Flask's environment, whose templates share one dictionary of globals.

    Jinja lays one of each template's own over it, in case it is given some; none of ours is. Every page, and every
    import in it, would read through that layer key by key.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template sees without being given it."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Refuse names that a template was not given; take the white space of its tags out of the page."""
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
