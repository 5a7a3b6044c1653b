"""Everything that can be set from outside, read once from the environment; `docs/operations.md` explains each.

    settings = Settings.from_environment().resolve()

`resolve` starts, or joins, the embedded servers for the addresses that were not given.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from adapters.sftp.address import SftpAddress, SftpAddressError
from environment import SettingsError, kept_secret, value_of

__all__ = ["PROJECT", "VARIABLES", "Settings", "SettingsError"]

PROJECT = Path(__file__).parent
ENVIRONMENTS = ("development", "production", "test")
TEXTS = ("", "log")
FORECAST_ENGINES = ("processes", "dask", "ray")
SHORTEST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One field per environment variable; see `VARIABLES` for the names."""

    environment: str = "development"
    var: Path = PROJECT / "var"
    secret_key: str = field(default="", repr=False)
    secret_keys_before: tuple[str, ...] = field(default=(), repr=False)

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    web_processes: int = 2
    web_threads: int = 4
    workers: int = 1

    database_url: str = field(default="", repr=False)
    migration_database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    embedded_fast: bool = False

    bank_sftp: str = field(default="", repr=False)
    bank_sftp_host_key: tuple[str, ...] = ()
    bank_sftp_key: str = ""
    bank_sftp_out: str = "out"
    bank_sftp_in: str = "in"
    bank_sftp_seconds: int = 20

    mail_url: str = field(default="", repr=False)
    mail_sender: str = "Pinhuo <no-reply@pinhuo.example>"
    texts: str = ""
    upload_megabytes: int = 16
    files_store: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)
    webhook_loopback: bool = False
    claim_window_days: int = 7
    claim_seller_days: int = 3
    claim_at_once: int = 100
    claim_by_itself: int = 500
    claim_late_days: int = 60
    receipt_days: int = 14
    bulk_approval_under: int = 1000
    forecast_engine: str = "processes"
    forecast_processes: int = 1
    forecast_cluster: str = ""
    demo: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the variables that are set, refuse what cannot be meant, and fill in what development needs."""
        given = {
            field: value_of(name, getattr(cls, field), environ[name])
            for field, name in VARIABLES.items()
            if environ.get(name)
        }
        settings = cls(**given)
        settings._check()
        if not settings.secret_key:
            settings = replace(settings, secret_key=kept_secret(settings.var / "secret_key"))
        return settings

    @property
    def secrets(self) -> tuple[str, ...]:
        """The present secret, and the former ones that still open what was sealed under them."""
        return (self.secret_key, *self.secret_keys_before)

    @property
    def is_production(self) -> bool:
        """Say whether real users depend on this process."""
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """Say whether people reach the site over TLS: cookies are then sent over nothing else."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """The address people type, without a slash at its end."""
        return self.public_url.rstrip("/") or f"http://{'localhost' if self.host in LOCAL else self.host}:{self.port}"

    @property
    def limiter_url(self) -> str:
        """The address of Redis as the rate limiter's library spells it."""
        return "redis+" + self.redis_url if self.redis_url.startswith("unix:") else self.redis_url

    @property
    def pictures(self) -> Path:
        """Where pictures of goods lie."""
        return self.var / "pictures"

    @property
    def bank(self) -> Path:
        """Where files for the bank lie, and those that are read from it."""
        return self.var / "bank"

    @property
    def sftp(self) -> SftpAddress | None:
        """The bank's server for files; without one files go through the folder."""
        if not self.bank_sftp:
            return None
        return SftpAddress.of(
            self.bank_sftp,
            host_keys=self.bank_sftp_host_key,
            key=self.bank_sftp_key,
            folders=(self.bank_sftp_out, self.bank_sftp_in),
            seconds=self.bank_sftp_seconds,
        )

    @property
    def mail_outbox(self) -> Path:
        """Where letters are kept as files when no mail server is set."""
        return self.var / "mail"

    @property
    def text_log(self) -> Path:
        """Where text messages are written when they go into a log."""
        return self.var / "texts.jsonl"

    def resolve(self) -> Self:
        """Fill in the addresses that were not given from the embedded servers, which this process then shares."""
        if self.database_url and self.redis_url:
            return self
        from adapters import embedded  # noqa: PLC0415 - a server with addresses of its own never loads it

        parts = {"postgres": not self.database_url, "valkey": not self.redis_url}
        urls = embedded.attach(self.var, fast=self.embedded_fast, **parts)
        found = replace(self, redis_url=self.redis_url or urls.redis)
        if self.database_url:
            return found
        return replace(found, database_url=urls.database, migration_database_url=urls.migration_database)

    def owner_url(self) -> str:
        """Return the address by which tables are made; without it nothing can be migrated."""
        if not self.migration_database_url:
            raise SettingsError(
                "MIGRATION_DATABASE_URL is not set. DATABASE_URL is the application's role, which may not change "
                "tables: give the owner's address as well."
            )
        return self.migration_database_url

    def _check(self) -> None:
        """Refuse contradictions before anything is opened."""
        if self.environment not in ENVIRONMENTS:
            raise SettingsError(f"PINHUO_ENV is {self.environment!r}; it is one of {', '.join(ENVIRONMENTS)}.")
        if self.is_production and len(self.secret_key) < SHORTEST_SECRET:
            raise SettingsError(
                f"SECRET_KEY must be set to at least {SHORTEST_SECRET} characters in production. Make one with: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        if self.is_production and self.webhook_loopback:
            raise SettingsError("WEBHOOK_LOOPBACK must be no in production: notices would reach this machine itself.")
        if self.texts not in TEXTS:
            raise SettingsError(f"TEXTS is {self.texts!r}; it is log, or not set: then no text messages are sent.")
        if self.files_store and not self.files_store.startswith("s3://"):
            raise SettingsError(f"FILES_STORE is {self.files_store!r}; it is s3://bucket or s3://bucket/prefix.")
        if self.forecast_engine not in FORECAST_ENGINES:
            known = ", ".join(FORECAST_ENGINES)
            raise SettingsError(f"FORECAST_ENGINE is {self.forecast_engine!r}; it is one of {known}.")
        try:
            _ = self.sftp
        except SftpAddressError as error:
            raise SettingsError(str(error)) from error
        if self.public_url and urlsplit(self.public_url).scheme not in {"http", "https"}:
            raise SettingsError(f"PUBLIC_URL is {self.public_url!r}; it starts with http:// or https://.")


LOCAL = ("127.0.0.1", "0.0.0.0", "::", "::1", "localhost")  # noqa: S104 - recognised, not bound

VARIABLES = {
    "environment": "PINHUO_ENV",
    "var": "PINHUO_VAR",
    "secret_key": "SECRET_KEY",
    "secret_keys_before": "SECRET_KEYS_BEFORE",
    "host": "HOST",
    "port": "PORT",
    "public_url": "PUBLIC_URL",
    "trusted_hosts": "TRUSTED_HOSTS",
    "proxies": "PROXIES",
    "web_processes": "WEB_PROCESSES",
    "web_threads": "WEB_THREADS",
    "workers": "WORKERS",
    "database_url": "DATABASE_URL",
    "migration_database_url": "MIGRATION_DATABASE_URL",
    "redis_url": "REDIS_URL",
    "embedded_fast": "EMBEDDED_FAST",
    "claim_window_days": "CLAIM_WINDOW_DAYS",
    "claim_seller_days": "CLAIM_SELLER_DAYS",
    "claim_at_once": "CLAIM_AT_ONCE",
    "claim_by_itself": "CLAIM_BY_ITSELF",
    "claim_late_days": "CLAIM_LATE_DAYS",
    "receipt_days": "RECEIPT_DAYS",
    "bulk_approval_under": "BULK_APPROVAL_UNDER",
    "bank_sftp": "BANK_SFTP",
    "bank_sftp_host_key": "BANK_SFTP_HOST_KEY",
    "bank_sftp_key": "BANK_SFTP_KEY",
    "bank_sftp_out": "BANK_SFTP_OUT",
    "bank_sftp_in": "BANK_SFTP_IN",
    "bank_sftp_seconds": "BANK_SFTP_SECONDS",
    "mail_url": "MAIL_URL",
    "mail_sender": "MAIL_SENDER",
    "texts": "TEXTS",
    "upload_megabytes": "UPLOAD_MEGABYTES",
    "files_store": "FILES_STORE",
    "s3_endpoint": "S3_ENDPOINT",
    "s3_region": "S3_REGION",
    "s3_key": "S3_KEY",
    "s3_secret": "S3_SECRET",
    "webhook_loopback": "WEBHOOK_LOOPBACK",
    "forecast_engine": "FORECAST_ENGINE",
    "forecast_processes": "FORECAST_PROCESSES",
    "forecast_cluster": "FORECAST_CLUSTER",
    "demo": "PINHUO_DEMO",
}
