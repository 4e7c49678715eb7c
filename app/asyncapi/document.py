"""The AsyncAPI 3 description of `desk.v1`, generated from the models of its frames."""

import inspect
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app import __version__
from app.asyncapi import examples
from app.asyncapi.closing import ENDINGS
from app.schemas import realtime as frames_in
from app.schemas import realtime_out as frames_out

DESCRIPTION = """\
The socket of Otklik, a support desk: threads with customers, live. Whatever it tells can also be read over HTTP.

**The promise.** An acknowledged message is committed. It is stored once, it never disappears from a participant's view,
and every participant sees one ticket's events in the same order. Typing, presence and receipts are best effort.

Ask `POST /v1/realtime/grants` for a grant with your bearer token, then connect with two subprotocols: `desk.v1` and
`grant.` followed by the grant. Programs that can send headers may send `Authorization: Bearer ...` instead. Say `hello`
first. Frames are JSON objects in text messages of at most 64 KiB; ignore types and fields that you do not know.
"""

# The frames that answer a client's frame.
_ANSWERS: dict[type[BaseModel], tuple[str, tuple[type[BaseModel], ...]]] = {
    frames_in.Hello: ("hello", (frames_out.Welcome,)),
    frames_in.Sub: ("subscribe", (frames_out.Ok, frames_out.Err)),
    frames_in.Unsub: ("unsubscribe", (frames_out.Ok, frames_out.Err)),
    frames_in.SendFrame: ("sendMessage", (frames_out.Ack, frames_out.Err)),
    frames_in.Auth: ("renewToken", (frames_out.Ok, frames_out.Err)),
    frames_in.Typing: ("tellTyping", ()),
    frames_in.Viewing: ("tellViewing", ()),
    frames_in.Read: ("markRead", ()),
    frames_in.SetPresence: ("setPresence", ()),
}
FROM_CLIENT: tuple[type[BaseModel], ...] = get_args(frames_in.ClientFrames)
FROM_SERVER: tuple[type[BaseModel], ...] = get_args(frames_out.ServerFrames)


def frame_type(model: type[BaseModel]) -> str:
    """The `t` of a frame: `send`, `ev`."""
    found: str = get_args(model.model_fields["t"].annotation)[0]
    return found


def message_key(model: type[BaseModel]) -> str:
    """The name of a frame's message in the document; both sides have a `typing`."""
    return f"{'client' if model in FROM_CLIENT else 'desk'}.{frame_type(model)}"


@cache
def document() -> dict[str, Any]:
    """The description, as a JSON object. The same for every desk of this version."""
    sides = ((FROM_CLIENT, examples.FROM_CLIENT), (FROM_SERVER, examples.FROM_SERVER))
    messages = {message_key(model): _message(model, shown[model]) for models, shown in sides for model in models}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Otklik desk.v1",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
            "x-close-codes": {str(code): {"why": each.why, "then": each.then} for code, each in ENDINGS.items()},
        },
        "defaultContentType": "application/json",
        "servers": {
            "desk": {
                "host": "desk.example.com",
                "protocol": "wss",
                "description": "Your desk; `ws` on a machine of your own.",
                "security": [{"$ref": "#/components/securitySchemes/bearer"}],
            }
        },
        "channels": {
            "realtime": {
                "address": "/v1/realtime",
                "title": "The socket",
                "description": "Subprotocol `desk.v1`. One connection follows up to 200 tickets.",
                "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in messages},
                "bindings": {"ws": {"method": "GET", "headers": _HEADERS, "bindingVersion": "0.1.0"}},
            }
        },
        "operations": _operations(),
        "components": {
            "messages": messages,
            "schemas": _schemas(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "On the upgrade, or for `POST /v1/realtime/grants`. Never in the address.",
                }
            },
        },
    }


_HEADERS = {
    "type": "object",
    "properties": {
        "Sec-WebSocket-Protocol": {
            "type": "string",
            "description": "`desk.v1`, and `grant.<grant>` unless there is an Authorization header.",
            "examples": ["desk.v1, grant.rtg_kq1v3mJ0n4dZfYw2Hq7uQnXW9h6e3b8tLr5cA0sVxPo"],
        }
    },
    "required": ["Sec-WebSocket-Protocol"],
}


def _message(model: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    told = inspect.cleandoc(model.__doc__ or "")
    return {
        "name": frame_type(model),
        "title": frame_type(model),
        "summary": " ".join(told.split("\n\n")[0].split()),
        "description": told,
        "contentType": "application/json",
        "tags": [{"name": "from the client" if model in FROM_CLIENT else "from the desk"}],
        "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
        "examples": [{"name": frame_type(model), "payload": example}],
    }


def _operations() -> dict[str, Any]:
    channel = {"$ref": "#/channels/realtime"}

    def of(*models: type[BaseModel]) -> list[dict[str, str]]:
        return [{"$ref": f"#/channels/realtime/messages/{message_key(model)}"} for model in models]

    operations: dict[str, Any] = {}
    for model, (name, answers) in _ANSWERS.items():
        operations[name] = {"action": "receive", "channel": channel, "messages": of(model)}
        if answers:
            operations[name]["reply"] = {"channel": channel, "messages": of(*answers)}
    answered = {answer for _, answers in _ANSWERS.values() for answer in answers}
    told = [model for model in FROM_SERVER if model not in answered]
    operations["tell"] = {
        "action": "send",
        "channel": channel,
        "summary": "What the desk says by itself.",
        "messages": of(*told),
    }
    return operations


def _schemas() -> dict[str, Any]:
    models = (*FROM_CLIENT, *FROM_SERVER)
    _, made = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}", by_alias=True
    )
    schemas: dict[str, Any] = {name: _draft_7(schema) for name, schema in made["$defs"].items()}
    return schemas


def _draft_7(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """The same in the dialect of AsyncAPI. The desk may say more than this, and says less to be nothing (null)."""
    if isinstance(schema, list):
        return [_draft_7(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: _draft_7(value) for key, value in schema.items() if key != "additionalProperties" or value is not False
    }
    if "prefixItems" in found:
        found["items"] = found.pop("prefixItems")
    return found
