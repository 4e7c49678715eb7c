"""The file of conversations: one JSON object a line, with `id`, `brand` and `messages` in order."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError

Said = Annotated[str, StringConstraints(min_length=1, max_length=16_384, pattern=r"^[^\x00]*$")]


class ReplayFileError(Exception):
    """A file that cannot be replayed, with its line."""


class Message(BaseModel):
    """One message, as it was written."""

    at: AwareDatetime
    role: Literal["customer", "agent"]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
    text: Said


class _Line(BaseModel):
    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    brand: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
    messages: list[Message]


@dataclass(frozen=True)
class Conversation:
    """A conversation that a customer opened. Times are real and do not always rise: the order is the file's."""

    id: str
    brand: str
    messages: tuple[Message, ...]

    @property
    def at(self) -> datetime:
        """When it began."""
        return self.messages[0].at

    @property
    def customer(self) -> str:
        """What its customer is called."""
        return self.messages[0].name


def read(path: Path, limit: int | None = None) -> list[Conversation]:
    """The first `limit` conversations (all by default), in the file's order. Raises `ReplayFileError`."""
    found: list[Conversation] = []
    try:
        # Not splitlines: customers write characters that it takes for ends of lines.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReplayFileError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if limit is not None and len(found) >= limit:
            break
        try:
            read_line = _Line.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise ReplayFileError(f"{path}, line {number}: {where}: {first['msg']}") from error
        messages = tuple(read_line.messages)
        if not messages or messages[0].role != "customer":
            raise ReplayFileError(f"{path}, line {number}: a conversation begins with its customer")
        found.append(Conversation(read_line.id, read_line.brand, messages))
    if not found:
        raise ReplayFileError(f"{path} holds no conversation")
    return found
