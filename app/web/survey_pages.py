"""A survey as a page for people, at `/surveys/{token}`: no script, nothing stored by looking, answers by POST alone."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import locales
from app.db import Database
from app.errors import Conflict, NotFound, TooMany
from app.rules import survey_questions
from app.rules.locale_tags import canonical
from app.rules.locales import accepted
from app.services import survey_pages
from app.services.survey_answers import Asked
from app.services.survey_pages import Tongue
from app.web import reader_frame, survey_forms

_HEAD: Final = '<meta name="robots" content="noindex, nofollow">'
_FORM = "application/x-www-form-urlencoded"


async def look(request: Request) -> Response:
    """What is asked. Values in the address fill the form in and are not kept: `?score=4`."""
    token, wanted = request.path_params["token"], _tongue(request)
    database: Database = request.app.state.database
    try:
        async with database.unit_of_work() as work:
            about = await survey_pages.found(work.session, token, address=reader_frame.address(request))
            asked = survey_pages.questions(about)
            said = survey_pages.answers_of(about) or survey_forms.answers(asked, request.query_params.multi_items())
            return await _shown(request, work.session, about, wanted, token=token, said=said)
    except (NotFound, TooMany) as refused:
        return _refused(request, refused, wanted)


async def answer(request: Request) -> Response:
    """Answer, or be asked what follows from the answers; when it is done, the page again."""
    token, wanted = request.path_params["token"], _tongue(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        fields = survey_forms.sent(await request.body()) if kind == _FORM else None
    except (ValueError, UnicodeError):
        fields = None
    if fields is None:
        return _plain(request, 400 if kind == _FORM else 415, "survey.unfit", wanted)
    database: Database = request.app.state.database
    try:
        async with database.unit_of_work() as work:
            about = await survey_pages.found(work.session, token, address=reader_frame.address(request), locked=True)
            questions = survey_pages.questions(about)
            said = survey_forms.answers(questions, fields)
            shown = next((value for name, value in fields if name == survey_forms.SHOWN), "").split(",")
            if not set(survey_questions.path(questions, said)) <= set(shown):
                # After these answers more is asked, and nothing is kept before they have seen it.
                return await _shown(request, work.session, about, wanted, token=token, said=said, again=True)
            judged = survey_pages.judge(about, said)
            if judged.wrong and about.invitation.cancelled_at is None:
                wrong = {str(each.path[1]): each.code for each in judged.wrong}
                return await _shown(
                    request, work.session, about, wanted, token=token, said=said, wrong=wrong, again=True
                )
            await survey_pages.give(work.session, about, said)
    except Conflict:
        # What has become of it meanwhile: its page says it.
        pass
    except (NotFound, TooMany) as refused:
        return _refused(request, refused, wanted)
    named = f"?locale={quote(wanted.named)}" if wanted.named else ""
    return RedirectResponse(f"/surveys/{quote(token)}{named}", 303, dict(reader_frame.ALONE))


def install(app: FastAPI) -> None:
    """Serve the page."""
    app.add_route("/surveys/{token}", look, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_route("/surveys/{token}", answer, methods=["POST"], include_in_schema=False)


async def _shown(
    request: Request,
    session: AsyncSession,
    about: Asked,
    wanted: Tongue,
    *,
    token: str,
    said: Mapping[str, Any],
    wrong: Mapping[str, str] | None = None,
    again: bool = False,
) -> Response:
    spoken = await survey_pages.languages(session, about, wanted)
    page = await survey_pages.shown(session, about, wanted)
    if page.state == "expired":
        return _page(request, 200, spoken, page.title, _heading(locales.text("survey.expired", spoken)))
    if page.state == "cancelled":
        reopened = about.invitation.cancelled_because == "reopened"
        said_so = "survey.cancelled" if reopened else "survey.taken_back"
        return _page(request, 200, spoken, page.title, _heading(locales.text(said_so, spoken)))
    questions = survey_pages.questions(about)
    asked = survey_questions.path(questions, said)
    named = f"?locale={quote(wanted.named)}" if wanted.named else ""
    form = survey_forms.form(questions, asked, said, wrong or {}, spoken, action=f"/surveys/{quote(token)}{named}")
    if page.state == "open" or (again and page.editable_until is not None):
        intro = f'<p class="lead">{_lines(page.intro)}</p>' if page.intro else ""
        return _page(request, 422 if wrong else 200, spoken, page.title, f"{_heading(page.title)}{intro}{form}")
    main = _heading(page.thanks)
    if page.editable_until is not None:
        change, until = locales.text("survey.change", spoken), locales.text("survey.changeable", spoken)
        main += f"<p>{escape(until)}</p><details><summary>{escape(change)}</summary>{form}</details>"
    return _page(request, 200, spoken, page.title, main)


def _refused(request: Request, refused: NotFound | TooMany, wanted: Tongue) -> Response:
    if isinstance(refused, TooMany):
        answer = _plain(request, 429, "survey.later", wanted)
        answer.headers.update(refused.headers)
        return answer
    return _plain(request, 404, "survey.gone", wanted, more="survey.gone_how")


def _plain(request: Request, status: int, name: str, wanted: Tongue, *, more: str | None = None) -> Response:
    spoken = [each for each in (wanted.named, *wanted.browser) if each]
    said = locales.text(name, spoken)
    way = f'<p class="lead">{escape(locales.text(more, spoken))}</p>' if more is not None else ""
    return _page(request, status, spoken, said, f"{_heading(said)}\n{way}")


def _page(request: Request, status: int, spoken: Sequence[str], title: str, main: str) -> Response:
    made = reader_frame.page(request, spoken[0] if spoken else "en", escape(title), head=_HEAD, main=main)
    return Response(made, status, dict(reader_frame.ALONE), media_type=reader_frame.HTML)


def _heading(words: str) -> str:
    return f"<h1>{escape(words)}</h1>"


def _lines(words: str) -> str:
    return "<br>".join(escape(each) for each in words.splitlines())


def _tongue(request: Request) -> Tongue:
    named = request.query_params.get("locale", "")[:35]
    return Tongue(canonical(named) if named else None, accepted(request.headers.get("accept-language")))
