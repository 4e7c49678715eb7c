"""Telegram, WhatsApp, VK and a partner on loopback: they speak the published protocols as far as the desk uses them.

Each keeps its own state and says no where the real one does. `down` makes one answer nothing but 502; `script` holds
answers that are given instead of doing what was asked, and `cut` makes it do that and break the answer off.
"""

import asyncio
import hashlib
import hmac
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from app import clock
from tests.channels import accounts


def now() -> int:
    """The time in seconds."""
    return int(clock.now().timestamp())


def units(text: str) -> int:
    """Length as channels count it."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Vendor:
    """What all have in common."""

    base: str = ""
    # Where it delivers what comes: the desk's webhook.
    webhook: str | None = None
    down: bool = False
    cut: bool = False
    script: deque[tuple[int, Any]] = field(default_factory=deque)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def serve(self, request: Request) -> Response:
        """Answer a request, or be in trouble."""
        if self.down:
            return PlainTextResponse("Bad Gateway", 502)
        if self.script and request.method == "POST":
            status, body = self.script.popleft()
            return JSONResponse(body, status)
        answer = await self.handle(request)
        if self.cut:
            self.cut = False
            return StreamingResponse(_broken(), headers={"content-length": "1000"})
        return answer

    async def handle(self, request: Request) -> Response:
        """Answer a request."""
        raise NotImplementedError


async def _broken() -> AsyncIterator[bytes]:
    yield b"{"


async def fields(request: Request) -> dict[str, Any]:
    """JSON or a form; of files name, bytes and type."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(orjson.loads(await request.body()))
    async with request.form() as form:
        return {
            key: each if isinstance(each, str) else (each.filename, await each.read(), each.content_type)
            for key, each in form.items()
        }


