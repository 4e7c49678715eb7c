"""The first page of a desk, `/`: where everything is, for whoever has just started it; and the shop of the demo."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app import demo as demo_desk
from app import locales as catalogues
from app.db import Database
from app.rules import locales
from app.settings import settings
from app.web.files import tree_of

_START: Final = Path(__file__).resolve().parent / "start.html"
_SHOP: Final = Path(__file__).resolve().parent / "widget" / "demo.html"
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What a site needs that has the widget, and nothing more: the shop proves it.
_SHOP_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PROXIED: Final = frozenset({"forwarded", "via", "x-real-ip"})


async def start(request: Request) -> Response:
    """Where to go from here. The demo's logins are shown on the machine itself only."""
    database: Database = request.app.state.database
    logins = await demo_desk.logins(database) if _on_this_machine(request) else []
    wanted = locales.accepted(request.headers.get("accept-language"))
    said = {name: escape(catalogues.text(f"start.{name}", wanted)) for name in _SAID}
    page = _template(_START).substitute(
        said,
        base=f"/web/{tree_of(request).version}",
        version=__version__,
        language="ru" if catalogues.text("start.title", wanted) == catalogues.text("start.title", "ru") else "en",
        logins=_logins(logins, said),
    )
    headers = {"content-security-policy": _POLICY, "cache-control": "no-store"}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def _on_this_machine(request: Request) -> bool:
    """Whether a browser of this machine asks, and no proxy on it for the rest of the world.

    A proxy may well connect from here and name the desk as it knows it. One that says so is believed; one that says
    nothing at all speaks HTTP/1.0, which no browser does, or is why the desk was told where people reach it.
    """
    return (
        request.client is not None
        and request.client.host in _LOCAL
        and request.url.hostname in _LOCAL
        and urlsplit(settings().public_url).hostname in _LOCAL
        and request.scope.get("http_version") != "1.0"
        and not any(name in _PROXIED or name.startswith("x-forwarded-") for name in request.headers)
    )


async def demo(request: Request) -> Response:
    """A shop that has the widget, as a site of a customer would."""
    page = _template(_SHOP).substitute(base=f"/web/{tree_of(request).version}")
    headers = {"content-security-policy": _SHOP_POLICY, "cache-control": "no-cache"}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


_SAID: Final = (
    "title", "lead", "agents", "console", "console_what", "board", "board_what", "customers", "shop",
    "shop_what", "help", "help_what", "status", "status_what", "portal_name", "portal_what", "developers", "docs",
    "docs_what", "socket", "socket_what", "guides", "guides_what", "logins_title", "logins_what", "password",
    "role_admin", "role_lead", "role_agent",
)  # fmt: skip


def _logins(logins: list[demo_desk.Login], said: dict[str, str]) -> str:
    if not logins:
        return ""
    rows = "".join(
        f"<tr><td>{escape(each.name)}</td><td><code>{escape(each.email)}</code></td><td>{said[f'role_{each.role}']}</td></tr>"
        for each in logins
    )
    return (
        f"<section><h2>{said['logins_title']}</h2><p>{said['logins_what']} "
        f"{said['password']} <code>{escape(demo_desk.PASSWORD)}</code></p>"
        f'<table class="table">{rows}</table></section>'
    )


@cache
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))
