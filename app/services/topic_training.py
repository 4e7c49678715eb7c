"""The job that learns a model of topics: examples are gathered, a process of its own learns, the result is stored."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import col, select

from app import clock
from app.db import raw_connection
from app.errors import AppError, Conflict
from app.learning import children, models
from app.models import TopicModel, TopicModelData
from app.services import jobs, topic_examples, topic_models, topic_settings
from app.services.topic_examples import Gathered, Tree
from app.settings import settings

log = structlog.get_logger("otklik.topics")

# Topics that one model tells apart: the most frequent ones.
MOST_TOPICS = 500
# A new model is used by itself if it is at most so much worse than the one in use: they were measured on other tickets.
WORSE = 0.02
# Models of a brand whose numbers are kept beside the active one, to go back to.
KEPT = 5
_LANGUAGES = 20
_SHOWN_LEFT_OUT = 200

_WORDS = {
    "not_installed": "What learns is not installed where jobs are done: the extra `[ml]`",
    "out_of_memory": "Learning took more memory than OTKLIK_LEARNING_MEMORY_BYTES allows",
    "too_slow": "Learning took longer than OTKLIK_LEARNING_SECONDS allows",
    "too_large": "The model would be too large to keep",
    "broken": "Learning went wrong on our side; the log says more",
    "stopped": "The job that made it was stopped",
}
# What comes before these is not gone back to.
_FORGET = """DELETE FROM topic_model_data WHERE model_id IN (SELECT m.id FROM topic_models m
JOIN topic_model_data d ON d.model_id = m.id WHERE m.brand IS NOT DISTINCT FROM $1 AND m.state <> 'active'
ORDER BY m.id DESC OFFSET $2)"""


class _FailedError(Exception):
    """No model comes of this. `reason` is a stable word, `detail` for people."""

    def __init__(self, reason: str, detail: str, left_out: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.left_out = list(left_out)


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it. After a crash it begins anew: nothing is stored before the end. Whatever fails, the active model stays."""
    model_id = UUID(job.arguments["model_id"])
    async with job.database.unit_of_work() as work:
        model = await work.session.get(TopicModel, model_id)
        if model is None or model.state != "training":
            return {"model_id": str(model_id), "state": None if model is None else model.state}
        brand = model.brand
        wanted = await topic_settings.of(work.session, brand)
        least, least_of_one = wanted.minimum_examples, wanted.minimum_per_topic
    try:
        learnt = await _learn(job, brand, least, least_of_one)
    except jobs.Cancelled:
        await _fail(job, model_id, _FailedError("stopped", _WORDS["stopped"]))
        raise
    except (_FailedError, children.LearningFailed) as error:
        failed = error if isinstance(error, _FailedError) else _FailedError(error.reason, _WORDS[error.reason])
        if isinstance(error, children.LearningFailed):
            log.warning("no model of topics", model=str(model_id), reason=error.reason, said=error.said)
        await _fail(job, model_id, failed)
        raise Conflict(failed.detail, code="topic_model_failed") from error
    except Exception as error:
        if not isinstance(error, AppError) or not error.temporary:
            await _fail(job, model_id, _FailedError("broken", _WORDS["broken"]))
        raise
    return await _store(job, model_id, learnt)


async def _learn(job: jobs.Running, brand: str | None, least: int, least_of_one: int) -> dict[str, Any]:
    begun = clock.monotonic()

    async def gathering(found: int) -> None:
        await job.progress(found)

    gathered = await topic_examples.gather(job.database, brand, going_on=gathering)
    async with job.database.lean() as connection:
        tree = await topic_examples.tree(connection)
    examples, labels, left_out = _chosen(gathered, tree, least_of_one)
    if len(labels) == 1:
        detail = (
            f"All examples that can be learnt from are of one topic, {labels[0]['path']!r}: there is nothing to tell"
        )
        raise _FailedError("one_topic", detail, left_out)
    if len(examples) < least or not labels:
        detail = (
            f"There are {len(examples)} tickets whose topic people have said, of topics with at least {least_of_one} "
            f"of them; {least} are needed"
        )
        raise _FailedError("too_few_examples", detail, left_out)

    async def learning() -> None:
        await job.progress(len(examples), len(examples))

    report, data = await children.learn(
        examples,
        labels,
        memory=settings().learning_memory_bytes,
        seconds=settings().learning_seconds,
        going_on=learning,
    )
    if len(data) > models.MAX_BYTES:
        raise _FailedError("too_large", _WORDS["too_large"])
    languages = Counter(language for _, language, _, _ in examples if language)
    return {
        **report,
        "topics": len(labels),
        "left_out": left_out,
        "languages": [language for language, _ in languages.most_common(_LANGUAGES)],
        "made_of": gathered.latest,
        "seconds": round(clock.monotonic() - begun, 2),
        "data": data,
    }