@dataclass
class Telegram(Vendor):
    """The Bot API for one bot."""

    token: str = accounts.TELEGRAM_SECRETS["bot_token"]
    updates: list[dict[str, Any]] = field(default_factory=list)
    next_update: int = 500
    numbers: dict[int, int] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)
    secret: str | None = None
    hook: str | None = None
    polling: bool = False
    # For so many seconds it waits for the first update, whatever is asked.
    patience: float = 1.0
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: Request) -> Response:
        """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""
        path = request.path_params["path"]
        if path.startswith("file/"):
            found = self.files.get(path.removeprefix(f"file/bot{self.token}/"))
            return Response(found) if found is not None else Response(status_code=404)
        bot, _, method = path.partition("/")
        if bot != f"bot{self.token}":
            return self._no(401, "Unauthorized")
        asked = await fields(request)
        self.asked.append((method, asked))
        known: dict[str, Callable[[dict[str, Any]], Awaitable[Response]]] = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "answerCallbackQuery": self._yes,
            "getFile": self._get_file,
        }
        if method.startswith("send"):
            return self._send(method, asked)
        return await known[method](asked) if method in known else self._no(404, "Not Found")

    @staticmethod
    def _no(status: int, why: str, **parameters: Any) -> Response:
        said = {"ok": False, "error_code": status, "description": why}
        return JSONResponse({**said, "parameters": parameters} if parameters else said, status)

    @staticmethod
    async def _yes(_asked: dict[str, Any]) -> Response:
        return JSONResponse({"ok": True, "result": True})

    async def _set_webhook(self, asked: dict[str, Any]) -> Response:
        self.hook, self.secret = asked["url"], asked.get("secret_token")
        return await self._yes(asked)

    async def _delete_webhook(self, asked: dict[str, Any]) -> Response:
        self.hook = None
        return await self._yes(asked)

    async def _get_updates(self, asked: dict[str, Any]) -> Response:
        if self.hook is not None:
            return self._no(409, "Conflict: can't use getUpdates method while webhook is active")
        if self.polling:
            return self._no(409, "Conflict: terminated by other getUpdates request")
        offset = int(asked.get("offset", 0))
        # Whoever asks for a number has had all before it.
        self.updates = [each for each in self.updates if each["update_id"] >= offset]
        self.polling = True
        try:
            if not self.updates:
                self.came.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.came.wait(), min(float(asked.get("timeout", 0)), self.patience))
        finally:
            self.polling = False
        return JSONResponse({"ok": True, "result": self.updates[: int(asked.get("limit", 100))]})

    async def _get_file(self, asked: dict[str, Any]) -> Response:
        found = self.files.get(str(asked["file_id"]))
        if found is None:
            return self._no(400, "Bad Request: invalid file_id")
        if len(found) > 20_000_000:
            return self._no(400, "Bad Request: file is too big")
        return JSONResponse({"ok": True, "result": {"file_path": asked["file_id"], "file_size": len(found)}})

    def _send(self, method: str, asked: dict[str, Any]) -> Response:  # noqa: PLR0911 - all its ways to say no
        chat = int(asked["chat_id"])
        if chat in self.blocked:
            return self._no(403, "Forbidden: bot was blocked by the user")
        if chat not in self.numbers:
            return self._no(400, "Bad Request: chat not found")
        kind = method.removeprefix("send").lower()
        if kind == "message":
            if not asked["text"].strip():
                return self._no(400, "Bad Request: message text is empty")
            if units(asked["text"]) > 4096:
                return self._no(400, "Bad Request: message is too long")
        elif kind == "photo" and not asked["photo"][1].startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
            return self._no(400, "Bad Request: IMAGE_PROCESS_FAILED")
        elif len(asked[kind][1]) > 50_000_000:
            return self._no(413, "Request Entity Too Large")
        self.numbers[chat] += 1
        self.sent.append({"method": method, **asked})
        return JSONResponse({"ok": True, "result": {"message_id": self.numbers[chat], "chat": {"id": chat}}})

    def happen(self, what: str, user: int, **more: Any) -> dict[str, Any]:
        """Something comes from a user: a new update, waiting to be fetched or delivered."""
        chat = {"id": user, "type": "private", "first_name": "Vera"}
        sender = {"id": user, "is_bot": False, "first_name": "Vera", "language_code": "ru"}
        if what == "message":
            self.numbers[user] = self.numbers.get(user, 0) + 1
            more = {"message_id": self.numbers[user], **more}
        self.next_update += 1
        update = {"update_id": self.next_update, what: {"from": sender, "chat": chat, "date": now(), **more}}
        self.updates.append(update)
        self.came.set()
        return update

    async def deliver(self, update: dict[str, Any], *, secret: str | None = None) -> httpx.Response:
        """Post an update to the webhook, as often as this is called."""
        headers = {"x-telegram-bot-api-secret-token": secret or accounts.TELEGRAM_SECRETS["webhook_secret"]}
        return await _post(self.webhook, orjson.dumps(update), headers)


@dataclass
class WhatsApp(Vendor):
    """The Cloud API for one number."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    count: int = 0

    async def handle(self, request: Request) -> Response:  # noqa: PLR0911 - a table
        """`/<version>/<number>/messages`, `/<number>/media`, `/<media id>` and the media themselves."""
        if request.headers.get("authorization") != f"Bearer {accounts.WHATSAPP_SECRETS['access_token']}":
            return self._no(401, 190, "Error validating access token")
        path = request.path_params["path"]
        if path.startswith("lookaside/"):
            content, kind = self.media[path.removeprefix("lookaside/")]
            return Response(content, media_type=kind)
        _version, _, rest = path.partition("/")
        if request.method == "GET":
            return self._media(rest)
        asked = await fields(request)
        self.asked.append((rest, asked))
        if rest == accounts.NUMBER:
            return await self._set_webhook(asked["webhook_configuration"])
        if rest == f"{accounts.NUMBER}/media":
            name, content, kind = asked["file"]
            self.count += 1
            self.media[f"up{self.count}"] = (content, kind)
            self.files[f"up{self.count}"] = name.encode()
            return JSONResponse({"id": f"up{self.count}"})
        if rest != f"{accounts.NUMBER}/messages":
            return self._no(404, 100, "Unknown path")
        return self._send(asked)

    @staticmethod
    def _no(status: int, code: int, why: str) -> Response:
        return JSONResponse({"error": {"message": why, "code": code, "error_data": {"details": why}}}, status)

    async def _set_webhook(self, asked: dict[str, Any]) -> Response:
        # The place is asked whether it is the one before it is taken.
        query = {"hub.mode": "subscribe", "hub.verify_token": asked["verify_token"], "hub.challenge": "1158201444"}
        async with httpx.AsyncClient(verify=False) as client:  # noqa: S501 - plain HTTP on loopback
            said = await client.get(asked["override_callback_uri"], params=query)
        if said.text != "1158201444":
            return self._no(400, 2200, "Callback verification failed")
        self.webhook = asked["override_callback_uri"]
        return JSONResponse({"success": True})

    def _media(self, media: str) -> Response:
        if media not in self.media:
            return self._no(400, 100, "Object does not exist")
        content, kind = self.media[media]
        said = {"id": media, "mime_type": kind, "file_size": len(content), "url": f"{self.base}/lookaside/{media}"}
        return JSONResponse({**said, "sha256": hashlib.sha256(content).hexdigest(), "messaging_product": "whatsapp"})

    def _send(self, asked: dict[str, Any]) -> Response:
        to = asked.get("to") or asked.get("recipient")
        kind = asked["type"]
        if asked.get("messaging_product") != "whatsapp" or not to:
            return self._no(400, 100, "Invalid parameter")
        if to in self.closed and kind != "template":
            return self._no(400, 131047, "More than 24 hours have passed since the customer last replied")
        if kind == "text" and units(asked["text"]["body"]) > 4096:
            return self._no(400, 100, "Param text.body must be at most 4096 characters long")
        if kind in {"image", "video", "audio", "document"} and asked[kind]["id"] not in self.media:
            return self._no(400, 131053, "Media upload error")
        self.count += 1
        known = f"wamid.OUT{self.count}"
        self.sent.append({**asked, "wamid": known})
        return JSONResponse({"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": known}]})

    def message(self, sender: str, **more: Any) -> dict[str, Any]:
        """What Meta delivers when somebody writes."""
        self.count += 1
        found = {"from": sender, "id": f"wamid.IN{self.count}", "timestamp": str(now()), **more}
        return self._delivery(messages=[found], contacts=[{"profile": {"name": "Vera"}, "wa_id": sender}])

    def status(self, known: str, state: str, **more: Any) -> dict[str, Any]:
        """What Meta delivers when a message of ours has come further."""
        found = {"id": known, "status": state, "timestamp": str(now()), "recipient_id": "79001234567", **more}
        return self._delivery(statuses=[found])

    @staticmethod
    def _delivery(**more: Any) -> dict[str, Any]:
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": accounts.NUMBER}, **more}
        changes = [{"field": "messages", "value": value}]
        return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}

    async def deliver(self, body: dict[str, Any], *, secret: str | None = None) -> httpx.Response:
        """Post a signed delivery to the webhook."""
        raw = orjson.dumps(body)
        key = (secret or accounts.WHATSAPP_SECRETS["app_secret"]).encode()
        headers = {"x-hub-signature-256": "sha256=" + hmac.digest(key, raw, hashlib.sha256).hex()}
        return await _post(self.webhook, raw, headers)


