"""The OpenAPI section `webhooks`: what the desk posts to addresses that are told of events."""

from typing import Any

from app.schemas.events import DeskEventType, EventType

_HEADERS = (
    ("webhook-id", "Names the event: the same for every attempt and every replay. Handle each once."),
    ("webhook-timestamp", "When this attempt was made, in seconds since 1970. Refuse what is older than five minutes."),
    ("webhook-signature", "`v1,<base64>` once for each secret: HMAC-SHA256 of `id.timestamp.body`."),
)


def section() -> dict[str, Any]:
    """An entry for each type of event."""
    return {each.value: {"post": _operation(each.value)} for each in (*EventType, *DeskEventType)}


def _operation(kind: str) -> dict[str, Any]:
    noun, _, what = kind.partition(".")
    words = "".join(word.capitalize() for word in f"{noun}_{what}".split("_"))
    schema = {
        "allOf": [
            {"$ref": "#/components/schemas/WebhookPayload"},
            {"type": "object", "properties": {"type": {"const": kind}}},
        ]
    }
    return {
        "operationId": f"on{words}",
        "summary": f"{noun.capitalize()}: {what.replace('_', ' ')}",
        "description": f"Posted to webhooks that hear of `{kind}`; its `data.data` is described in the guide *events*.",
        "tags": ["Webhooks"],
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": said, "schema": {"type": "string"}}
            for name, said in _HEADERS
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "2XX": {"description": "Taken. After anything else it is sent again, for three days or more."},
            "410": {"description": "The receiver is gone: the webhook is switched off."},
        },
    }
