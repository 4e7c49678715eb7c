"""Recorded conversations in which an agent pointed to an article in the end, as cases to measure suggestions with."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, StringConstraints, ValidationError

from app.replay.conversations import Message, ReplayFileError
from app.rules import article_addresses
from app.rules.suggestion_measures import Case


class _Line(BaseModel):
    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    brand: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    messages: list[Message]
    article_id: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    article_url: Annotated[str, StringConstraints(max_length=2_000)] = ""


def read(path: Path) -> list[Case]:
    """Each conversation of the file: what its customer had said before the last message, which points to the article.

    Raises `ReplayFileError`.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReplayFileError(f"{path} cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_case(_Line.model_validate_json(line)))
        except (ValidationError, ValueError) as error:
            detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
            raise ReplayFileError(f"{path}, line {number}: {detail}") from error
    if not found:
        raise ReplayFileError(f"{path} holds no conversation")
    return found


def _case(line: _Line) -> Case:
    if not line.messages or line.messages[-1].role != "agent":
        raise ValueError("a conversation ends with the agent who points to the article")
    answer = line.messages[-1]
    # Times do not always rise: what was said after the answer is not known before it.
    before = [each for each in line.messages[:-1] if each.at <= answer.at]
    said = [each.text for each in before if each.role == "customer"]
    own = article_addresses.words([line.article_url])
    return Case(line.brand, answer.at, said[::-1], line.article_id, own, line.id)