@dataclass
class Vk(Vendor):
    """The API for one community."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    had: dict[tuple[str, str], int] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    saved: list[str] = field(default_factory=list)
    count: int = 1000

    async def handle(self, request: Request) -> Response:
        """`/method/<name>`, servers of uploads, and files."""
        path = request.path_params["path"]
        asked = await fields(request) if request.method == "POST" else {}
        if path.startswith("files/"):
            return Response(self.files[path.removeprefix("files/")])
        if path == "upload/photo":
            name, content, _ = asked["photo"]
            good = content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8"))
            self.files[name] = content
            return JSONResponse({"server": 1, "photo": f'[{{"{name}"}}]' if good else "[]", "hash": "h"})
        if path == "upload/doc":
            name, content, _ = asked["file"]
            if name.endswith((".exe", ".mp3")):
                return JSONResponse({"error": "unknown error", "error_descr": "invalid file extension"})
            self.files[name] = content
            return JSONResponse({"file": name})
        method = path.removeprefix("method/")
        if asked.get("access_token") != accounts.VK_SECRETS["access_token"] or asked.get("v") != "5.199":
            return self._no(5, "User authorization failed")
        self.asked.append((method, asked))
        return self._method(method, asked)

    @staticmethod
    def _no(code: int, why: str) -> Response:
        return JSONResponse({"error": {"error_code": code, "error_msg": why, "request_params": []}})

    def _method(self, method: str, asked: dict[str, Any]) -> Response:  # noqa: PLR0911 - a table
        match method:
            case "messages.send":
                return self._send(asked)
            case "users.get":
                first, last = self.names.get(asked["user_ids"], ("", ""))
                found = [{"id": int(asked["user_ids"]), "first_name": first, "last_name": last}] if first else []
                return JSONResponse({"response": found})
            case "photos.getMessagesUploadServer":
                return JSONResponse({"response": {"upload_url": f"{self.base}/upload/photo"}})
            case "photos.saveMessagesPhoto" if asked["photo"] != "[]":
                self.count += 1
                return JSONResponse({"response": [{"id": self.count, "owner_id": 5, "access_key": "k"}]})
            case "docs.getMessagesUploadServer":
                return JSONResponse({"response": {"upload_url": f"{self.base}/upload/doc"}})
            case "docs.save":
                self.count += 1
                return JSONResponse({"response": {"type": "doc", "doc": {"id": self.count, "owner_id": 5}}})
            case _:
                return self._no(3, "Unknown method passed")

    def _send(self, asked: dict[str, Any]) -> Response:
        if asked["peer_id"] in self.denied:
            return self._no(901, "Can't send messages for users without permission")
        if not asked.get("message") and not asked.get("attachment"):
            return self._no(100, "One of the parameters specified was missing or invalid: message is empty")
        if units(asked.get("message", "")) > 4096:
            return self._no(914, "Message is too long")
        key = (asked["peer_id"], asked["random_id"])
        # One of a number is sent once; asked again, the same number of the message is said.
        if key not in self.had:
            self.count += 1
            self.had[key] = self.count
            self.sent.append(asked)
        return JSONResponse({"response": self.had[key]})

    def event(self, kind: str, **found: Any) -> dict[str, Any]:
        """What VK delivers when something happens in the community."""
        self.count += 1
        event = {"type": kind, "group_id": int(accounts.GROUP), "event_id": f"e{self.count}", "v": "5.199"}
        return {**event, "secret": accounts.VK_SECRETS["webhook_secret"], "object": found}

    def message(self, user: int, text: str, **more: Any) -> dict[str, Any]:
        """What VK delivers when somebody writes."""
        self.count += 1
        found = {"id": self.count, "from_id": user, "peer_id": user, "date": now(), "text": text, **more}
        return self.event("message_new", message={"conversation_message_id": self.count, **found})

    async def deliver(self, body: dict[str, Any], *, secret: str | None = None) -> httpx.Response:
        """Post an event to the webhook."""
        return await _post(self.webhook, orjson.dumps(body if secret is None else {**body, "secret": secret}), {})


@dataclass
class Partner(Vendor):
    """A partner with a channel of their own."""

    got: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    async def handle(self, request: Request) -> Response:
        """Take a message once by its `webhook-id`; give out files."""
        if request.method == "GET" and request.path_params["path"] == "inside":
            return Response(status_code=302, headers={"location": "http://10.0.0.1/secret"})
        if request.method == "GET":
            return Response(self.files[request.path_params["path"]])
        body, headers = await request.body(), dict(request.headers)
        accounts.verify(headers, body)
        self.times += 1
        self.got.setdefault(headers["webhook-id"], orjson.loads(body))
        return JSONResponse(self.answers)

    async def deliver(
        self, body: dict[str, Any], *, webhook_id: str | None = None, secret: str | None = None
    ) -> httpx.Response:
        """Post a signed event to the webhook."""
        self.count += 1
        raw = orjson.dumps(body)
        headers = accounts.signed(accounts.custom(), webhook_id or f"evt_{self.count}", raw, secret=secret)
        return await _post(self.webhook, raw, headers)


async def _post(url: str | None, body: bytes, headers: dict[str, str]) -> httpx.Response:
    assert url is not None
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501 - plain HTTP on loopback
        return await client.post(url, content=body, headers={"content-type": "application/json", **headers})


@dataclass
class Vendors:
    """All of them on one port, each below a path of its own."""

    url: str
    telegram: Telegram = field(default_factory=Telegram)
    whatsapp: WhatsApp = field(default_factory=WhatsApp)
    vk: Vk = field(default_factory=Vk)
    partner: Partner = field(default_factory=Partner)

    def fresh(self) -> None:
        """As new, for the next test."""
        for name, kind in (("telegram", Telegram), ("whatsapp", WhatsApp), ("vk", Vk), ("partner", Partner)):
            setattr(self, name, kind(base=f"{self.url}/{name}"))


@asynccontextmanager
async def serving() -> AsyncIterator[Vendors]:
    """The vendors on a port of loopback."""
    made = Vendors("")

    def to(name: str) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            vendor: Vendor = getattr(made, name)
            return await vendor.serve(request)

        return serve

    routes = [
        Mount(f"/{name}", routes=[Route("/{path:path}", to(name), methods=["GET", "POST"])])
        for name in ("telegram", "whatsapp", "vk", "partner")
    ]
    app = Starlette(routes=routes)
    # With a socket of uvicorn's own: one that is made before waits 40 ms with the second packet of each answer.
    options = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(options)
    running = asyncio.create_task(server.serve())
    while not server.started:
        if running.done():
            running.result()
        await asyncio.sleep(0.005)
    made.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    made.fresh()
    try:
        yield made
    finally:
        server.should_exit = True
        await running
