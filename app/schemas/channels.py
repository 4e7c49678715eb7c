"""Channels as clients send and see them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Key, Line, Out, Text
from app.schemas.calls import PhoneSecrets, PhoneSettings

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


class EmailSettings(In):
    """Of a mailbox."""

    authserv_id: Annotated[
        Line | None,
        Field(
            description="The name under which this mailbox's own server writes `Authentication-Results`. With it, a "
            "mail whose sender's domain disowns it (`dmarc=fail`) is not believed to be from who it says."
        ),
    ] = None


class EmailSecrets(In):
    """Of a mailbox."""


class ShownSettings(In):
    """How people find it, where a vendor's own name is a number: what `/v1/contact-channels` shows."""

    link: Url | None = None
    username: Line | None = None
    phone: Line | None = None


class VendorSettings(ShownSettings):
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


class CustomSettings(ShownSettings):
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
    "phone": PhoneSettings,
}
SECRETS: Mapping[str, type[In]] = {
    "email": EmailSecrets,
    "telegram": TelegramSecrets,
    "whatsapp": WhatsAppSecrets,
    "vk": VkSecrets,
    "custom": CustomSecrets,
    "phone": PhoneSecrets,
}
