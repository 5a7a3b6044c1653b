"""How often a stranger may try. Counted in Redis for all processes together; without Redis, in each process."""

import hashlib
from typing import Final

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import RedisStorage
from redis.backoff import NoBackoff
from redis.retry import Retry

from settings import Settings
from trade.parties.rules import login_name
from web.identity import viewer

BY_ADDRESS: Final = "60 per 15 minutes; 300 per day"
BY_LOGIN: Final = "10 per 15 minutes; 50 per day"
BY_PERSON: Final = "5 per 5 minutes; 20 per day"
BY_SCREEN: Final = "20 per 15 minutes; 60 per day"
"""For a password asked once more of somebody who is signed in."""
LETTERS_BY_LOGIN: Final = "3 per hour; 10 per day"

# It would load every client that is installed, to speak through one: 9 MB in each process.
RedisStorage.DEPENDENCIES = {"redis": RedisStorage.DEPENDENCIES["redis"]}

limiter = Limiter(
    get_remote_address,
    strategy="fixed-window",
    key_prefix="pinhuo",
    in_memory_fallback_enabled=True,  # the same limits, not kinder ones
)


def init_app(app: Flask, settings: Settings) -> None:
    """Count in the Redis of the queue."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.limiter_url
    # One that hangs counts as one that is not there.
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "retry": Retry(NoBackoff(), 1),
    }
    limiter.init_app(app)


def login_key() -> str:
    """Return the login that is tried, hashed: what people type is not to be read in Redis."""
    name = login_name(request.form.get("login", ""))
    return "login:" + hashlib.sha256(name.encode()).hexdigest()[:32]


def person_key() -> str:
    """Return the person who is signed in."""
    who = viewer()
    return f"person:{who.person_id}" if who is not None else get_remote_address()


def was_refused(response: Response) -> bool:
    """Whether an attempt failed: who gets in does not use up anybody's attempts."""
    return response.status_code >= 400
