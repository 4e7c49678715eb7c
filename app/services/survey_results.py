"""What a survey has brought: counted where it is stored, by question, for a period of invitations."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound, parameter
from app.models import Survey, SurveyVersion
from app.rules import intervals, survey_questions
from app.rules import survey_results as rules
from app.rules.actors import Actor
from app.rules.intervals import Estimate
from app.schemas.survey_results import (
    SurveyCount,
    SurveyEstimate,
    SurveyPeriod,
    SurveyQuestionResult,
    SurveyResultOut,
    SurveyTextOut,
    SurveyTextPage,
)
from app.services import keyset

USUAL = timedelta(days=90)
# Answers of a year are counted in a second or two; of all years nobody wants to wait.
LONGEST = timedelta(days=400)

_INVITED = """WHERE i.survey_version_id = ANY ($1) AND i.sent_at >= $2 AND i.sent_at < $3
AND (i.cancelled_at IS NULL OR i.answered_at IS NOT NULL) AND ($4::text IS NULL OR i.brand = $4)
AND ($5::uuid IS NULL OR i.campaign_id = $5)
AND ($6::uuid IS NULL OR EXISTS (SELECT FROM tickets t WHERE t.id = i.ticket_id AND t.source_id = $6))"""
_ASKED = """FROM survey_invitations i JOIN feedback f ON f.invitation_id = i.id
JOIN unnest($7::uuid[], $8::text[], $9::text[]) WITH ORDINALITY AS q (version, key, kind, place)
 ON q.version = i.survey_version_id AND f.answers ? q.key"""
_SENT = f"SELECT count(*) AS sent, count(i.answered_at) AS answered FROM survey_invitations i {_INVITED}"  # noqa: S608
# In one pass, with nothing done for each row that can be done for each group: there are very many of the one.
_GIVEN = f"""SELECT q.place, CASE WHEN q.kind <> 'text' THEN f.answers ->> q.key END AS value, count(*) AS n
{_ASKED} {_INVITED} GROUP BY 1, 2"""
_TEXTS = f"""SELECT f.id, f.ticket_id, f.campaign_id, f.agent_id, f.brand, f.score, f.created_at, q.key, v.number,
 f.answers ->> q.key AS text {_ASKED} JOIN survey_versions v ON v.id = i.survey_version_id {_INVITED}
AND ($10::timestamptz IS NULL OR (f.created_at, f.id) < ($10, $11)) ORDER BY f.created_at DESC, f.id DESC LIMIT $12"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which invitations; empty fields do not narrow, but a period there always is: the last 90 days."""

    since: datetime | None = None
    until: datetime | None = None
    brand: str | None = None
    campaign_id: UUID | None = None
    version: int | None = None

    def period(self) -> tuple[datetime, datetime]:
        """From and to. Raises `Invalid` (`invalid_period`, `period_too_long`)."""
        try:
            until = self.until or (self.since + USUAL if self.since is not None else clock.now())
            since = self.since or until - USUAL
        except OverflowError as error:
            detail = "There are no such dates"
            raise Invalid(detail, code="invalid_period", errors=[parameter("from", detail)]) from error
        if since >= until:
            detail = "must be before `to`"
            raise Invalid("The period is empty", code="invalid_period", errors=[parameter("from", detail)])
        if until - since > LONGEST:
            detail = f"A period has at most {LONGEST.days} days"
            raise Invalid(detail, code="period_too_long", errors=[parameter("from", detail)])
        return since, until


@dataclass(frozen=True, slots=True)
class _Looked:
    """A survey with the versions that are looked at, latest first."""

    survey: Survey
    versions: Sequence[SurveyVersion]

    def questions(self, *, text: bool | None = None) -> Iterator[tuple[SurveyVersion, Mapping[str, Any]]]:
        """Each question of each version; with `text` those that are answered with words, or the others."""
        for version in self.versions:
            for each in version.questions:
                if text is None or (each["kind"] == "text") == text:
                    yield version, each


async def read(session: AsyncSession, actor: Actor, survey_id: UUID, wanted: Wanted) -> SurveyResultOut:
    """What a survey has brought. Raises `NotFound`, `Invalid`, and `Conflict` (`anonymous_survey`)."""
    since, until = wanted.period()
    looked = await _looked(session, survey_id, wanted)
    which = _which(actor, looked, wanted, since, until)
    connection = await raw_connection(session)
    (total,) = await connection.fetch(_SENT, *which)
    asked = [(version.id, each["key"], each["kind"]) for version, each in looked.questions()]
    columns = [[each[place] for each in asked] for place in range(3)]
    counts: Counter[tuple[str, str]] = Counter()
    given: dict[tuple[str, str], Counter[str]] = {}
    for row in await connection.fetch(_GIVEN, *which, *columns):
        name = asked[row["place"] - 1][1:]
        counts[name] += row["n"]
        # Of several options that one person chose each counts.
        values = orjson.loads(row["value"]) if name[1] == "choices" else [row["value"]]
        given.setdefault(name, Counter()).update({each: row["n"] for each in values if each is not None})
    score = _of_score(looked, given)
    return SurveyResultOut(
        survey_id=survey_id,
        metric=looked.survey.metric,
        period=SurveyPeriod.model_validate({"from": since, "to": until}),
        versions=[each.number for each in looked.versions],
        sent=total["sent"],
        answered=total["answered"],
        response_rate=_estimate(intervals.share(total["answered"], total["sent"])),
        questions=_questions(looked, counts, given),
        **score,
    )


