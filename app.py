"""The one place that wires everything together."""

from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Flask

import commands
from adapters.script import Chinese
from jobs.queueing import Sender
from settings import Settings
from trade.catalogue import ports as catalogue
from web import (
    access,
    admission_words,
    agreement_words,
    assets,
    credit_words,
    critical_sheet,
    database,
    drawn,
    errors,
    fault_sums,
    filing,
    filters,
    hx,
    identity,
    limits,
    live,
    locale,
    marks,
    naming,
    pool_words,
    portals,
    return_words,
    security,
    templating,
    translation,
    unsent,
    words,
)

PROJECT: Final = Path(__file__).parent
BLUEPRINTS: Final = (
    "auth",
    "retailer",
    "distributor",
    "supplier",
    "platform",
    "finance",
    "shop",
    "members",
    "papers",
    "claims",
    "quality",
    "admission",
    "scoring",
    "connections",
    "news",
    "pools",
    "api",
    "health",
    "pictures",
    "files",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; it refuses to start with a view that does not say who may open it."""
    settings = settings or Settings.from_environment().resolve()
    app = Flask(__name__, static_folder=None, template_folder=str(PROJECT / "templates"))
    app.extensions["settings"] = settings
    app.extensions["send"] = Sender(settings.redis_url)
    catalogue.provide(Chinese())
    app.config["TESTING"] = settings.environment == "test"
    templating.init_app(app)
    critical_sheet.init_app(app, assets.init_app(app, PROJECT / "static"))
    live.init_app(app)
    hx.init_app(app)
    security.init_app(app, settings)
    database.init_app(app, settings)
    identity.init_app(app)
    locale.init_app(app, settings)
    translation.init_app(app)
    limits.init_app(app, settings)
    access.init_app(app)
    for part in (
        filters,
        fault_sums,
        filing,
        words,
        return_words,
        marks,
        unsent,
        naming,
        pool_words,
        credit_words,
        admission_words,
        agreement_words,
        drawn,
        portals,
        errors,
    ):
        part.init_app(app)
    _register_blueprints(app, settings)
    access.check_marks(app)
    commands.register(app, database.db, PROJECT / "migrations")
    return app


def _register_blueprints(app: Flask, settings: Settings) -> None:
    """Hang up every portal; the components' gallery is for developers."""
    names = BLUEPRINTS if settings.is_production else (*BLUEPRINTS, "gallery")
    for name in names:
        package = import_module(f"blueprints.{name}")
        app.register_blueprint(package.blueprint)
        portals.register(package)
