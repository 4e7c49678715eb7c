"""OpenAPI as a product: what the generated description needs on top so that a newcomer can build on it."""

import asyncio
from threading import Lock
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.routing import Route

from app import openapi_webhooks
from app.deps import MEANINGS, MEDIA, refusal
from app.errors import AppError
from app.schemas.base import FieldError, Problem
from app.schemas.calls import CallEventIn
from app.schemas.form_submissions import FormSubmissionIn
from app.schemas.webhooks import WebhookPayload

DESCRIPTION = """\
Otklik is a support desk: **tickets** (the one thread with a customer, whatever the channel), **chats** (live sessions
over a ticket's thread), **agents** and **feedback**.

**In ten minutes**

1. Be somebody. Agents: `POST /v1/auth/token` with e-mail and password. Customers: `POST /v1/widget/sessions` gives a
   visitor token. Partners and scripts: an API key. All of them send `Authorization: Bearer ...`.
2. Open a chat as the visitor: `POST /v1/chats` with a `body`. It makes a ticket, and an agent who is online and has
   room gets an offer.
3. Accept it as the agent: `POST /v1/chats/{id}/accept`; write with `POST /v1/tickets/{id}/messages`.
4. See it live: `POST /v1/realtime/grants`, then `new WebSocket(url, ["desk.v1", "grant." + grant])` on `/v1/realtime`.
   [Its frames](/asyncapi) have a page of their own.
5. Solve it: `PATCH /v1/tickets/{id}` with `{"status": "solved"}`; the customer rates it with `POST /v1/feedback`.

**What holds everywhere**

- Errors are `application/problem+json` with a stable `code`; the guide *errors* lists them.
- Lists take `limit` and `cursor` and answer `items` and `next_cursor`; there are no totals.
- Every POST takes an `Idempotency-Key`: the same key with the same body gives the first answer again.
- PATCH takes `If-Match` with the `ETag` that you have seen, and answers 412 when it is stale.
- A message with a `client_message_id` is stored exactly once. An acknowledged message is committed and never lost.
- Unknown fields in a request are refused, never dropped silently. Fields may be added to answers.
"""

