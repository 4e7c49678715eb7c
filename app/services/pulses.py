"""Pulses: those that an agent is asked in, their answer that is nobody's, and what is shown when it is over."""

import random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound
from app.models import Agent, PulseAnswer, SurveyCampaign, SurveyCampaignRun, SurveyVersion, Team
from app.rules import pulse_results, survey_questions, survey_texts
from app.rules.actors import Actor
from app.rules.survey_questions import OF_NUMBERS
from app.schemas.base import Reference
from app.schemas.pulses import (
    PulseBand,
    PulseOption,
    PulseOut,
    PulsePage,
    PulseQuestionResult,
    PulseResultOut,
    PulseTeamMean,
)
from app.services import keyset, naming

MOST_TEXTS = 500

_MINE = """SELECT r.id, r.closes_at, i.answered, v.questions::text AS questions, v.texts::text AS texts,
c.minimum_group, s.name FROM pulse_invitations i
JOIN survey_campaign_runs r ON r.id = i.run_id JOIN survey_campaigns c ON c.id = r.campaign_id
JOIN survey_versions v ON v.id = r.survey_version_id JOIN surveys s ON s.id = v.survey_id
WHERE i.agent_id = $1 AND r.phase = 'open' AND r.closes_at > $2
AND ($3::timestamptz IS NULL OR (r.closes_at, r.id) > ($3, $4)) ORDER BY r.closes_at, r.id LIMIT $5"""
# Its end waits until this answer is in, or this answer finds that it is over.
_OPEN = """SELECT r.phase = 'open' AND r.closes_at > $3 AS open, v.questions::text AS questions
FROM survey_campaign_runs r JOIN pulse_invitations i ON i.run_id = r.id
JOIN survey_versions v ON v.id = r.survey_version_id WHERE r.id = $1 AND i.agent_id = $2 FOR SHARE OF r"""
_ANSWERED = """UPDATE pulse_invitations SET answered = true WHERE run_id = $1 AND agent_id = $2 AND NOT answered
RETURNING team_id"""
_STORE = "INSERT INTO pulse_answers (id, run_id, team_id, answers) VALUES ($1, $2, $3, $4::text::jsonb)"


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> PulsePage:
    """The pulses that are open to the caller. Raises `Invalid` (`invalid_cursor`)."""
    after, last = (None, None) if cursor is None else keyset.by_time(cursor)
    spoken = await _languages(session, actor)
    connection = await raw_connection(session)
    found = await connection.fetch(_MINE, actor.id, clock.now(), after, last, limit + 1)
    shown, following = keyset.page(found, limit, lambda row: keyset.encode(row["closes_at"], UUID(int=row["id"].int)))
    return PulsePage(items=[_shown(each, spoken) for each in shown], next_cursor=following)


async def answer(session: AsyncSession, actor: Actor, pulse_id: UUID, answers: Mapping[str, Any]) -> bool:
    """Say it, once: with no trace of who said it, or when. False: the caller has answered before, and that stays.

    Raises `NotFound` also for who is not asked, `Conflict` (`pulse_closed`), and `Invalid`.
    """
    connection = await raw_connection(session)
    found = await connection.fetchrow(_OPEN, pulse_id, actor.id, clock.now())
    if found is None:
        raise NotFound
    if not found["open"]:
        raise Conflict("This pulse is over", code="pulse_closed")
    judged = survey_questions.judge(orjson.loads(found["questions"]), answers)
    if judged.wrong:
        errors = [naming.refusal(each.path, each.code, each.sentence) for each in judged.wrong]
        raise Invalid("See errors: each entry names a field", errors=errors)
    invited = await connection.fetchrow(_ANSWERED, pulse_id, actor.id)
    if invited is None:
        # Nobody knows which answer is theirs: there is nothing that could be changed.
        return False
    # A random id, and not one of ours: those grow with time.
    await connection.execute(_STORE, uuid4(), pulse_id, invited["team_id"], orjson.dumps(judged.answers).decode())
    return True


