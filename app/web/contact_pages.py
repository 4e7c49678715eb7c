"""How a brand is reached, at `/contact/{brand}`, and its public forms as pages; none of it needs a script."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import parse_qsl, quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.db import Database
from app.errors import AppError, Conflict, Forbidden, Invalid, NotFound, TooMany
from app.reading import answer_bytes
from app.rules.actors import NOBODY
from app.rules.form_fields import nested
from app.schemas.contact_channels import ContactBrandOut
from app.schemas.form_submissions import FormSubmissionIn, FormSubmissionReceipt
from app.schemas.forms import FormOut
from app.services import contact_channels, form_lot, form_submissions, forms, help_brands
from app.services.form_submissions import Sent
from app.services.forms import Asked
from app.web import brand_doors, contact_forms, reader_frame
from app.web.reader_frame import HTML, House, said

_MOST_FIELDS: Final = 200
_FORM: Final = "application/x-www-form-urlencoded"


async def brands(request: Request) -> Response:
    """How each of the desk's brands is reached; of one alone, its page."""
    database: Database = request.app.state.database
    async with database.unit_of_work() as work:
        there = await help_brands.all_of(work.session)
    if not there:
        return _alone(request, "help.gone", 404)
    return brand_doors.led(request, there, at="/contact", title="contact.title")


async def page(request: Request) -> Response:
    """Every way to reach a brand, and whether somebody is there."""
    wanted = reader_frame.wanted(request)
    database: Database = request.app.state.database
    try:
        async with database.unit_of_work() as work:
            read = await contact_channels.read(work.session, brand=request.path_params["brand"], languages=wanted)
    except (NotFound, Invalid):
        return _alone(request, "help.gone", 404)
    found, locale = read.brands[0], reader_frame.spoken(wanted)
    whose = House(found.brand or "", found.name or "")
    made = reader_frame.page(
        request, locale, f"{said('contact.title', locale)} · {escape(whose.name)}", main=_main(found, whose, locale),
        whose=whose, here="contact", wide=True,
    )  # fmt: skip
    answer = answer_bytes(request, made, HTML, private=False)
    answer.headers["content-security-policy"] = reader_frame.POLICY
    return answer


async def form(request: Request) -> Response:
    """A public form to fill in."""
    try:
        whose, found = await _open(request)
    except (NotFound, Invalid):
        return _alone(request, "help.gone", 404)
    return _shown(request, whose, found, {}, {})


async def send(request: Request) -> Response:
    """A form that was filled in: once for each token, however often it is sent."""
    if reader_frame.from_elsewhere(request):
        return _alone(request, "help.from_elsewhere", 403)
    try:
        given = await _given(request)
        whose, found = await _open(request)
        await form_submissions.count(request.app.state.database, reader_frame.address(request))
    except ValueError:
        return _alone(request, "help.unfit", 400)
    except (NotFound, Invalid):
        return _alone(request, "help.gone", 404)
    except TooMany as error:
        return _alone(request, "status.too_many", 429, **error.headers)
    return await _answered(request, whose, found, given)


async def _answered(request: Request, whose: House, found: FormOut, given: dict[str, list[str]]) -> Response:
    try:
        receipt = await _taken(request, found, given)
    except (ValidationError, RequestValidationError) as error:
        return _shown(request, whose, found, given, contact_forms.wrong(error.errors()), status=422)
    except (Invalid, Forbidden, Conflict) as error:
        return _shown(request, whose, found, given, _pointed(error), status=error.status)
    locale = reader_frame.spoken(reader_frame.wanted(request))
    title = said("contact.sent", locale)
    told = f'<p class="lead" role="status" dir="auto">{escape(receipt.text)}</p>'
    main = f"<h1>{title}</h1>{told}{_requests(whose, locale)}"
    made = reader_frame.page(request, locale, title, main=main, whose=whose, here="contact")
    return Response(made, 200, reader_frame.ALONE, media_type=HTML)


