"""Somebody else's site that has the widget: pages on a port of their own, also such as make life hard."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from jose import jwt
from playwright.async_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server

from app import clock
from app.ids import new_id

# What the guide says that a policy needs, and nothing more: no styles, no frames, trusted types.
POLICY = (
    "default-src 'none'; script-src 'self' {desk}; connect-src {desk} {socket}; img-src {desk}; "
    "style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'"
)
PAGE = """<!doctype html><html lang="{lang}"{dir}><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">{before}
<script src="{desk}/widget.js" data-brand="shop" {tag} async></script></head>
<body><main><h1>Kettles</h1><button>Buy</button></main></body></html>"""


@dataclass
class Shop:
    """The site: what its pages say, in one place."""

    url: str
    # A page of another site that has a hostile page of this one in a frame.
    framed: str
    desk: str = ""

    def identity(self, secret: str, who: str) -> str:
        """What the site's backend signs for this user."""
        now = int(clock.now().timestamp())
        claims = {"iss": "shop", "aud": "otklik", "sub": who, "iat": now, "exp": now + 300, "jti": str(new_id())}
        return jwt.encode(claims, secret, algorithm="HS256")

    async def revoke(self, page: Page, desk: str | None = None) -> None:
        """The desk (at this address) ends the session of this browser's visitor."""
        key = await page.evaluate("Object.keys(localStorage).find((each) => each.endsWith(':visitor'))")
        token = json.loads(await page.evaluate("key => localStorage.getItem(key)", key))["token"]
        async with httpx.AsyncClient(base_url=desk or self.desk, headers={"authorization": f"Bearer {token}"}) as http:
            assert (await http.delete("/v1/widget/sessions/current")).status_code == httpx.codes.NO_CONTENT

    def page(self, **query: str) -> str:
        """The address of a page that is like that."""
        return f"{self.url}/?" + "&".join(f"{name}={value}" for name, value in query.items())


@asynccontextmanager
async def a_shop(port: int) -> AsyncIterator[Shop]:
    """A site on this port; `desk` says from where its pages have the widget. For browsers another one than the desk."""
    shop = Shop(f"http://shop.localhost:{port}", f"http://127.0.0.1:{port}/framed?hostile=yes")

    async def page(request: Request) -> Response:
        query = request.query_params
        hostile = query.get("hostile") == "yes"
        headers = {}
        if hostile:
            socket = shop.desk.replace("http", "ws")
            headers["content-security-policy"] = POLICY.format(desk=shop.desk, socket=socket)
        tag = " ".join(f'data-{name}="{query[name]}"' for name in ("locale", "theme", "side") if name in query)
        before = '<link rel="stylesheet" href="/hostile.css"><script src="/hostile.js"></script>' if hostile else ""
        turned = ' dir="rtl"' if query.get("rtl") else ""
        text = PAGE.format(lang=query.get("lang", "en"), dir=turned, before=before, desk=shop.desk, tag=tag)
        return Response(text, media_type="text/html", headers=headers)

    async def style(_request: Request) -> Response:
        rules = "* { all: unset !important; display: none !important; font-size: 2px !important }"
        return Response(rules, media_type="text/css")

    async def script(_request: Request) -> Response:
        code = """
            Array.prototype.each = function (fn) { this.forEach(fn); };
            Array.prototype.toJSON = undefined;
            Object.prototype.inherited = function () {};
            window.Promise.prototype.also = 1;
            window.Otklik = [["setTheme", "dark"]];
        """
        return Response(code, media_type="text/javascript")

    async def blank(_request: Request) -> Response:
        return Response("<!doctype html><title>Nothing</title><link rel=icon href=data:,>", media_type="text/html")

    async def framed(request: Request) -> Response:
        head = "<!doctype html><title>A site</title><link rel=icon href=data:,>"
        text = f'{head}<iframe src="{shop.url}/?{request.url.query}" width="900" height="800"></iframe>'
        return Response(text, media_type="text/html")

    routes = [
        Route("/", page),
        Route("/blank", blank),
        Route("/framed", framed),
        Route("/hostile.css", style),
        Route("/hostile.js", script),
    ]
    server = Server(Config(Starlette(routes=routes), host="127.0.0.1", port=port, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn says it with a flag
        await asyncio.sleep(0.01)
    try:
        yield shop
    finally:
        server.should_exit = True
        await running
