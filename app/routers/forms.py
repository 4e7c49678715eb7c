"""`/v1/forms`: what to ask, in which order, of whom; and what is known already."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Path, Query, Request, Response

from app.answers import answer
from app.deps import OR_NOBODY, IfMatch, Work, agent, anyone, or_nobody, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.locales import accepted
from app.rules.permissions import Permission as P
from app.schemas.base import Language
from app.schemas.forms import FormIn, FormOut, FormPage, FormPatch
from app.services import forms
from app.services.forms import Asked

router = DeskRouter(prefix="/v1/forms", tags=["Forms"])

FormName = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]
Locale = Annotated[Language | None, Query(description="The language of the labels, else as `Accept-Language` says.")]
Accepts = Annotated[str | None, Header(alias="accept-language")]
Requester = Annotated[UUID | None, Query(description="Agents and partners: mark what is known of this customer.")]


async def _whoever(request: Request) -> Actor:
    return await or_nobody(request, P.TICKETS_READ)


def _asked(actor: Actor, locale: str | None, accepts: str | None, requester_id: UUID | None = None) -> Asked:
    return Asked(actor, [locale] if locale else accepted(accepts), requester_id)


def _answer(form: FormOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(form.model_dump(), status, version=str(form.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createForm",
    summary="Make a form",
    response_model=FormOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: FormIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a form. A ticket that is made with it (`form`) needs the answers that the form requires."""
    made = await forms.create(work.session, _asked(actor, None, None), new)
    return _answer(made, 201, location=f"/v1/forms/{made.key}")


@router.get("", operation_id="listForms", summary="List forms", response_model=FormPage, responses=problems(401, 403))
async def list_forms(
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    *,
    locale: Locale = None,
    accept_language: Accepts = None,
    requester_id: Requester = None,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The forms by key: for customers those of their brand, in their language, with what is known of them already.

    A question that is `known` has its value: nobody has to be asked again.
    """
    asked = _asked(actor, locale, accept_language, requester_id)
    found = await forms.page(work.session, asked, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{key}",
    operation_id="getForm",
    summary="Read a form",
    response_model=FormOut,
    responses=problems(401, 403, 404),
    openapi_extra=OR_NOBODY,
)
async def read(
    key: FormName,
    actor: Annotated[Actor, Depends(_whoever)],
    work: Work,
    locale: Locale = None,
    accept_language: Accepts = None,
    requester_id: Requester = None,
) -> Response:
    """A form as you fill it in; its ETag goes into `If-Match` when you change it.

    A public form is for everybody, with or without a credential; `submission` has what it is sent with.
    """
    return _answer(await forms.read(work.session, _asked(actor, locale, accept_language, requester_id), key))


@router.patch(
    "/{key}",
    operation_id="updateForm",
    summary="Change a form",
    response_model=FormOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    key: FormName, change: FormPatch, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a form, or archive it."""
    return _answer(await forms.patch(work.session, _asked(actor, None, None), key, change, version=if_match))
