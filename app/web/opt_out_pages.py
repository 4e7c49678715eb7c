"""The page of a link that ends mails, at `/opt-outs/{token}`: one button; opening it does nothing."""

from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.db import Database
from app.errors import NotFound, TooMany
from app.rules import locales
from app.schemas.opt_outs import OptOutOut
from app.services import opt_outs
from app.web import reader_frame

_TITLES: Final = {"surveys": "opt_out.surveys", "outreach": "opt_out.outreach"}
_QUESTIONS: Final = {"surveys": "opt_out.ask_surveys", "outreach": "opt_out.ask_outreach"}


async def page(request: Request) -> Response:
    """What the link ends. By POST it is done, with `?undo=1` taken back; mail programs do so themselves (RFC 8058)."""
    token = request.path_params["token"][:200]
    wanted = locales.accepted(request.headers.get("accept-language"))
    database: Database = request.app.state.database
    try:
        opt_outs.limit(request.client.host if request.client else None)
        async with database.unit_of_work() as work:
            language = await opt_outs.language_of(work.session, token)
            if request.method != "POST":
                found = await opt_outs.read(work.session, token)
            elif request.query_params.get("undo") == "1":
                found = await opt_outs.take_back(work.session, token)
            else:
                found = await opt_outs.opt_out(work.session, token)
    except NotFound:
        said = reader_frame.said("opt_out.unknown", wanted)
        return _answer(request, wanted, said, f"<h1>{said}</h1>", 404)
    except TooMany as error:
        said = reader_frame.said("opt_out.too_many", wanted)
        return _answer(request, wanted, said, f"<h1>{said}</h1>", 429, **error.headers)
    wanted = [language, *wanted] if language else wanted
    return _answer(request, wanted, reader_frame.said(_TITLES[found.kind], wanted), _main(found, wanted), 200)


def install(app: FastAPI) -> None:
    """Serve the page."""
    app.add_route("/opt-outs/{token}", page, methods=["GET", "HEAD", "POST"], include_in_schema=False)


def _main(found: OptOutOut, wanted: list[str]) -> str:
    title = reader_frame.said(_TITLES[found.kind], wanted)
    said = reader_frame.said("opt_out.ended" if found.opted_out else _QUESTIONS[found.kind], wanted)
    button = reader_frame.said("opt_out.undo" if found.opted_out else "opt_out.end", wanted)
    action = "?undo=1" if found.opted_out else "?"
    return (
        f'<h1>{title}</h1>\n<p role="status" class="lead">{said}</p>\n<form method="post" action="{action}">'
        f'<button class="button{"" if found.opted_out else " primary"}" type="submit">{button}</button></form>'
    )


def _answer(request: Request, wanted: list[str], title: str, main: str, status: int, **headers: str) -> Response:
    made = reader_frame.page(request, reader_frame.spoken(wanted), title, main=main)
    return Response(made, status, {**reader_frame.ALONE, **headers}, media_type=reader_frame.HTML)