TAGS = [
    {"name": "Tickets", "description": "The one thread with a customer on any channel: messages, notes, its log."},
    {"name": "Languages", "description": "Messages and texts in other languages, on demand and by themselves."},
    {"name": "Suggestions", "description": "What the desk makes of a ticket, with why: it says, people decide."},
    {"name": "Merge and link", "description": "Tickets that are one, were one, or have to do with each other."},
    {"name": "Attachments", "description": "Files of messages: uploaded as a stream, told by their bytes, played."},
    {"name": "Side conversations", "description": "Private threads beside a ticket, with a supplier or another team."},
    {"name": "Chats", "description": "Live sessions over a ticket's thread: queue, offers, hand-over, transcript."},
    {"name": "Realtime", "description": "Grants for the socket `desk.v1`, which carries threads live."},
    {"name": "Feedback", "description": "How customers rate what was solved."},
    {"name": "Surveys", "description": "What customers and agents are asked, when, and where they answer."},
    {"name": "Phone", "description": "Calls as exchanges tell of them, who calls, and calls that are to be made."},
    {"name": "Contact channels", "description": "How customers reach the desk, and when somebody is there."},
    {"name": "Widget", "description": "Visitor tokens for web pages and mobile apps, and how a brand looks there."},
    {"name": "Pictures", "description": "Faces of agents and logos of brands."},
    {"name": "Monitors", "description": "What is watched, its alarms and uptime, planned work, and alerts of others."},
    {
        "name": "Channels",
        "description": "Mailboxes, bots and numbers by which customers come: what came in, and what leaves.",
    },
    {"name": "Partner intake", "description": "Tickets by signed webhook (Standard Webhooks)."},
    {"name": "Change feed", "description": "Everything that happens, in one order, as pages or as a stream."},
    {"name": "Webhooks", "description": "Addresses that are told of events, and what was delivered to them."},
    {"name": "Customers", "description": "The people who ask."},
    {"name": "Opt-outs", "description": "Mails that nobody asked for, and how customers end them."},
    {"name": "Organizations", "description": "The companies that customers belong to."},
    {"name": "Agents", "description": "The people who answer: roles, languages, skills, capacity, presence."},
    {"name": "Teams", "description": "Groups of agents; work waits in a team's queue."},
    {"name": "Skills", "description": "What agents can be good at, and how many are."},
    {"name": "Shifts and absences", "description": "When agents are on duty, when they are away, who stands in."},
    {"name": "Queues", "description": "Where work waits: for what, who serves it, what it asks, what when closed."},
    {"name": "Assistant", "description": "What a model writes for agents to check, answers by itself, and its log."},
    {"name": "Brands", "description": "The products or companies that one desk serves."},
    {"name": "Fields", "description": "What tickets are asked beside their text: typed, checked, filterable."},
    {"name": "Topics", "description": "The tree of what tickets are about."},
    {"name": "Tags", "description": "What tickets are tagged with, and how many."},
    {"name": "Tasks", "description": "What has to be done for a ticket, by whom, until when."},
    {"name": "Forms", "description": "What to ask, in which order, of whom; and what is known already."},
    {"name": "Catalogue", "description": "The types of requests that a desk takes, their forms and approvals."},
    {"name": "Checklists", "description": "Tasks that are added to a ticket together."},
    {"name": "Calendars", "description": "Opening hours: when business hours count, in versions that never change."},
    {"name": "SLA policies", "description": "What is promised to whom, and what is done around a deadline."},
    {"name": "Knowledge base", "description": "Articles as they are written: languages, versions, review, publishing."},
    {
        "name": "Help centre",
        "description": "Published articles as customers read them, their search, and what readers do there.",
    },
    {"name": "Templates", "description": "Canned replies in several languages and for several brands, with blanks."},
    {"name": "Macros", "description": "Lists of actions that an agent applies to a ticket, all of them or none."},
    {
        "name": "Automations",
        "description": "What the desk does by itself when something happens, or when its time comes.",
    },
    {"name": "Notifications", "description": "What an agent is to know, until it is read."},
    {
        "name": "Insight",
        "description": "What keeps coming back: what rises, clusters, who comes again; and alerts of it.",
    },
    {
        "name": "Reports",
        "description": "Figures over a period: how many, how long, which share; and the tickets behind each number.",
    },
    {
        "name": "Incidents",
        "description": "What is wrong with which component, the tickets behind it, and what all of them are told.",
    },
    {
        "name": "Ideas",
        "description": "What staff propose and customers ask for: votes, comments, answers, product feedback.",
    },
    {
        "name": "Quality",
        "description": "How conversations were handled: scorecards, reviews, draws, calibration, coaching notes.",
    },
    {
        "name": "Status page",
        "description": "What everybody may know of components and incidents, and who is told of it.",
    },
    {"name": "Portal", "description": "Customers sign in with a link by mail, and see to their own tickets."},
    {
        "name": "Outreach",
        "description": "Messages to many who did not ask at this moment, and the tickets of who answers.",
    },
    {"name": "Search", "description": "Tickets, messages and customers by their words."},
    {"name": "Views", "description": "Saved views of tickets, and live counts of them."},
    {"name": "Jobs", "description": "Long work: its progress, and what it found."},
    {"name": "Outbox", "description": "Mails and webhooks on their way out, and what became of them."},
    {"name": "Sign-in", "description": "Access and refresh tokens of agents; who am I."},
    {"name": "API keys", "description": "Keys for partners and scripts."},
    {"name": "Partner sources", "description": "The systems that may post webhooks, and their secrets."},
    {"name": "Imports and exports", "description": "What other systems have exported comes in; everything goes out."},
    {"name": "Operations", "description": "Alive, ready, measured."},
]

_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes this safe to retry: the same key with the same body gives the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def install(app: FastAPI) -> None:
    """Replace `app.openapi` with the finished description, made once."""
    making = Lock()

    def described() -> dict[str, Any]:
        with making:
            if app.openapi_schema is None:
                app.openapi_schema = _finish(
                    get_openapi(
                        title=app.title,
                        version=app.version,
                        summary="A self-hosted support desk: tickets, agents, live chat and feedback.",
                        description=DESCRIPTION,
                        routes=app.routes,
                        tags=TAGS,
                        servers=[{"url": "/", "description": "This desk"}],
                        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
                    )
                )
        return app.openapi_schema

    def packed(root_path: str) -> bytes:
        document = described()
        if root_path:
            document = {**document, "servers": [{"url": root_path}, *document.get("servers", [])]}
        return orjson.dumps(document)

    async def served(request: Request) -> Response:
        # Making it takes seconds: whoever chats meanwhile does not wait for whoever reads the documentation first.
        body = await asyncio.to_thread(packed, request.scope.get("root_path", "").rstrip("/"))
        return Response(body, media_type="application/json")

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way
    if app.openapi_url:
        # Before the one that FastAPI has put there.
        app.router.routes.insert(0, Route(app.openapi_url, served, include_in_schema=False))