async def texts(
    session: AsyncSession,
    actor: Actor,
    survey_id: UUID,
    wanted: Wanted,
    *,
    question: str | None,
    cursor: str | None,
    limit: int,
) -> SurveyTextPage:
    """What was written, newest first. Raises as `read`, and `Invalid` (`invalid_cursor`)."""
    since, until = wanted.period()
    after, last = (None, None) if cursor is None else keyset.by_time(cursor)
    looked = await _looked(session, survey_id, wanted)
    asked = [
        (version.id, each["key"], "text")
        for version, each in looked.questions(text=True)
        if question is None or each["key"] == question
    ]
    # Of several questions to one person all stand together: a page would cut between them.
    if question is None and len({key for _, key, _ in asked}) > 1:
        detail = "The survey has several questions that are answered with words: name one"
        raise Invalid(detail, code="question_needed", errors=[parameter("question", detail)])
    columns = [[each[place] for each in asked] for place in range(3)]
    connection = await raw_connection(session)
    which = _which(actor, looked, wanted, since, until)
    found = await connection.fetch(_TEXTS, *which, *columns, after, last, limit + 1)
    shown, following = keyset.page(found, limit, lambda row: keyset.encode(row["created_at"], UUID(int=row["id"].int)))
    return SurveyTextPage(
        items=[
            SurveyTextOut(
                feedback_id=row["id"], ticket_id=row["ticket_id"], campaign_id=row["campaign_id"],
                agent_id=row["agent_id"], brand=row["brand"], score=row["score"], version=row["number"],
                question=row["key"], text=row["text"], created_at=row["created_at"],
            )
            for row in shown
        ],
        next_cursor=following,
    )  # fmt: skip


async def _looked(session: AsyncSession, survey_id: UUID, wanted: Wanted) -> _Looked:
    survey = await session.get(Survey, survey_id)
    if survey is None:
        raise NotFound
    if survey.audience == "agents":
        detail = "What agents say is shown by each run of its campaign, and no other way"
        raise Conflict(detail, code="anonymous_survey")
    query = select(SurveyVersion).where(col(SurveyVersion.survey_id) == survey_id)
    if wanted.version is not None:
        query = query.where(col(SurveyVersion.number) == wanted.version)
    return _Looked(survey, (await session.exec(query.order_by(col(SurveyVersion.number).desc()))).all())


def _which(actor: Actor, looked: _Looked, wanted: Wanted, since: datetime, until: datetime) -> tuple[Any, ...]:
    versions = [each.id for each in looked.versions]
    return versions, since, until, wanted.brand, wanted.campaign_id, actor.source_id


def _of_score(looked: _Looked, given: Mapping[tuple[str, str], Mapping[str, int]]) -> dict[str, SurveyEstimate | None]:
    """The figures of the survey's metric, over all versions, whatever their question is called."""
    metric = looked.survey.metric
    names = {survey_questions.scored(metric, each.questions) for each in looked.versions}
    scores: dict[str, int] = {}
    for key in names - {None}:
        for value, n in given.get((str(key), metric), {}).items():
            scores[value] = scores.get(value, 0) + n
    every = rules.possible({"kind": metric}) if metric in survey_questions.SCORED else ()
    counted = [(each, scores.get(each, 0), None) for each in every]
    return {
        "csat": _estimate(rules.csat(scores)) if metric == "csat" else None,
        "nps": _estimate(rules.nps(scores)) if metric == "nps" else None,
        "mean": _estimate(rules.mean(counted)) if counted else None,
    }


def _questions(
    looked: _Looked, counts: Mapping[tuple[str, str], int], given: Mapping[tuple[str, str], Mapping[str, int]]
) -> list[SurveyQuestionResult]:
    several: dict[tuple[str, str], list[tuple[SurveyVersion, Mapping[str, Any]]]] = {}
    for version, each in looked.questions():
        several.setdefault((each["key"], each["kind"]), []).append((version, each))
    found = []
    for name, those in several.items():
        made = rules.summed([each for _, each in those], given.get(name, {}), counts.get(name, 0))
        asked = those[0][1]
        found.append(
            SurveyQuestionResult(
                key=asked["key"],
                kind=asked["kind"],
                title={locale: each["title"] for locale, each in asked["texts"].items()},
                versions=sorted(version.number for version, _ in those),
                count=made.count,
                mean=_estimate(made.mean),
                distribution=[
                    SurveyCount(value=value, count=n, share=_estimate(share)) for value, n, share in made.distribution
                ],
            )
        )
    return found


def _estimate(found: Estimate | None) -> SurveyEstimate | None:
    return None if found is None else SurveyEstimate(value=found.value, low=found.low, high=found.high)
