"""LibreTranslate, on a server of one's own or theirs: `POST /translate`, the key (where one is needed) in the body.

As published: docs.libretranslate.com/guides/api_usage and its `/docs` (q may be a list, `format` html, `source` auto,
`detectedLanguage`); a server may limit the characters of a call and the texts of a list.
"""

from collections.abc import Sequence
from typing import Any

from app.providers.base import Endpoint, ProviderFailed, Translated
from app.providers.calling import ask
from app.providers.translation_shapes import language, strings
from app.rules.translating import primary

TEXTS = 32
CHARACTERS = 4_500

_AS_THEY_ARE = {"zh-tw": "zt", "zh-hk": "zt", "zh-hant": "zt", "pt-br": "pt-BR"}


async def translate(endpoint: Endpoint, marked: Sequence[str], *, to: str, source: str | None) -> Translated:
    """One call. Raises `ProviderFailed`."""
    body: dict[str, Any] = {
        "q": list(marked),
        "source": "auto" if source is None else _code(source),
        "target": _code(to),
        "format": "html",
    }
    if endpoint.key:
        body["api_key"] = endpoint.key
    answer = await ask(endpoint, "/translate", json=body)
    found = answer.get("translatedText") if isinstance(answer, dict) else None
    detected = answer.get("detectedLanguage") if isinstance(answer, dict) else None
    first = detected[0] if isinstance(detected, list) and detected else detected
    said = first.get("language") if isinstance(first, dict) else None
    return Translated(strings(found, len(marked)), language(said) or source)


async def look(endpoint: Endpoint) -> str:
    """What languages there are, for an admin. Raises `ProviderFailed`."""
    answer = await ask(endpoint, "/languages", method="GET")
    if not isinstance(answer, list):
        raise ProviderFailed("nonsense", "its answer has no list of languages")
    return f"{len(answer)} languages"


def _code(wanted: str) -> str:
    return _AS_THEY_ARE.get(wanted.lower()) or primary(wanted)
