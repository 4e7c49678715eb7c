"""How far each mailbox was read, who reads it now, and what is wrong with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel

from app.models.columns import at


class MailCursor(SQLModel, table=True):
    """A mailbox of a channel: a name at a server, and a folder. Uids mean something only with their `uid_validity`.

    `last_uid` moves in the transaction that stores the mail. Mails up to `old_uid` were there when the desk first
    looked (or lost its place): of these only those that arrived at `floor` or later are taken.
    """

    __tablename__ = "mail_cursors"

    channel_id: UUID = Field(
        sa_column=Column(ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    mailbox: str = Field(primary_key=True)
    uid_validity: int | None = Field(default=None, sa_type=BigInteger)
    last_uid: int = Field(default=0, sa_type=BigInteger)
    old_uid: int = Field(default=0, sa_type=BigInteger)
    # Its place was lost: what is found is held against what is known.
    again: bool = False
    floor: datetime | None = at(nullable=True)
    begun_at: datetime = at()
    # When the newest mail that was stored had arrived, by the server's clock.
    seen_at: datetime | None = at(nullable=True)
    checked_at: datetime | None = at(nullable=True)
    problem: str | None = None
    failures: int = 0
    # The mail at which reading broke off, and how often.
    stuck_uid: int | None = Field(default=None, sa_type=BigInteger)
    stuck_times: int = 0
    # Of the channel, when it was last looked at: what was changed since is tried at once.
    version: int | None = None
    next_look_at: datetime = at()
    holder: UUID | None = None
    lease_until: datetime | None = at(nullable=True)
