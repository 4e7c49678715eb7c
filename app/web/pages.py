"""The addresses of the pages, and the frames into which browsers load their modules.

Nothing but the desk's own files runs in them: the policy names no other source, and only what the sanitiser made may
become HTML.
"""

from html import escape
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import Database
from app.rules import locales
from app.services import help_brands
from app.settings import Settings
from app.web import (
    brand_doors,
    contact_pages,
    files,
    guide_pages,
    help_pages,
    opt_out_pages,
    start_page,
    status_pages,
    survey_pages,
)
from app.web.files import Tree, tree_of

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types dompurify"
)
# Pages with scripts speak the languages that their texts are in; the script asks the browser again, exactly.
_SPOKEN: Final = ("en", "ru")


def framed(request: Request, *, title: str, script: str, styles: tuple[str, ...], policy: str = POLICY) -> Response:
    """A page whose body is made by a module; what that imports is named, so that the browser fetches all at once."""
    tree = tree_of(request)
    base = f"/web/{tree.version}"
    preload = "".join(f'<link rel="modulepreload" href="{base}/{each}">\n' for each in tree.needed(script)[1:])
    sheets = "".join(f'<link rel="stylesheet" href="{base}/{each}">\n' for each in styles if tree.get(each))
    accepted = locales.accepted(request.headers.get("accept-language"))
    language = next((each for tag in accepted if (each := tag.partition("-")[0]) in _SPOKEN), "en")
    page = f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<link rel="icon" href="{base}/icon.svg" type="image/svg+xml">
{sheets}{preload}<script type="module" src="{base}/{script}"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
"""
    headers = {"content-security-policy": policy, "cache-control": "no-cache"}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


async def console(request: Request) -> Response:
    """The console of agents: one page, whose addresses are its own."""
    styles = tuple(f"console/{each}.css" for each in ("console", "inbox", "thread", "admin", "setup", "charts"))
    return framed(request, title="Otklik", script="console/main.js", styles=("design.css", *styles, "vendor/uplot.css"))


async def portal(request: Request) -> Response:
    """The portal of a brand's customers."""
    return framed(
        request, title="Otklik", script="portal/main.js", styles=("design.css", "portal/portal.css")
    )  # fmt: skip


async def portals(request: Request) -> Response:
    """The portals of the desk's brands; of one alone, or of a desk without brands, the portal itself."""
    database: Database = request.app.state.database
    async with database.unit_of_work() as work:
        there = await help_brands.all_of(work.session)
    if not there:
        return RedirectResponse("/portal/-", 307, {"cache-control": "no-cache"})
    return brand_doors.led(request, there, at="/portal", title="help.requests")


def install(app: FastAPI, settings: Settings) -> None:
    """Serve the files and the pages."""
    app.state.pages = Tree(settings.locales)
    help_pages.install(app)
    survey_pages.install(app)
    opt_out_pages.install(app)
    contact_pages.install(app)
    status_pages.install(app)
    for path, page in (
        ("/", start_page.start),
        ("/console", console),
        ("/console/{rest:path}", console),
        ("/portal", portals),
        ("/portal/{brand}", portal),
        ("/portal/{brand}/{rest:path}", portal),
        ("/guides", guide_pages.page),
        ("/guides/images/{name}", guide_pages.image),
        ("/guides/{name:path}", guide_pages.page),
        ("/widget/demo", start_page.demo),
        ("/widget.js", files.widget),
        ("/client/desk.js", files.client),
        ("/web/{version}/{path:path}", files.file),
    ):
        app.add_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
