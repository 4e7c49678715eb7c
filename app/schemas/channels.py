"""Channels as clients send and see them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Key, Line, Out, Text

ChannelKind = Literal["email", "telegram", "whatsapp", "vk", "custom", "phone"]
Address = Annotated[
    Text,
    StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=254, pattern=r"^\S+$"),
    Field(description="What the channel is to the world: a mailbox's address, a bot's name, a number's or group's id."),
]
Settings = Annotated[dict[str, Any], Field(description="What this kind of channel needs: see the guide to channels.")]
Url = Annotated[Text, StringConstraints(strip_whitespace=True, pattern=r"^https?://", max_length=2000)]
Secret = Annotated[Text, StringConstraints(min_length=1, max_length=4000)]


class ChannelIn(In):
    """A new channel. `settings` and `secrets` are those of its kind; secrets are never answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "email", "name": "Help", "address": "help@shop.example", "settings": {}}]
        }
    )

    kind: ChannelKind
    name: Line
    address: Address
    brand: Annotated[Key | None, Field(description="Its tickets belong to it; null: to the desk's own.")] = None
    team_id: Annotated[UUID | None, Field(description="Where its tickets begin; null: as routing says.")] = None
    enabled: bool = True
    settings: Settings = {}
    secrets: dict[Key, Secret] = {}


class ChannelPatch(In):
    """Changes of a channel. `settings` replace the old ones; of `secrets` those that are named, null takes one away."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Help and returns", "enabled": False}]})

    name: Line | None = None
    address: Address | None = None
    brand: Key | None = None
    team_id: UUID | None = None
    enabled: bool | None = None
    settings: Settings | None = None
    secrets: dict[Key, Secret | None] | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ChannelPatch":
        for name in ("name", "address", "enabled", "settings", "secrets"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ChannelOut(Out):
    """A channel; never its secrets."""

    id: UUID
    kind: ChannelKind
    name: str
    address: str
    brand: str | None
    team_id: UUID | None
    enabled: bool
    settings: dict[str, Any]
    secrets: list[str] = Field(description="The names of those that are set.")
    inbound_url: str | None = Field(description="Where what comes in is posted: by the vendor, or by a mail gateway.")
    version: int
    created_at: Instant
    updated_at: Instant
    archived_at: Instant | None


class ChannelPage(Out):
    """A page of channels, oldest first."""

    items: list[ChannelOut]
    next_cursor: str | None


class NoSettings(In):
    """A kind that needs nothing."""


class ImapSettings(In):
    """How a mailbox is followed. Nothing in it is changed unless `after` says so."""

    host: Annotated[Text, StringConstraints(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9.:_-]+$")]
    port: Annotated[int | None, Field(ge=1, le=65_535, description="Absent: 993, or 143 without implicit TLS.")] = None
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    username: Annotated[Text, StringConstraints(min_length=1, max_length=254)]
    folder: Annotated[Text, StringConstraints(min_length=1, max_length=254)] = "INBOX"
    poll_seconds: Annotated[
        int, Field(ge=1, le=1800, description="So often the mailbox is looked at, also when the server says nothing.")
    ] = 60
    import_since: Annotated[
        Instant | None, Field(description="Mails that came before the channel was made are taken from here on.")
    ] = None
    import_all: Annotated[bool, Field(description="All mails that are there are taken.")] = False
    after: Annotated[
        Literal["nothing", "seen", "move", "delete"], Field(description="What is done with a mail that is stored.")
    ] = "nothing"
    move_to: Annotated[Text | None, StringConstraints(min_length=1, max_length=254)] = None

    @model_validator(mode="after")
    def _somewhere(self) -> "ImapSettings":
        if (self.after == "move") != (self.move_to is not None):
            msg = "move_to says where mails are moved to, and is for after=move"
            raise ValueError(msg)
        return self


class EmailSettings(In):
    """Of a mailbox."""

    imap: Annotated[ImapSettings | None, Field(description="Absent: mails come by another door.")] = None


class EmailSecrets(In):
    """Of a mailbox."""

    imap_password: Secret | None = None


class VendorSettings(In):
    """Where a vendor's API is, when it is not at the vendor's own address."""

    api_url: Url | None = None


class TelegramSettings(VendorSettings):
    """Of a bot: `polling` asks for updates, where nobody can reach the desk."""

    polling: bool = False


class TelegramSecrets(In):
    """Of a bot."""

    bot_token: Secret | None = None
    webhook_secret: Secret | None = None


class WhatsAppSettings(VendorSettings):
    """Of a number: the template that opens a conversation again when its window is closed."""

    api_version: Key | None = None
    template: dict[str, Any] | None = None


class WhatsAppSecrets(In):
    """Of a number's app."""

    app_secret: Secret | None = None
    verify_token: Secret | None = None
    access_token: Secret | None = None


class VkSettings(VendorSettings):
    """Of a group: what VK wants to hear when it asks for it."""

    confirmation: Line | None = None


class VkSecrets(In):
    """Of a group."""

    access_token: Secret | None = None
    webhook_secret: Secret | None = None


class CustomSettings(In):
    """Of a partner's channel: where our messages are posted."""

    url: Url | None = None


class CustomSecrets(In):
    """Of a partner's channel: what both sides sign with."""

    webhook_secret: Secret | None = None


# What is checked, by kind: settings, and secrets. Whether they make a channel together is the adapter's to say.
SETTINGS: Mapping[str, type[In]] = {
    "email": EmailSettings,
    "telegram": TelegramSettings,
    "whatsapp": WhatsAppSettings,
    "vk": VkSettings,
    "custom": CustomSettings,
    "phone": NoSettings,
}
SECRETS: Mapping[str, type[In]] = {
    "email": EmailSecrets,
    "telegram": TelegramSecrets,
    "whatsapp": WhatsAppSecrets,
    "vk": VkSecrets,
    "custom": CustomSecrets,
    "phone": NoSettings,
}