# A frame is of the socket, which has a description of its own.
_REFUSALS = [kind for kind in AppError.__subclasses__() if kind.__module__ == AppError.__module__]
# One description of each refusal, and not one on every operation.
_SHARED = {str(status): f"#/components/responses/Refused{status}" for status in MEANINGS}


def _shared_refusals() -> dict[str, Any]:
    """What a refusal means, with an example of the problem for each code that any operation may give."""
    shared = {}
    for status in MEANINGS:
        found = refusal(status)
        kinds = {kind.code: kind for kind in _REFUSALS if kind.status == status}
        examples = {code: {"value": _example(kind)} for code, kind in sorted(kinds.items())}
        media = {kind: {**each, **({"examples": examples} if examples else {})} for kind, each in MEDIA.items()}
        shared[f"Refused{status}"] = {**found, "content": media}
    return shared


def _example(kind: type[AppError]) -> dict[str, Any]:
    about = {"type": f"urn:otklik:problem:{kind.code}", "title": kind.title, "status": kind.status, "code": kind.code}
    return {**about, "detail": kind.title, "request_id": "8cb233395011b355"}


def _closed(content: Any) -> None:  # noqa: ANN401 - any JSON value
    """A map whose keys have a pattern has no other keys; Pydantic means it, and does not say it."""
    if isinstance(content, dict):
        if "patternProperties" in content:
            content.setdefault("additionalProperties", False)
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            _closed(each)


def _one_name(document: dict[str, Any]) -> dict[str, Any]:
    """A shape that is read as it is written has one name: Pydantic gives two to one that names itself."""
    schemas = document["components"]["schemas"]
    twice = [name.removesuffix("-Input") for name in schemas if name.endswith("-Input")]

    def plain(content: Any) -> bytes:  # noqa: ANN401 - any JSON value
        found = orjson.dumps(content)
        for name in twice:
            for suffix in ("-Input", "-Output"):
                found = found.replace(f"/{name}{suffix}".encode(), f"/{name}".encode())
        return found

    if any(plain(schemas[f"{name}-Input"]) != plain(schemas[f"{name}-Output"]) for name in twice):
        msg = f"one of {twice} is read in another shape than it is written in: give the two names"
        raise RuntimeError(msg)
    for name in twice:
        del schemas[f"{name}-Output"]
        schemas[name] = schemas.pop(f"{name}-Input")
    made: dict[str, Any] = orjson.loads(plain(document))
    _closed(made["components"])
    made["components"]["schemas"] = dict(sorted(made["components"]["schemas"].items()))
    return made


def _finish(document: dict[str, Any]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    shapes = (Problem, FieldError, WebhookPayload)
    _, made = models_json_schema(
        [(each, "serialization") for each in shapes],
        ref_template="#/components/schemas/{model}",
    )
    schemas.update(made["$defs"])
    # Bodies that their routes read themselves.
    _, read = models_json_schema(
        [(each, "validation") for each in (FormSubmissionIn, CallEventIn)], ref_template="#/components/schemas/{model}"
    )
    schemas.update(read["$defs"])
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An agent's access token, a visitor token, or an API key.",
        }
    }
    components["responses"] = _shared_refusals()
    document["webhooks"] = openapi_webhooks.section()
    document["security"] = [{"bearer": []}]
    for operations in document["paths"].values():
        for method, operation in operations.items():
            operation["responses"] = {
                status: {"$ref": _SHARED[status]}
                if status in _SHARED and response == refusal(int(status))
                else response
                for status, response in operation["responses"].items()
            }
            # A signed webhook has an id of its own, which does the same.
            if method == "post" and not operation.get("x-raw-body"):
                operation.setdefault("parameters", []).append(_IDEMPOTENCY)
    return _one_name(document)
