"""How a mailbox is followed by IMAP: the settings of its channel."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out, Text


class ImapSettings(In):
    """A mailbox at a server. Nothing in it is changed unless `after` says so."""

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


class FollowedMailboxOut(Out):
    """How a mailbox is followed."""

    mailbox: str = Field(description="Its server, name and folder.")
    followed: bool = Field(description="A process follows it now.")
    checked_at: Instant | None = Field(description="When it was last looked at with success.")
    arrived_at: Instant | None = Field(description="When the newest mail that was stored had arrived.")
    problem: str | None = Field(description="Why it cannot be read.")
    next_look_at: Instant | None = Field(description="When it is tried again, while there is a problem.")