async def _given(request: Request) -> dict[str, list[str]]:
    """What a browser sent. Raises ValueError for what no browser sends."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        msg = "not a form"
        raise ValueError(msg)
    body = (await request.body()).decode("utf-8")
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS):
        given.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\x00", ""))
    return given


async def _taken(request: Request, found: FormOut, given: dict[str, list[str]]) -> FormSubmissionReceipt:
    answers = FormSubmissionIn.model_validate(contact_forms.answers(found.questions, nested(given)))
    database: Database = request.app.state.database
    async with database.unit_of_work() as work:
        stored = await form_lot.open_form(work.session, NOBODY, found.key)
        sent = Sent(answers, languages=reader_frame.wanted(request))
        receipt, _new = await form_submissions.submit(work, stored, sent)
    return receipt


def install(app: FastAPI) -> None:
    """Serve the pages."""
    for path, what, methods in (
        ("/contact", brands, ["GET", "HEAD"]),
        ("/contact/{brand}", page, ["GET", "HEAD"]),
        ("/contact/{brand}/{form}", form, ["GET", "HEAD"]),
        ("/contact/{brand}/{form}", send, ["POST"]),
    ):
        app.add_route(path, what, methods=methods, include_in_schema=False)


async def _open(request: Request) -> tuple[House, FormOut]:
    database: Database = request.app.state.database
    asked = Asked(NOBODY, reader_frame.wanted(request))
    async with database.unit_of_work() as work:
        brand = await help_brands.named(work.session, request.path_params["brand"])
        found = await forms.read(work.session, asked, request.path_params["form"])
    if found.submission is None or found.brand not in {None, brand.key}:
        raise NotFound
    return reader_frame.house(brand), found


def _shown(
    request: Request,
    whose: House,
    found: FormOut,
    given: Mapping[str, Sequence[str]],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    locale = reader_frame.spoken(reader_frame.wanted(request))
    title = escape(found.title)
    # After a mistake it keeps the token that it was read with: who took their time is not too quick now.
    token = next(iter(given.get("token", ())), "") if status == 422 else ""  # noqa: PLR2004
    main = f'<h1 dir="auto">{title}</h1>' + contact_forms.form(found, given, wrong, locale, token=token)
    made = reader_frame.page(
        request, locale, f"{title} · {escape(whose.name)}", main=main, whose=whose, here="contact",
        head='<meta name="robots" content="noindex">',
    )  # fmt: skip
    return Response(made, status, reader_frame.ALONE, media_type=HTML)


def _pointed(error: AppError) -> dict[str, str]:
    """What is wrong, by field; what is about no field stands above all of them."""
    if error.code in {"form_token_expired", "invalid_form_token", "form_token_used"}:
        return {"": "contact.stale"}
    required = {"field_required": "contact.required"}
    found = {
        contact_forms.field_of(each["pointer"]): required.get(each.get("code", ""), each["detail"])
        for each in error.errors
        if "pointer" in each
    }
    return found or {"": "contact.unfit"}


def _main(found: ContactBrandOut, whose: House, locale: str) -> str:
    parts = [f'<h1 dir="auto">{said("contact.title", locale)}</h1>']
    if found.hours is not None:
        tone, name = ("ok", "contact.open") if found.hours.open else ("info", "contact.closed")
        parts.append(
            f'<div class="overall {tone}" role="status"><span class="dot" aria-hidden="true"></span><div>'
            f"<strong>{said(name, locale)}</strong><br>{escape(found.hours.text)}</div></div>"
        )
    if found.forms:
        rows = "".join(
            f'<li><a class="shelf" href="/contact/{quote(whose.key)}/{quote(each.key)}?locale={quote(locale)}">'
            f'<strong dir="auto">{escape(each.title)}</strong></a></li>'
            for each in found.forms
        )
        parts.append(f'<h2>{said("contact.forms", locale)}</h2><ul class="shelves">{rows}</ul>')
    if found.channels:
        rows = "".join(
            f'<li class="way"><strong dir="auto">{escape(each.name)}</strong>{_way(each.link, each.address)}'
            f"{f'<span>{escape(each.hours.text)}</span>' if each.hours is not None else ''}</li>"
            for each in found.channels
        )
        parts.append(f'<h2>{said("contact.ways", locale)}</h2><ul class="ways">{rows}</ul>')
    if not found.forms and not found.channels:
        parts.append(f'<p class="lead">{said("contact.nothing", locale)}</p>')
    parts.append(_requests(whose, locale))
    first_look = said("contact.look_first", locale)
    parts.append(f'<p><a href="{escape(whose.home(locale))}">{first_look}</a></p>')
    return "\n".join(parts)


def _way(link: str | None, address: str) -> str:
    return f'<bdi><a href="{escape(link)}">{escape(address)}</a></bdi>' if link else f"<bdi>{escape(address)}</bdi>"


def _requests(whose: House, locale: str) -> str:
    return (
        f'<section class="card stack"><h2>{said("contact.requests", locale)}</h2>'
        f"<p>{said('contact.requests_what', locale)}</p>"
        f'<div><a class="button" href="/portal/{quote(whose.key)}">{said("help.requests", locale)}</a></div></section>'
    )


def _alone(request: Request, name: str, status: int, **headers: str) -> Response:
    locale = reader_frame.spoken(reader_frame.wanted(request))
    title = said(name, locale)
    made = reader_frame.page(request, locale, title, main=f"<h1>{title}</h1>")
    return Response(made, status, {**reader_frame.ALONE, **headers}, media_type=HTML)