async def result(session: AsyncSession, _actor: Actor, campaign_id: UUID, run_id: UUID) -> PulseResultOut:
    """What is shown of a pulse: the same to everybody, whoever asks and however often. Raises `NotFound`."""
    query = select(SurveyCampaignRun).where(
        col(SurveyCampaignRun.id) == run_id, col(SurveyCampaignRun.campaign_id) == campaign_id
    )
    row = (await session.exec(query)).first()
    if row is None or (row.closes_at is None and row.withheld is None):
        raise NotFound
    campaign = await session.get_one(SurveyCampaign, campaign_id)
    version = await session.get_one(SurveyVersion, row.survey_version_id)
    is_over = row.phase != "open"
    questions: list[PulseQuestionResult] = []
    if is_over and row.withheld is None:
        said = (await session.exec(select(PulseAnswer).where(col(PulseAnswer.run_id) == run_id))).all()
        answers = [(each.team_id, each.answers) for each in sorted(said, key=lambda each: each.id)]
        shown = [UUID(each) for each in row.shown]
        teams = dict((await session.exec(select(Team.id, Team.name).where(col(Team.id).in_(shown)))).all())
        for each in version.questions:
            of = pulse_results.of_question(each, answers, shown, campaign.minimum_group)
            questions.append(_question(each, of, teams, seed=f"{run_id}:{each['key']}"))
    answered = row.counts.get("answered")
    invited = row.counts["invited"]
    return PulseResultOut(
        id=row.id,
        campaign_id=campaign_id,
        number=row.number,
        state="closed" if is_over else "open",
        withheld=row.withheld,
        minimum_group=campaign.minimum_group,
        invited=invited,
        answered=answered,
        response_rate=answered / invited if answered is not None and invited else None,
        questions=questions,
        closes_at=row.closes_at,
    )


def _question(
    asked: Mapping[str, Any], of: pulse_results.Result, teams: Mapping[UUID, str], *, seed: str
) -> PulseQuestionResult:
    texts = sorted(of.texts)
    # Another order for each question: else the first words of two would be one person's.
    random.Random(seed).shuffle(texts)  # noqa: S311 - no secret: what it hides is gone from the rows
    return PulseQuestionResult(
        key=asked["key"],
        kind=asked["kind"],
        title={locale: each["title"] for locale, each in asked["texts"].items()},
        count=of.count,
        mean=of.mean,
        bands=[PulseBand(first=first, last=last, count=n) for first, last, n in of.bands],
        options=[PulseOption(key=key, count=n) for key, n in of.options.items()],
        teams=[
            PulseTeamMean(team=Reference(id=team, name=teams.get(team)), count=n, mean=mean)
            for team, (n, mean) in of.teams.items()
        ],
        texts=texts[:MOST_TEXTS],
    )


async def _languages(session: AsyncSession, actor: Actor) -> Sequence[str]:
    agent = await session.get(Agent, actor.id)
    return [] if agent is None else agent.languages


def _shown(row: Mapping[str, Any], spoken: Sequence[str]) -> PulseOut:
    around = survey_texts.around(orjson.loads(row["texts"]), spoken, title=row["name"])
    questions = []
    for asked in orjson.loads(row["questions"]):
        low, high = survey_questions.range_of(asked) if asked["kind"] in OF_NUMBERS else (None, None)
        plain = {name: asked[name] for name in ("key", "kind", "required")}
        said = survey_texts.question(asked, spoken)
        questions.append({**plain, "min": low, "max": high, "when": asked.get("when"), **said})
    return PulseOut.model_validate(
        {
            "id": UUID(int=row["id"].int),
            **around,
            "intro": around["intro"] or None,
            "questions": questions,
            "minimum_group": row["minimum_group"],
            "answered": row["answered"],
            "closes_at": row["closes_at"],
        }
    )
