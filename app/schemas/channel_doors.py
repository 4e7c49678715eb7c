"""What those are answered who leave something at a channel."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Out


class MailReceivedOut(Out):
    """A mail is stored, and will be read."""

    id: UUID = Field(description="In `/v1/inbound`.")
    repeated: bool = Field(description="It came before, and is not stored again.")
