"""Asking the models of topics: loaded once in a process, asked in a thread, and for topics as they are now."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from app import clock, learning
from app.db import Connection
from app.learning import models
from app.services.topic_examples import Tree

log = structlog.get_logger("otklik.topics")

# Less sure than this it is no suggestion but noise.
LEAST = 0.15
# Models that a process keeps at hand; each is a few megabytes.
KEPT = 8

_ACTIVE = "SELECT id, number, brand, sha256, format FROM topic_models WHERE state = 'active'"
_ONE = "SELECT id, number, brand, sha256, format FROM topic_models WHERE id = $1"
_DATA = "SELECT data FROM topic_model_data WHERE model_id = $1"
_FAILED = """UPDATE topic_models SET state = 'failed', reason = $2, detail = $3, version = version + 1, updated_at = $4
WHERE id = $1 AND state = 'active'"""
_WORDS = {
    "corrupted": "Its numbers are not what they were when they were stored",
    "from_the_future": "It was made by a later version of the desk",
}

_loaded: OrderedDict[UUID, models.Model] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Asked:
    """A model that can be asked."""

    id: UUID
    number: int
    model: models.Model


@dataclass(frozen=True, slots=True)
class Suggested:
    """A topic as it is now, and how sure its model is."""

    topic_id: UUID | None
    topic: str
    confidence: float

    @property
    def said(self) -> dict[str, Any]:
        """As it is stored beside another one."""
        topic_id = None if self.topic_id is None else str(self.topic_id)
        return {"topic_id": topic_id, "topic": self.topic, "confidence": round(self.confidence, 4)}


async def active(connection: Connection) -> dict[str | None, Asked]:
    """The models in use, by brand (None: the desk's). One that cannot be read has failed from now on, and says why.

    In the caller's transaction. Where the extra is not installed there are none.
    """
    if not learning.installed():
        return {}
    found: dict[str | None, Asked] = {}
    for row in await connection.fetch(_ACTIVE):
        try:
            found[row["brand"]] = await _asked(connection, row)
        except models.UnreadableError as error:
            log.error("a model of topics cannot be read", model=row["number"], reason=error.reason)  # noqa: TRY400
            await connection.execute(_FAILED, row["id"], error.reason, _WORDS[error.reason], clock.now())
    return found


async def by_id(connection: Connection, model_id: UUID) -> Asked | None:
    """A model, whatever its state; None for one that cannot be asked any more."""
    row = await connection.fetchrow(_ONE, model_id) if learning.installed() else None
    try:
        return None if row is None else await _asked(connection, row)
    except models.UnreadableError:
        return None


def for_brand(found: Mapping[str | None, Asked], brand: str | None) -> Asked | None:
    """The model that is asked about tickets of a brand: its own, else the desk's."""
    return found.get(brand) or found.get(None)


async def guesses(asked: Asked, texts: Sequence[tuple[str, str | None]]) -> list[list[models.Guess]]:
    """What a model says of texts (each with its language), best first; in a thread."""

    def think() -> list[list[models.Guess]]:
        # More than are shown: some may be of topics that are not used any more.
        return [asked.model.guesses(text, language, of=2 * (1 + models.OTHERS)) for text, language in texts]

    return await asyncio.to_thread(think)


def as_they_are(found: Sequence[models.Guess], tree: Tree) -> list[Suggested]:
    """The guesses that are good enough, of topics that are still used, under the paths that they have by now."""
    usable = []
    for each in found:
        now = tree.of(each.label.id, each.label.path)
        if now is not None:
            usable.append(Suggested(now[0], now[1], each.confidence))
    return usable[: 1 + models.OTHERS] if usable and usable[0].confidence >= LEAST else []


async def _asked(connection: Connection, row: Mapping[str, Any]) -> Asked:
    model_id = UUID(int=row["id"].int)
    model = _loaded.get(model_id)
    if model is None:
        if row["format"] is not None and row["format"] > models.FORMAT:
            raise models.UnreadableError("from_the_future")
        data = await connection.fetchval(_DATA, model_id)
        if data is None:
            raise models.UnreadableError("corrupted")
        model = await asyncio.to_thread(models.unpacked, data, row["sha256"])
        _loaded[model_id] = model
    _loaded.move_to_end(model_id)
    while len(_loaded) > KEPT:
        _loaded.popitem(last=False)
    return Asked(model_id, row["number"], model)


async def why(asked: Asked, text: str, language: str | None, topic_id: UUID | None, path: str) -> tuple[str, ...]:
    """The words of a text that speak for a topic that this model knows; in a thread."""
    label = next(
        (
            each
            for each in asked.model.labels
            if (each.id == str(topic_id) if topic_id is not None and each.id is not None else each.path == path)
        ),
        None,
    )
    return () if label is None else await asyncio.to_thread(asked.model.why, text, language, label)
