"""Every setting of the desk, read once from OTKLIK_* variables."""

import json
import re
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from app import locales
from app.settings_assistant import AssistantSettings
from app.settings_identity import IdentitySettings
from app.settings_languages import LanguageSettings
from app.settings_translation import TranslationSettings

MIN_SECRET_BYTES = 32
_HOST_PORT = r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$"


class Settings(AssistantSettings, IdentitySettings, LanguageSettings, TranslationSettings):
    """Settings with their defaults; `docs/guides/ops.md` lists them for people.

    With no `database_url` the desk runs its own embedded Postgres below `data_dir`
    and keeps a random secret there; with one, a strong `secret` is required.
    """

    model_config = SettingsConfigDict(env_prefix="OTKLIK_", extra="ignore", frozen=True)

    database_url: str | None = Field(default=None, description="Postgres 15 or newer; absent: embedded.")
    listen_url: str | None = Field(
        default=None,
        description="A session-mode address of the same database for LISTEN, when database_url goes "
        "through a transaction pooler.",
    )
    redis_url: str | None = Field(
        default=None,
        pattern=r"^(rediss?|unix)://\S+$",
        description="Redis or Valkey as the bus beyond a few processes; absent: Postgres.",
    )
    data_dir: Path | None = Field(default=None, description="Where the embedded Postgres and secret live.")
    secret: SecretStr | None = Field(default=None, description="32 bytes or more; signs tokens.")
    secret_previous: SecretStr | None = Field(default=None, description="The secret before, while rotating.")

    admin_email: str | None = Field(default=None, description="First admin on an empty database.")
    admin_password: SecretStr | None = Field(default=None, description="Its password, 12 characters or more.")

    public_url: str = Field(
        default="http://127.0.0.1:8000", pattern=r"^https?://[^\s]+$", description="Where people reach the desk."
    )
    ticket_link: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s]+$",
        description="Where a customer reads a ticket: an address with {number} or {id} in it.",
    )
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Web origins that may use the API and the socket from a browser, with commas; '*' for any.",
    )
    trusted_proxies: str = Field(default="127.0.0.1", description="Peers whose X-Forwarded-For is believed.")

    access_token_seconds: int = Field(default=900, ge=60, le=86_400)
    refresh_token_seconds: int = Field(default=30 * 86_400, ge=3_600)
    visitor_token_seconds: int = Field(default=30 * 86_400, ge=600)
    portal_session_seconds: int = Field(
        default=14 * 86_400, ge=600, description="How long customers stay signed in to the portal."
    )
    grant_seconds: int = Field(default=30, ge=5, le=300)
    survey_seconds: int = Field(default=14 * 86_400, ge=3_600, description="How long a survey can be answered.")
    offer_seconds: float = Field(default=30, ge=0.2, le=600, description="How long an agent has to accept.")
    idempotency_seconds: int = Field(default=48 * 3_600, ge=86_400)
    actor_cache_seconds: float = Field(
        default=1.0, ge=0, le=5, description="How long a caller's state is trusted without asking the database."
    )
    sweep_seconds: float = Field(default=3.0, ge=0.2, le=60, description="How often lost hints are looked for.")

    drain_seconds: float = Field(
        default=10.0, ge=0, le=300, description="Over this time a stopping process sends its sockets to the others."
    )

    socket_frames_per_second: int = Field(
        default=200,
        ge=1,
        description="Frames that one socket may send per second in the long run; at once, five times that.",
    )

    smtp_url: SecretStr | None = Field(
        default=None, description="smtp:// or smtps:// with user, password, host and port; absent: mails wait."
    )
    smtp_listen: str | None = Field(
        default=None,
        pattern=_HOST_PORT,
        description="host:port on which the worker takes mail for the desk's mailboxes by SMTP; absent: it does not.",
    )
    lmtp_listen: str | None = Field(
        default=None, pattern=_HOST_PORT, description="The same by LMTP, from a mail server of your own."
    )
    mail_from: str | None = Field(default=None, description="Who mails come from: `Shop help <help@shop.example>`.")
    unread_mail_seconds: int = Field(
        default=600,
        ge=0,
        le=604_800,
        description="An answer on the web that is still unread after so many seconds goes out by mail too.",
    )
    mail_attachment_bytes: int = Field(
        default=15_728_640, ge=0, description="Files of one mail together; larger ones go as links."
    )
    mail_link_days: int = Field(default=30, ge=1, le=365, description="How long such links work.")
    report_domains: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Domains of the desk's own people, with commas: reports are mailed there, and else only to agents.",
    )
    outgoing_allow: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Host names and networks off the internet that webhooks may be sent to and monitors look at, with"
        " commas.",
    )

    attachments: str | None = Field(
        default=None,
        pattern=r"^(file:///\S*|s3://[a-z0-9][a-z0-9.-]+(/\S*)?|memory:)$",
        description="Where files are: file:///a/folder that all processes share, or s3://bucket/prefix; absent: a "
        "folder of data_dir.",
    )
    s3_endpoint: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="For a store that is not Amazon's."
    )
    s3_region: str | None = Field(default=None, description="Absent: us-east-1.")
    s3_access_key: SecretStr | None = Field(default=None, description="Absent: the machine's own identity.")
    s3_secret_key: SecretStr | None = Field(default=None, description="The secret of that key.")
    attachment_bytes: int = Field(default=26_214_400, ge=1_024, description="Largest file in bytes.")
    attachment_count: int = Field(default=10, ge=1, le=50, description="Files of one message.")
    attachment_unattached: int = Field(
        default=50, ge=1, description="Files that one uploader may have that belong to no message yet."
    )
    attachment_hours: float = Field(
        default=24, gt=0, description="After so many hours a file that belongs to nothing is removed."
    )
    attachment_types: Annotated[list[str], NoDecode] = Field(
        default=[
            "image/*", "audio/*", "video/*", "text/*", "application/pdf", "application/rtf", "application/zip",
            "application/gzip", "application/vnd.*", "application/epub+zip", "application/octet-stream",
        ],
        description="Types that are taken, by what the bytes are, with commas; what cannot be told is"
        " application/octet-stream.",
    )  # fmt: skip
    attachment_link_seconds: int = Field(default=300, ge=10, le=86_400, description="How long a link to a file works.")
    scanner: str | None = Field(
        default=None,
        pattern=r"^(clamd://[^\s/]+:\d+|clamd:///\S+)$",
        description="clamd://host:port or clamd:///path/of/its/socket: files are served only when it finds them clean.",
    )
    edit_seconds: int = Field(
        default=900, ge=0, description="So long an agent may edit a message of their own; leads and admins always."
    )

    body_limit: int = Field(default=262_144, ge=1_024, description="Largest request body in bytes.")
    mail_bytes: int = Field(default=36_700_160, ge=65_536, description="Largest mail that comes in, in bytes.")
    update_bytes: int = Field(
        default=4_194_304, ge=65_536, description="Largest request of a messenger's webhook in bytes."
    )
    spam_suspected: float = Field(
        default=0.9, gt=0.5, le=1, description="From this score on a new ticket is suspected of being spam."
    )
    spam_automatic: float | None = Field(
        default=None, gt=0.5, le=1, description="From this score on the desk closes it as spam by itself; none: never."
    )
    inbound_days: float = Field(
        default=30, gt=0, description="So many days what came in is kept as it was, after it was read."
    )
    reports: bool = Field(default=True, description="Whether what reports count is kept, a moment after it happens.")
    insight_days: int = Field(
        default=70,
        ge=0,
        le=730,
        description="So many days tickets are counted by their words, to see what rises and comes back; 0: not at all.",
    )
    insight_seconds: float = Field(default=60, ge=0.1, le=3600, description="How often it is looked for what rises.")
    monitor_days: float = Field(
        default=14, gt=0, description="So many days single checks of monitors are kept; what they add up to stays."
    )
    help_days: float = Field(
        default=180, ge=2, description="So many days what readers searched and read in the help centre is kept."
    )
    login_attempts: int = Field(default=10, ge=1, description="Failed sign-ins per address and account in 5 min.")
    pool_size: int = Field(default=8, ge=1, le=100, description="Connections for comfortable work, per process.")
    lean_pool_size: int = Field(default=12, ge=1, le=100, description="Connections for hot paths, per process.")
    statement_seconds: float = Field(default=15, gt=0)
    lock_seconds: float = Field(default=5, gt=0)

    learning_memory_bytes: int = Field(
        default=2_147_483_648, ge=67_108_864, description="What the process that learns topics may take, in bytes."
    )
    learning_seconds: float = Field(default=1800, gt=0, description="How long it may take; then it is ended.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info")
    log_format: str = Field(default="json", pattern="^(json|console)$")
    worker_inside: bool = Field(default=True, description="`otklik serve` also runs the due-loop.")

    @field_validator("allowed_origins", "outgoing_allow", "report_domains", "attachment_types", mode="before")
    @classmethod
    def separated(cls, value: object) -> object:
        """Read `https://a.example,https://b.example`; a JSON list is read too."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            return json.loads(value)
        return [each.strip() for each in value.split(",") if each.strip()]

    @field_validator("smtp_url")
    @classmethod
    def mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse what is no address of a mail server; never say it, it holds a password."""
        if value is None:
            return None
        try:
            parts = urlsplit(value.get_secret_value())
            usable = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.path in {"", "/"}
            _ = parts.port
        except ValueError:
            usable = False
        if not usable or parts.query not in {"", "starttls=always", "starttls=offered", "starttls=never"}:
            msg = (
                "must be smtp://user:password@host:port or smtps://, perhaps with ?starttls=always, offered or never; "
                "percent-encode # / ? and @ of the password"
            )
            raise ValueError(msg)
        return value

    @field_validator("mail_from")
    @classmethod
    def mailbox(cls, value: str | None) -> str | None:
        """Refuse what is no mailbox."""
        if value is not None:
            address = parseaddr(value)[1]
            if not value.isprintable() or not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", address):
                msg = "must be an address, or a name and an address: Shop help <help@shop.example>"
                raise ValueError(msg)
        return value

    @field_validator("outgoing_allow")
    @classmethod
    def names_or_networks(cls, value: list[str]) -> list[str]:
        """Refuse what is neither a host name nor a network."""
        for each in value:
            try:
                ip_network(each, strict=False)
            except ValueError:
                if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?", each) or re.fullmatch(r"[0-9.]+", each):
                    msg = f"{each!r} is neither a host name nor a network (10.0.0.0/8)"
                    raise ValueError(msg) from None
        return value

    @field_validator("redis_url")
    @classmethod
    def parts(cls, value: str | None) -> str | None:
        """Refuse an address that cannot be taken apart: a # or / of a password must be escaped."""
        if value is not None:
            try:
                _ = urlsplit(value).port
            except ValueError:
                msg = "cannot be taken apart; percent-encode # / ? and @ of the password"
                raise ValueError(msg) from None
        return value

    @field_validator("secret", "secret_previous")
    @classmethod
    def strong(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse a secret that could be guessed: it signs every token of the desk."""
        if value is not None:
            raw = value.get_secret_value()
            if len(raw.encode()) < MIN_SECRET_BYTES or len(set(raw)) < 8:  # noqa: PLR2004 - documented here
                msg = f"must be random and at least {MIN_SECRET_BYTES} bytes long"
                raise ValueError(msg)
        return value


_current: Settings | None = None


def settings() -> Settings:
    """The settings of this process: as configured at start, else read from the environment on first use."""
    return configure(Settings()) if _current is None else _current


def configure(made: Settings) -> Settings:
    """Use these settings from now on (the embedded defaults are only known once the server has started)."""
    global _current  # noqa: PLW0603 - one set per process is the point
    _current = made
    locales.use(made.locales)
    return made
