"""What a partner tells the desk by a custom channel, one event a request: `docs/guides/messengers.md` has examples."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]


class Shape(BaseModel):
    """Nothing that is not named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Writer(Shape):
    """Who wrote. `phone` (E.164) only where the partner has checked that it is theirs."""

    id: Id
    name: Line | None = None
    username: Line | None = None
    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")] | None = None
    email: Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    locale: Annotated[str, Field(min_length=2, max_length=35, pattern=r"^[A-Za-z0-9_-]+$")] | None = None


MIME = r"^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$"


class Attached(Shape):
    """A file: its content (Base64, for small ones) or an address from which the desk fetches it once."""

    name: Line
    content_type: Annotated[str, Field(max_length=100, pattern=MIME)] | None = None
    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://[!-~]+$")] | None = None
    content: Annotated[str, Field(max_length=14_000_000, pattern=r"^[A-Za-z0-9+/]*={0,2}$")] | None = None
    size: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Attached":
        if (self.url is None) == (self.content is None):
            raise ValueError("a file has either url or content")
        return self


class Message(Shape):
    """A message of a person."""

    type: Literal["message"]
    id: Id
    conversation: Id
    person: Writer
    text: Annotated[str, Field(max_length=100_000)] = ""
    files: Annotated[list[Attached], Field(max_length=20)] = []
    reply_to: Id | None = None
    at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _something(self) -> "Message":
        if not self.text.strip() and not self.files:
            raise ValueError("a message has a text, or files, or both")
        return self


class Edit(Shape):
    """A message has other words now."""

    type: Literal["edit"]
    id: Id
    conversation: Id
    person: Writer
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    at: AwareDatetime | None = None


class Delete(Shape):
    """A message was taken back."""

    type: Literal["delete"]
    id: Id
    conversation: Id
    person: Writer
    at: AwareDatetime | None = None


class Receipt(Shape):
    """How far a message of the desk has come; `id` is the one that the partner has answered with, else the desk's."""

    type: Literal["receipt"]
    id: Id
    conversation: Id
    state: Literal["sent", "delivered", "read", "failed"]
    detail: Annotated[str, Field(max_length=500)] | None = None
    at: AwareDatetime | None = None


class Standing(Shape):
    """The person wants to hear nothing more by this channel, or does again."""

    type: Literal["stopped", "started"]
    conversation: Id
    person: Writer
    at: AwareDatetime | None = None


Event: TypeAlias = Annotated[Message | Edit | Delete | Receipt | Standing, Field(discriminator="type")]
EVENT: TypeAdapter[Message | Edit | Delete | Receipt | Standing] = TypeAdapter(Event)
