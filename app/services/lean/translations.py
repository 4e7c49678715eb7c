"""Hot path: what a translated reply said in its author's own words, and messages with what they say in a language."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.errors import Forbidden
from app.rules.actors import Actor

# A message that is nobody's translation costs no look.
_OF_IT = "FROM message_translations o WHERE o.message_id = m.id AND o.language = m.translated_from"
ORIGINAL_JSON = f"""CASE WHEN m.translated_from IS NOT NULL THEN (
SELECT json_build_object('language', o.language, 'body', o.body) {_OF_IT}) END"""
ORIGINAL = f"CASE WHEN m.translated_from IS NOT NULL THEN (SELECT o.body {_OF_IT}) END"

COLUMNS = "message_id, language, state, body, source_language, provider, error, of_version, at"
_OF_MANY = f"SELECT {COLUMNS} FROM message_translations WHERE message_id = ANY ($1) AND language = $2"  # noqa: S608


def original(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The author's own words, of a row that has `translated_from` and `original`, its text."""
    if row.get("translated_from") is None or row.get("original") is None:
        return None
    return {"language": row["translated_from"], "body": row["original"]}


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A translation as agents see it."""
    return {
        "message_id": row["message_id"],
        "language": row["language"],
        "state": row["state"],
        "body": row["body"] or None,
        "source_language": row["source_language"],
        "provider": row["provider"],
        "error": row["error"],
        "of_version": row["of_version"],
        "at": row["at"],
    }


async def with_them(
    connection: Connection, actor: Actor, messages: Sequence[bytes], language: str
) -> list[dict[str, Any]]:
    """Messages as JSON, with their translations. Raises `Forbidden` for anybody but agents."""
    if not actor.sees_internal:
        raise Forbidden("Translations are for agents")
    made: list[dict[str, Any]] = [orjson.loads(each) for each in messages]
    rows = await connection.fetch(_OF_MANY, [UUID(each["id"]) for each in made], language)
    found = {str(row["message_id"]): shown(row) for row in rows}
    for each in made:
        each["translation"] = found.get(each["id"])
    return made


async def into_timeline(connection: Connection, actor: Actor, items: Sequence[dict[str, Any]], language: str) -> None:
    """The same for what a timeline has: each item's `message`. Raises `Forbidden` for anybody but agents."""
    said = [orjson.dumps(each["message"]) for each in items]
    for each, message in zip(items, await with_them(connection, actor, said, language), strict=True):
        each["message"] = message
