"""A model of topics for tests: learnt once from a few sentences, and put into the desk as a job would."""

import hashlib
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from app import clock
from app.db import Database
from app.learning import models
from app.models import TopicModel, TopicModelData

if TYPE_CHECKING:
    from app.learning.training import Trained

SENTENCES = {
    "delivery": (
        "My parcel has not arrived", "Where is the courier with my parcel", "The parcel is late", "Посылка не пришла",
    ),
    "refund": (
        "I want my money back", "Please refund my money", "When is the refund paid", "Верните деньги за заказ",
    ),
    "login": (
        "I cannot sign in", "My password does not work", "The code to sign in never comes", "Неверный пароль",
    ),
}  # fmt: skip
WORDS = ("now", "please", "today", "again", "still", "really", "at all", "since Monday")


def examples() -> list[tuple[str, str]]:
    """Texts and their topics: 32 of each."""
    return [(f"{text} {word}", topic) for topic, texts in SENTENCES.items() for text in texts for word in WORDS]


@cache
def learnt(ids: tuple[str | None, ...] = (None, None, None)) -> "Trained":
    """A model of `SENTENCES`; `ids` are those of its topics in the tree."""
    from app.learning import training  # noqa: PLC0415 - heavy, and most processes of tests only collect this

    paths = list(SENTENCES)
    labels = [models.Label(topic_id, path) for topic_id, path in zip(ids, paths, strict=True)]
    return training.train([training.Example(text, None, paths.index(topic)) for text, topic in examples()], labels)


async def a_model(
    database: Database,
    *,
    state: str = "active",
    brand: str | None = None,
    ids: tuple[str | None, ...] = (None, None, None),
    data: bytes | None = None,
    version: int = models.FORMAT,
) -> UUID:
    """A model in the desk; its id. `data` in place of what it is made of: its sum does not fit then."""
    made = learnt(ids)
    now = clock.now()
    async with database.unit_of_work() as work:
        row = TopicModel(
            brand=brand, state=state, format=version, topics=3, sha256=hashlib.sha256(made.data).hexdigest(),
            bytes=len(made.data), created_at=now, updated_at=now, ready_at=now, **made.report,
        )  # fmt: skip
        work.session.add(row)
        await work.session.flush()
        work.session.add(TopicModelData(model_id=row.id, data=made.data if data is None else data))
    return row.id
