"""Chat completions as OpenAI published them and many others speak them: `POST {url}/chat/completions`.

`url` ends before `/chat/completions` (https://api.openai.com/v1, http://127.0.0.1:11434/v1). The shapes are of the
public reference (platform.openai.com/docs/api-reference/chat): a bearer key, `model`, `messages`, `max_tokens`,
`temperature`; the answer's `choices[0].message.content` and `usage`. Nothing but text is asked for: no tools.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from app import clock
from app.providers.base import Endpoint, ProviderFailed
from app.providers.calling import ask


class Message(TypedDict):
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


# What some models refuse, and the word that says so: they think before they write, as warm as they like, and what they
# may write is called otherwise and has to hold their thoughts.
_REFUSES = {"max_tokens": "max_completion_tokens", "temperature": "temperature"}
_THOUGHTS = 4_000
# By address and model: as many as an operator has set up.
_ways: dict[tuple[str, str], set[str]] = {}


@dataclass(frozen=True, slots=True)
class Completion:
    """What was written; `cut` when it ran into `max_tokens`; the counts are null where the provider gives none."""

    text: str
    cut: bool
    prompt_tokens: int | None
    completion_tokens: int | None


async def chat(
    endpoint: Endpoint,
    messages: Sequence[Message],
    *,
    max_tokens: int = 1_000,
    temperature: float = 0.2,
    json: bool = False,
) -> Completion:
    """One completion; with `json` the provider is asked for a JSON object (what it is must be checked all the same).

    Raises `ProviderFailed`, also for an answer without a text (`nonsense`).
    """
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": list(messages),
        "max_tokens": max_tokens,
        "temperature": temperature,
        "stream": False,
    }
    if json:
        body["response_format"] = {"type": "json_object"}
    return _read(await _asked(endpoint, body))


async def _asked(endpoint: Endpoint, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON is JSON
    """The answer, asked for as this model wants it: what it refuses to be told it is not told, from then on."""
    wanted = _ways.setdefault((endpoint.url, endpoint.model), set())
    until = clock.monotonic() + endpoint.seconds
    while True:
        for name in wanted & body.keys():
            _without(body, name)
        left = max(0.1, until - clock.monotonic())
        try:
            return await ask(
                endpoint,
                "/chat/completions",
                json=body,
                headers=bearer(endpoint.key),
                seconds=min(left, endpoint.seconds),
            )
        except ProviderFailed as failure:
            refused = {name for name, word in _REFUSES.items() if name in body and word in failure.text}
            if failure.kind != "rejected" or not refused:
                raise
            wanted |= refused


def _without(body: dict[str, Any], name: str) -> None:
    value = body.pop(name)
    if name == "max_tokens":
        body["max_completion_tokens"] = value + _THOUGHTS


async def models(endpoint: Endpoint, *, seconds: float | None = None) -> list[str]:
    """The names of the models it offers: a call that costs nothing, to see that the key is taken."""
    answer = await ask(endpoint, "/models", method="GET", headers=bearer(endpoint.key), seconds=seconds)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list):
        raise ProviderFailed("nonsense", "its answer has no list of models")
    return [each["id"] for each in data if isinstance(each, dict) and isinstance(each.get("id"), str)]


def bearer(key: str) -> dict[str, str]:
    """The header that carries the key; none for a server of one's own that wants none."""
    return {"authorization": f"Bearer {key}"} if key else {}


def _read(answer: object) -> Completion:
    choices = answer.get("choices") if isinstance(answer, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise ProviderFailed("nonsense", "its answer has no message")
    # No database stores NUL, and half a surrogate pair is no text.
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    if not text:
        raise ProviderFailed("nonsense", "its answer is empty")
    usage = answer.get("usage") if isinstance(answer, dict) else None
    found = usage if isinstance(usage, dict) else {}
    return Completion(
        text=text,
        cut=isinstance(first, dict) and first.get("finish_reason") == "length",
        prompt_tokens=_count(found.get("prompt_tokens")),
        completion_tokens=_count(found.get("completion_tokens")),
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None
