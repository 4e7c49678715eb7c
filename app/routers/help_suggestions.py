"""`/v1/help/suggestions`: articles for what somebody is writing, before they send it."""

from typing import Annotated

from fastapi import Header, Request, Response

from app.answers import answer
from app.deps import OR_NOBODY, Work, problems
from app.reading import Reader
from app.requests import DeskRouter
from app.rules.locales import accepted
from app.schemas.help_suggestions import HelpSuggestions, HelpSuggestionsIn
from app.services import help_readers, help_suggestions, rate_limits
from app.services.help_search import Question

router = DeskRouter(prefix="/v1/help/suggestions", tags=["Help centre"])

PER_ADDRESS, SECONDS = 300, 60


@router.post(
    "",
    operation_id="suggestHelp",
    summary="Suggest articles while somebody writes",
    response_model=HelpSuggestions,
    responses=problems(401, 415, 429),
    openapi_extra=OR_NOBODY,
)
async def suggest(
    new: HelpSuggestionsIn,
    request: Request,
    actor: Reader,
    work: Work,
    accept_language: Annotated[str | None, Header(alias="accept-language")] = None,
) -> Response:
    """Articles for what is written so far into a form, a chat or a ticket: at most five, and none that may be about
    something else. For everybody; send it when they pause. The text is not kept. Limited per client address.
    """
    address = request.client.host if request.client else None
    rate_limits.check("help_suggestions", rate_limits.network_of(address), limit=PER_ADDRESS, seconds=SECONDS)
    locales = help_readers.locales(new.locale, accepted(accept_language))
    origin = "form" if new.form is not None else new.origin
    question = Question(new.text, new.brand, locales, origin=origin, kept=False)
    reader = help_readers.reader(actor, new.session)
    found = await help_suggestions.suggest(await work.lean(), reader, question, form=new.form, limit=new.limit)
    return answer(found)
