"""Translation services on loopback, each by its published protocol; one that shouts in place of translating.

`Hallo <x id="1"></x>` into English becomes `EN(HALLO <x id="1"></x>)`: whoever tests sees what was sent, that marks
came back, and which language was asked for. What was shouted already is taken for the language that it was shouted in.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.receivers import Answer, Got, Receiver, a_receiver, saying

KEY = "the-secret-key"
_MARK = re.compile(r"(<x id=\"\d+\"></x>|&\w+;)")


def shouted(text: str, to: str) -> str:
    """What this service makes of a text."""
    words = "".join(each if n % 2 else each.upper() for n, each in enumerate(_MARK.split(text)))
    return f"{to.upper()}({words})"


def language_of(text: str) -> str:
    """What this service takes a text for."""
    said = re.match(r"([A-Z]{2})\(", text)
    if said is not None:
        return said[1].lower()
    if re.search(r"[\u0400-\u04ff]", text, re.IGNORECASE):
        return "ru"
    return "de" if re.search(r"[äöüß]|\b(ich|ist|und|die|der)\b", text, re.IGNORECASE) else "en"


@dataclass
class Translator:
    """What it was asked, and what it does instead when it is told to."""

    receiver: Receiver
    instead: Answer | None = None
    # Of what it translates so many marks get lost.
    loses_marks: bool = False
    # It never says the same twice.
    drifts: bool = False
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # Nobody is answered until this is set.
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where it is."""
        return self.receiver.url.removesuffix("/hook")

    @property
    def texts(self) -> list[str]:
        """All that it was asked to translate."""
        return [text for _, body in self.asked for text in _texts(body)]

    async def serve(self, got: Got, writer: asyncio.StreamWriter) -> None:
        """Answer as the vendor would whose path this is."""
        body = orjson.loads(got.body) if got.body else {}
        self.asked.append((got.path, body))
        await self.gate.wait()
        await (self.instead or self._answer(got, body))(got, writer)

    def _answer(self, got: Got, body: dict[str, Any]) -> Answer:
        status, said = _VENDORS[got.path](self, got.headers.get("authorization", ""), body)
        return saying(status, "content-type: application/json", body=orjson.dumps(said))

    def translated(self, texts: list[str], to: str) -> list[str]:
        """Each of these in a language."""
        made = [shouted(each, to.partition("-")[0]) for each in texts]
        if self.drifts:
            made = [f"{each} {'!' * len(self.asked)}" for each in made]
            self.asked.append(("", {}))
        return [re.sub(r"<x [^>]*></x>", "", each) for each in made] if self.loses_marks else made


def _texts(body: dict[str, Any]) -> list[str]:
    if "messages" in body:
        return list(orjson.loads(body["messages"][-1]["content"])["texts"])
    found = body.get("q", body.get("text", body.get("texts", [])))
    return found if isinstance(found, list) else [found]


def _libretranslate(made: Translator, _key: str, body: dict[str, Any]) -> tuple[int, Any]:
    if body.get("api_key") != KEY:
        return 403, {"error": "Invalid API key"}
    if body["format"] != "html" or body["target"] == "xx":
        return 400, {"error": f"{body['target']} is not supported"}
    said: dict[str, Any] = {"translatedText": made.translated(body["q"], body["target"])}
    if body["source"] == "auto":
        said["detectedLanguage"] = [{"confidence": 90.0, "language": language_of(each)} for each in body["q"]]
    return 200, said


def _deepl(made: Translator, key: str, body: dict[str, Any]) -> tuple[int, Any]:
    if key != f"DeepL-Auth-Key {KEY}":
        return 403, {"message": "Forbidden"}
    if body["tag_handling"] != "xml" or body["ignore_tags"] != ["x"] or len(body["text"]) > 50:
        return 400, {"message": "Bad request"}
    if body["target_lang"] in {"EN", "PT"}:
        return 400, {"message": "targetLang is deprecated"}
    done = made.translated(body["text"], body["target_lang"])
    sources = [body.get("source_lang") or language_of(each).upper() for each in body["text"]]
    return 200, {
        "translations": [
            {"detected_source_language": source, "text": text} for source, text in zip(sources, done, strict=True)
        ]
    }


def _yandex(made: Translator, key: str, body: dict[str, Any]) -> tuple[int, Any]:
    if key != f"Api-Key {KEY}":
        return 401, {"code": 16, "message": "The provided API key is invalid"}
    if body["format"] != "HTML" or sum(map(len, body["texts"])) > 10_000:
        return 400, {"code": 3, "message": "text length must be not greater than 10000"}
    done = made.translated(body["texts"], body["targetLanguageCode"])
    if "sourceLanguageCode" in body:
        return 200, {"translations": [{"text": each} for each in done]}
    return 200, {
        "translations": [
            {"text": text, "detectedLanguageCode": language_of(said)}
            for said, text in zip(body["texts"], done, strict=True)
        ]
    }


def _openai(made: Translator, key: str, body: dict[str, Any]) -> tuple[int, Any]:
    if key != f"Bearer {KEY}":
        return 401, {"error": {"message": "Incorrect API key provided"}}
    asked = orjson.loads(body["messages"][-1]["content"])
    said = {"source": language_of(asked["texts"][0]), "texts": made.translated(asked["texts"], asked["to"])}
    text = f"```json\n{orjson.dumps(said).decode()}\n```"
    return 200, {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}


_VENDORS: dict[str, Any] = {
    "/translate": _libretranslate,
    "/languages": lambda *_: (200, [{"code": "de"}, {"code": "en"}]),
    "/v2/translate": _deepl,
    "/v2/usage": lambda *_: (200, {"character_count": 1234, "character_limit": 500_000}),
    "/translate/v2/translate": _yandex,
    "/translate/v2/languages": lambda *_: (200, {"languages": [{"code": "de"}]}),
    "/chat/completions": _openai,
    "/models": lambda *_: (200, {"data": [{"id": "small"}]}),
}


@asynccontextmanager
async def a_translator() -> AsyncIterator[Translator]:
    """A service that speaks all four protocols."""
    async with a_receiver() as receiver:
        made = Translator(receiver)
        made.gate.set()
        receiver.answer = made.serve
        yield made
        made.gate.set()
