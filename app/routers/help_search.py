"""`/v1/help/search`: articles of a help centre for what a reader types, letter by letter."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Request, Response

from app.answers import answer
from app.deps import OR_NOBODY, Work, agent, problems
from app.reading import Reader
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.locales import accepted
from app.rules.permissions import Permission as P
from app.schemas.base import Key, Language
from app.schemas.help_search import HelpSearchPage, HelpSession
from app.schemas.jobs import JobOut
from app.services import help_readers, help_search, jobs, rate_limits
from app.services.help_search import Question

router = DeskRouter(prefix="/v1/help/search", tags=["Help centre"])

# Everybody behind one address together: five people who type without a pause.
PER_ADDRESS, SECONDS = 600, 60

Locale = Annotated[Language | None, Query(description="The reader's language, else as `Accept-Language` says.")]
Accepts = Annotated[str | None, Header(alias="accept-language")]


@router.get(
    "",
    operation_id="searchHelp",
    summary="Search a help centre",
    response_model=HelpSearchPage,
    responses=problems(401, 429),
    openapi_extra=OR_NOBODY,
)
async def find(
    request: Request,
    actor: Reader,
    work: Work,
    q: Annotated[
        str,
        Query(max_length=2_000, pattern=r"^[^\x00]*$", description="What is typed so far; all of it is only words."),
    ],
    brand: Annotated[Key | None, Query(description="Absent: the desk's first one.")] = None,
    locale: Locale = None,
    accept_language: Accepts = None,
    category_id: Annotated[UUID | None, Query(description="Only there and below.")] = None,
    session: Annotated[HelpSession | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Articles that the caller may read, best first: for everybody, with or without a credential, at every letter.

    The last word may be only its beginning. Words are found in all their forms, mistyped, typed on the other layout
    (`ghbdtn`), in Latin letters (`vozvrat`), and by what the desk says means the same. Where there is little in the
    reader's language, there are articles in others. At most the 100 best. Limited per client address.
    """
    address = request.client.host if request.client else None
    rate_limits.check("help_search", rate_limits.network_of(address), limit=PER_ADDRESS, seconds=SECONDS)
    question = Question(q, brand, help_readers.locales(locale, accepted(accept_language)), category_id=category_id)
    reader = help_readers.reader(actor, session)
    return answer(await help_search.find(await work.lean(), reader, question, cursor=cursor, limit=limit))


@router.post(
    "/rebuild",
    status_code=202,
    operation_id="rebuildHelpSearch",
    summary="Make anew what a help centre's search finds",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def rebuild(actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make everything that is searched anew from the published articles, as a job; search goes on meanwhile.

    Nothing asks for that by itself: it is for when a database was mended by hand.
    """
    job = await help_search.rebuild(work.session, actor)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
