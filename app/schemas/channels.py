"""Channels as clients send and see them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Key, Line, Out, Text
from app.schemas.calls import PhoneSecrets, PhoneSettings
from app.schemas.channel_imap import ImapSettings
from app.schemas.channel_mailboxes import MailOutSecrets, MailOutSettings

ChannelKind = Literal["email", "telegram", "whatsapp", "vk", "custom", "phone"]
Address = Annotated[
    Text,
    StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=254, pattern=r"^\S+$"),
    Field(description="What the channel is to the world: a mailbox's address, a bot's name, a number's or group's id."),
]
Settings = Annotated[dict[str, Any], Field(description="What this kind of channel needs: see the guide to channels.")]
Listed = Annotated[
    bool, Field(description="Whether `/v1/contact-channels` shows it; it works all the same where that does not.")
]
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
    listed: Listed = True
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
    listed: Listed | None = None
    settings: Settings | None = None
    secrets: dict[Key, Secret | None] | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ChannelPatch":
        for name in ("name", "address", "enabled", "listed", "settings", "secrets"):
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
    listed: Listed
    settings: dict[str, Any]
    secrets: list[str] = Field(description="The names of those that are set.")
    inbound_url: str | None = Field(description="Where what comes in is posted: by the vendor, or by a mail gateway.")
    problem: str | None = Field(description="Of one that the desk asks itself: why nothing comes by it now.")
    version: int
    created_at: Instant
    updated_at: Instant
    archived_at: Instant | None


class ChannelPage(Out):
    """A page of channels, oldest first."""

    items: list[ChannelOut]
    next_cursor: str | None


class EmailSettings(MailOutSettings):
    """Of a mailbox."""

    imap: Annotated[ImapSettings | None, Field(description="Absent: mails come by another door.")] = None
    authserv_id: Annotated[
        Line | None,
        Field(
            description="The name under which this mailbox's own server writes `Authentication-Results`. With it, a "
            "mail whose sender's domain disowns it (`dmarc=fail`) is not believed to be from who it says."
        ),
    ] = None


class EmailSecrets(MailOutSecrets):
    """Of a mailbox."""

    imap_password: Secret | None = None


ApiUrl = Annotated[
    Text | None,
    StringConstraints(min_length=10, max_length=500, pattern=r"^https?://[!-~]+$"),
    Field(description="Where the vendor's API is, when it is not the vendor's own: a server of yours in between."),
]


class ShownSettings(In):
    """How people find it, where a vendor's own name is a number: what `/v1/contact-channels` shows."""

    link: Url | None = None
    username: Line | None = None
    phone: Line | None = None


class VendorSettings(ShownSettings):
    """Where a vendor's API is, when it is not at the vendor's own address."""

    api_url: ApiUrl = None


class TelegramSettings(VendorSettings):
    """Of a bot."""

    polling: bool = Field(default=False, description="The desk asks for updates: Telegram cannot reach it.")


class TelegramSecrets(In):
    """Of a bot. Without `polling` the webhook's secret is needed too."""

    bot_token: Secret
    webhook_secret: Secret | None = None


class WhatsAppTemplate(In):
    """A template that Meta has approved. Its body has one parameter, `{{1}}`, which becomes the message."""

    name: Annotated[Text, StringConstraints(pattern=r"^[a-z0-9_]{1,512}$")]
    language: Annotated[Text, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")]


class WhatsAppSettings(VendorSettings):
    """Of a number, whose id is the channel's address."""

    template: WhatsAppTemplate | None = None
    api_version: Annotated[Text | None, StringConstraints(pattern=r"^v[0-9]{1,3}\.[0-9]{1,2}$")] = None


class WhatsAppSecrets(In):
    """Of a number and its app."""

    app_secret: Secret
    access_token: Secret
    verify_token: Secret


class VkSettings(VendorSettings):
    """Of a community, whose number is the channel's address."""

    confirmation: Annotated[Text, StringConstraints(pattern=r"^[A-Za-z0-9]{4,64}$")]


class VkSecrets(In):
    """Of a community."""

    access_token: Secret
    webhook_secret: Secret


class CustomSettings(ShownSettings):
    """Of a partner's channel."""

    url: Annotated[
        Text,
        StringConstraints(min_length=10, max_length=2000, pattern=r"^https?://[!-~]+$"),
        Field(description="Where the desk posts messages."),
    ]


class CustomSecrets(In):
    """Of a partner's channel: one secret signs both ways."""

    webhook_secret: Secret


# What is checked, by kind: settings, and secrets.
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
