"""Channels, whom the desk knows by them, and which conversation there is which ticket here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Channel(SQLModel, table=True):
    """A way by which customers reach the desk: a mailbox, a bot, a number. `secrets` is sealed JSON."""

    __tablename__ = "channels"
    __table_args__ = (
        one_of("channels", "kind", "email", "telegram", "whatsapp", "vk", "custom", "phone"),
        # Who is archived gives its address back.
        Index("channels_address_unique", "kind", "address", unique=True, postgresql_where=text("archived_at IS NULL")),
        Index("channels_in_order", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    name: str
    # In lower case: of a mailbox, of a bot, a number's id, a group's id.
    address: str
    brand: str | None = Field(default=None, foreign_key="brands.key")
    # Where its new tickets begin.
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    enabled: bool = True
    # False: kept off the public page of how to reach the desk.
    listed: bool = True
    settings: dict[str, Any] = document()
    secrets: str | None = None
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class ChannelIdentity(SQLModel, table=True):
    """Somebody as a kind of channel knows them. `scope` is the kind where ids mean one person everywhere in it, else
    the channel's id.
    """

    __tablename__ = "channel_identities"
    __table_args__ = (Index("channel_identities_of_customer", "customer_id"),)

    channel_kind: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id")
    name: str | None = None
    username: str | None = None
    locale: str | None = None
    # Some channels let us write only for so long after they did.
    last_inbound_at: datetime | None = at(nullable=True)
    # They have stopped the bot, or left.
    blocked: bool = False
    created_at: datetime = at()


class ChannelThread(SQLModel, table=True):
    """A conversation in a channel, and the ticket in which it goes on."""

    __tablename__ = "channel_threads"
    __table_args__ = (
        Index("channel_threads_of_ticket", "ticket_id"),
        Index("channel_threads_of_customer", "customer_id"),
    )

    channel_id: UUID = Field(foreign_key="channels.id", primary_key=True)
    thread: str = Field(primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    customer_id: UUID = Field(foreign_key="customers.id")
    last_inbound_at: datetime | None = at(nullable=True)


class ChannelMessage(SQLModel, table=True):
    """A message as the channel names it, and as the desk does: what came once is never taken twice."""

    __tablename__ = "channel_messages"
    __table_args__ = (
        one_of("channel_messages", "direction", "in", "out"),
        Index("channel_messages_of_message", "message_id"),
        Index("channel_messages_of_ticket", "ticket_id", "channel_id"),
    )

    channel_id: UUID = Field(foreign_key="channels.id", primary_key=True)
    external_id: str = Field(primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    # Null where it became something else than a message: a bounce, an automatic answer that was only noted.
    message_id: UUID | None = Field(default=None, foreign_key="messages.id")
    direction: str
    thread: str | None = None
    created_at: datetime = at()