def _chosen(
    gathered: Gathered, tree: Tree, least_of_one: int
) -> tuple[list[tuple[str, str | None, int, bool]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Examples of topics that are used and have enough of them; these topics; and those that are left out, with why."""
    now: dict[str, tuple[str | None, str] | None] = {}
    for path in {path for _, _, path, _ in gathered.examples}:
        found = tree.of(None, path)
        now[path] = None if found is None else (None if found[0] is None else str(found[0]), found[1])
    counted = Counter(of for _, _, path, _ in gathered.examples if (of := now[path]) is not None)
    enough = [of for of, count in counted.most_common(MOST_TOPICS) if count >= least_of_one]
    place = {of: number for number, of in enumerate(sorted(enough, key=lambda each: each[1]))}
    examples = [
        (text, language, place[of], typical)
        for text, language, path, typical in gathered.examples
        if (of := now[path]) is not None and of in place
    ]
    labels = [{"id": topic_id, "path": path} for topic_id, path in place]
    left_out: list[dict[str, Any]] = [
        {"topic": of[1], "examples": count, "reason": "too_few"} for of, count in counted.items() if of not in place
    ]
    unused = Counter(path for _, _, path, _ in gathered.examples if now[path] is None)
    for path, count in unused.items():
        reason = "archived" if path.lower() in tree.by_path else "unknown"
        left_out.append({"topic": path, "examples": count, "reason": reason})
    left_out.sort(key=lambda each: (-each["examples"], each["topic"]))
    return examples, labels, left_out[:_SHOWN_LEFT_OUT]


async def _store(job: jobs.Running, model_id: UUID, learnt: dict[str, Any]) -> dict[str, Any]:
    data: bytes = learnt.pop("data")
    async with job.database.unit_of_work() as work:
        session = work.session
        await topic_models.hold(session)
        model = await session.get(TopicModel, model_id, with_for_update=True, populate_existing=True)
        if model is None or model.state != "training":
            # Somebody has stopped it at the last moment.
            raise jobs.Cancelled
        now = clock.now()
        for name, value in learnt.items():
            setattr(model, name, value)
        model.state, model.format = "ready", models.FORMAT
        model.bytes, model.sha256 = len(data), hashlib.sha256(data).hexdigest()
        model.version += 1
        model.ready_at = model.updated_at = now
        session.add(model)
        await session.flush()
        session.add(TopicModelData(model_id=model_id, data=data))
        await session.flush()
        if model.activates:
            query = select(TopicModel).where(col(TopicModel.state) == "active")
            query = query.where(
                col(TopicModel.brand) == model.brand if model.brand else col(TopicModel.brand).is_(None)
            )
            worse = _worse(model, (await session.exec(query)).first())
            if worse is None:
                await topic_models.use(session, model)
            else:
                model.reason, model.detail = worse
                session.add(model)
                await session.flush()
        await (await raw_connection(session)).execute(_FORGET, model.brand, KEPT)
        return {
            "model_id": str(model_id),
            "state": model.state,
            "reason": model.reason,
            "accuracy": model.accuracy,
            "baseline": model.baseline,
            "examples": model.examples,
            "topics": model.topics,
        }


def _worse(model: TopicModel, before: TopicModel | None) -> tuple[str, str] | None:
    """Why a new model is not used by itself."""
    if model.accuracy is None or model.baseline is None or model.accuracy <= model.baseline:
        return "no_better_than_guessing", "It is no better than always saying the most frequent topic"
    if before is not None and before.accuracy is not None and model.accuracy < before.accuracy - WORSE:
        return "worse_than_active", f"It is right less often than model {before.number}, which stays in use"
    return None


async def _fail(job: jobs.Running, model_id: UUID, failed: _FailedError) -> None:
    # What cannot be said now is found when the next one begins.
    with suppress(AppError):
        async with job.database.unit_of_work() as work:
            model = await work.session.get(TopicModel, model_id, with_for_update=True, populate_existing=True)
            if model is not None and model.state == "training":
                model.state, model.reason, model.detail = "failed", failed.reason, failed.detail
                model.left_out = failed.left_out
                model.version += 1
                model.updated_at = clock.now()
                work.session.add(model)
