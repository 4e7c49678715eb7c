"""What a survey says: its parts as they are stored, and what is wrong with them before anybody is asked."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.models import Survey
from app.rules import survey_questions
from app.rules.condition_groups import FIELDS, OF_EVENTS, calendars_in, group_of, problems
from app.schemas.condition_groups import stated as stated_group
from app.schemas.surveys import SurveyIn, SurveyPatch
from app.services import automation_definitions, naming
from app.services.naming import Named, Refusal

# A solved ticket is looked at and no event.
ASKABLE: Final = frozenset(FIELDS) - OF_EVENTS


def stated(sent: SurveyIn | SurveyPatch) -> dict[str, Any]:
    """The parts of a definition that a body has, as they are stored: nothing but what was said."""
    body = sent.model_dump(mode="json", by_alias=True, exclude_none=True, include={"questions", "texts"})
    if sent.trigger is not None:
        conditions = stated_group(sent.trigger.conditions)
        automation_definitions.spell_ids(conditions)
        body["trigger"] = {**sent.trigger.model_dump(mode="json"), "conditions": conditions}
    return body


async def refuse(session: AsyncSession, survey: Survey, asked: Mapping[str, Any]) -> None:
    """Raise `Invalid` for a definition that means nothing or names what is not there."""
    wrong = list(_wrong(survey, asked))
    if wrong:
        raise Invalid("See errors: each entry names a field", errors=wrong)
    await naming.refuse(session, _named(survey))


def _wrong(survey: Survey, asked: Mapping[str, Any]) -> Iterator[Refusal]:
    for each in survey_questions.problems(survey.metric, asked["questions"]):
        yield naming.refusal(each.path, each.code, each.sentence)
    if survey.audience == "agents" and survey.trigger["after"] is not None:
        yield naming.refusal(("trigger", "after"), "not_for_agents", "What is solved asks customers")
    if survey.metric == "pulse" and survey.audience != "agents":
        yield naming.refusal(("audience",), "not_for_customers", "A pulse is for agents")
    for other in problems(group_of(survey.trigger["conditions"]), ASKABLE):
        yield naming.refusal(("trigger", "conditions", *other.path), other.code, other.sentence)


def _named(survey: Survey) -> Iterator[Named]:
    if survey.brand is not None:
        yield ("brand",), "brand", survey.brand
    group = group_of(survey.trigger["conditions"])
    for path, calendar in calendars_in(group):
        yield ("trigger", "conditions", *path, "value"), "calendar", calendar
    for path, kind, value in automation_definitions.in_group(group):
        yield ("trigger", "conditions", *path, "value"), kind, value
