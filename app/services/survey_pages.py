"""The page of a survey: what it asks in the reader's language, and what they answer, by the token and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Invalid, NotFound
from app.models import Feedback
from app.rules import survey_questions, survey_texts
from app.rules.survey_questions import OF_NUMBERS, Judged
from app.schemas.survey_pages import SurveyPageOut
from app.services import naming, rate_limits, survey_answers, survey_people
from app.services.survey_answers import Asked, Said

# From one network together: offices and mobile networks have one address. Guesses are far fewer.
LOOKS, GUESSES, SECONDS = 600, 30, 60


def _look(network: str) -> None:
    rate_limits.check("survey_pages", network, limit=LOOKS, seconds=SECONDS)
    # Whoever has guessed too much is not answered at all; who has a link does not count as one who guesses.
    rate_limits.check("survey_guesses", network, limit=GUESSES, seconds=SECONDS)
    rate_limits.refund("survey_guesses", network)


async def found(session: AsyncSession, token: str, *, address: str | None, locked: bool = False) -> Asked:
    """What a token asks. Raises `NotFound` (`unknown_survey`) and `TooMany`: who guesses is soon stopped."""
    network = rate_limits.network_of(address)
    _look(network)
    try:
        # What is no token of ours is looked up all the same: it is nobody's, and takes as long.
        invitation = await survey_answers.known(session, token)
    except NotFound:
        rate_limits.check("survey_guesses", network, limit=GUESSES, seconds=SECONDS)
        raise
    return await survey_answers.asked(session, invitation, locked=locked)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language that a reader names, and those that their browser has."""

    named: str | None = None
    browser: Sequence[str] = ()


async def read(session: AsyncSession, token: str, *, wanted: Tongue, address: str | None = None) -> SurveyPageOut:
    """A survey as its reader sees it; nothing changes. Raises as `found`."""
    about = await found(session, token, address=address)
    return await shown(session, about, wanted)


async def answer(
    session: AsyncSession, token: str, answers: Mapping[str, Any], *, wanted: Tongue, address: str | None = None
) -> tuple[SurveyPageOut, bool]:
    """Answer, or within a day answer otherwise: the page as it is then, and whether it was the first answer.

    Raises as `found`, `Conflict` (`survey_cancelled`, `survey_expired`, `already_answered`), and `Invalid`.
    """
    about = await found(session, token, address=address, locked=True)
    given, first = await give(session, about, answers)
    done = Asked(about.invitation, about.ticket, about.version, about.survey, given)
    return await shown(session, done, wanted), first


async def give(session: AsyncSession, about: Asked, answers: Mapping[str, Any]) -> tuple[Feedback, bool]:
    """The same of an invitation that is locked."""
    now = survey_answers.now_or_then(about)
    why = survey_answers.refusal(about.invitation, now)
    if why is not None and why != "already_answered":
        raise survey_answers.refused(why)
    judged = judge(about, answers)
    if judged.wrong:
        errors = [naming.refusal(each.path, each.code, each.sentence) for each in judged.wrong]
        raise Invalid("See errors: each entry names a field", errors=errors)
    said = _said(about, judged.answers)
    if why is None:
        return await survey_answers.store(session, about, said, now=now), True
    return await survey_answers.change(session, about, said, now=now), False


def questions(about: Asked) -> list[dict[str, Any]]:
    """What is asked, as it was when they were asked."""
    return survey_texts.BUILT_IN if about.version is None else about.version.questions


def judge(about: Asked, answers: Mapping[str, Any]) -> Judged:
    """Whether these answer what is asked."""
    return survey_questions.judge(questions(about), answers)


def answers_of(about: Asked) -> dict[str, Any]:
    """What was answered, by the keys of the questions."""
    given = about.given
    if given is None:
        return {}
    if about.version is not None:
        return given.answers
    return {"score": given.score} | ({} if given.comment is None else {"comment": given.comment})


async def languages(session: AsyncSession, about: Asked, wanted: Tongue) -> list[str]:
    """The one that they name, what is known of them, those of their browser."""
    known = await survey_people.languages(session, about.invitation)
    return [each for each in (wanted.named, *known, *wanted.browser) if each]


async def shown(session: AsyncSession, about: Asked, wanted: Tongue) -> SurveyPageOut:
    """A survey in the reader's language, with their own answers."""
    spoken = await languages(session, about, wanted)
    why = survey_answers.refusal(about.invitation, clock.now())
    around = survey_texts.around({} if about.version is None else about.version.texts, spoken)
    if why in {"survey_cancelled", "survey_expired"}:
        return SurveyPageOut(
            state="cancelled" if why == "survey_cancelled" else "expired",
            metric=None, title=around["title"], intro=None, thanks=around["thanks"], questions=[], answers={},
            expires_at=None, editable_until=None,
        )  # fmt: skip
    until = None if about.given is None else survey_answers.editable_until(about.given)
    return SurveyPageOut.model_validate(
        {
            "state": "open" if why is None else "answered",
            "metric": about.invitation.metric,
            **around,
            "intro": around["intro"] or None,
            "questions": [_question(each, spoken) for each in questions(about)],
            "answers": answers_of(about),
            "expires_at": about.invitation.expires_at,
            "editable_until": until if until is not None and until > clock.now() else None,
        }
    )


_PLAIN: Final = ("key", "kind", "required")


def _question(asked: Mapping[str, Any], spoken: Sequence[str]) -> dict[str, Any]:
    low, high = survey_questions.range_of(asked) if asked["kind"] in OF_NUMBERS else (None, None)
    plain = {name: asked[name] for name in _PLAIN}
    return {**plain, "min": low, "max": high, "when": asked.get("when"), **survey_texts.question(asked, spoken)}


def _said(about: Asked, answers: Mapping[str, Any]) -> Said:
    if about.version is None:
        return Said(answers["score"], answers.get("comment"), {} if about.given is None else about.given.answers)
    comment = None if about.given is None else about.given.comment
    return Said(survey_questions.score(about.invitation.metric, about.version.questions, answers), comment, answers)
