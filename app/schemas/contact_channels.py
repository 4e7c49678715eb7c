"""How customers reach the desk, as anybody may know it."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.channels import ChannelKind


class HoursOut(Out):
    """Whether somebody is there now, and until when, or from when on."""

    open: bool
    closes_at: Instant | None = Field(description="While open; null: it does not close.")
    opens_at: Instant | None = Field(description="While closed; null: no opening is known.")
    zone: str
    text: str = Field(description="The same in the reader's language.")


class ContactChannelOut(Out):
    """A way to reach a brand."""

    id: UUID
    kind: ChannelKind
    name: str
    address: str = Field(description="To show: a number, a mail address, a name.")
    link: str | None = Field(description="Opens it: `tel:`, `mailto:`, t.me, wa.me, vk.me, ...")
    hours: HoursOut | None = Field(description="Of its team where that has hours, else of the brand; null: not known.")


class ContactFormOut(Out):
    """A form that anybody may fill in."""

    key: str
    title: str
    url: str


class ContactBrandOut(Out):
    """How a brand is reached."""

    brand: str | None = Field(description="Null on a desk without brands.")
    name: str | None
    languages: list[str]
    hours: HoursOut | None
    chat: bool
    channels: list[ContactChannelOut]
    forms: list[ContactFormOut]


class ContactChannelsOut(Out):
    """How the brands of the desk are reached."""

    brands: list[ContactBrandOut]
