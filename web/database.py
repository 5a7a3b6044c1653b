"""The request's database session."""

import logging
from contextlib import suppress
from typing import Any

from flask import Flask, current_app, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

from adapters.database import WEB_LIMITS, engine_options
from settings import Settings
from trade.kernel import reading
from trade.kernel.base import Base
from trade.kernel.outbox import Send
from web.security import SAFE_METHODS

log = logging.getLogger("pinhuo.web")


def send(number: int, job: str, arguments: dict[str, Any]) -> None:
    """Hand a committed outbox row to the queue; without a queue the sweeper will find the row."""
    queue: Send | None = current_app.extensions.get("send")
    if queue is None:
        return
    try:
        queue(number, job, arguments)
    except ConnectionError as error:
        log.warning("%s waits for the sweeper: %s", job, error)


class Tables(DeclarativeBase):
    """The same tables as ``Base``. Flask-SQLAlchemy copies its model class, which fails on one with a type map."""

    metadata = Base.metadata


db = SQLAlchemy(model_class=Tables, disable_autonaming=True, session_options={"info": {"send": send}})


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the application to its database with one connection per thread."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["MIGRATION_DATABASE_URL"] = settings.migration_database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(
        connections=settings.web_threads, server_settings=WEB_LIMITS
    )
    db.init_app(app)
    app.before_request(_follow_request)
    app.teardown_appcontext(_finish_reading)  # called before Flask-SQLAlchemy's, which rolls back what is open


def _follow_request() -> None:
    reading.follow(db.session(), reads=request.method in SAFE_METHODS)


def _finish_reading(_error: BaseException | None) -> None:
    if db.session.registry.has():
        with suppress(SQLAlchemyError):  # the answer is made; what could not end is rolled back
            reading.finish(db.session())
