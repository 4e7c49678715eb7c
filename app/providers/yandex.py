"""Yandex Translate: `POST /translate/v2/translate` with `Authorization: Api-Key`, at most 10,000 characters a call.

As published: yandex.cloud/en/docs/translate/api-ref/Translation/translate (the call and its answer),
.../docs/translate/concepts/limits (characters, 20 calls a second). With the key of a service account the folder is
the account's own, so none is named.
"""

from collections.abc import Sequence

from app.providers.base import Endpoint, Translated
from app.providers.calling import ask
from app.providers.translation_shapes import language, texts
from app.rules.translating import primary

URL = "https://translate.api.cloud.yandex.net"
TEXTS = 100
CHARACTERS = 9_000

_AS_THEY_ARE = {"pt-br": "pt-BR", "sr-latn": "sr-Latn"}


async def translate(endpoint: Endpoint, marked: Sequence[str], *, to: str, source: str | None) -> Translated:
    """One call. Raises `ProviderFailed`."""
    body = {"texts": list(marked), "targetLanguageCode": _code(to), "format": "HTML"}
    if source is not None:
        body["sourceLanguageCode"] = _code(source)
    answer = await ask(endpoint, "/translate/v2/translate", json=body, headers=_key(endpoint))
    found = answer.get("translations") if isinstance(answer, dict) else None
    first = found[0] if isinstance(found, list) and found else None
    said = first.get("detectedLanguageCode") if isinstance(first, dict) else None
    return Translated(texts(found, "text", len(marked)), language(said) or source)


async def look(endpoint: Endpoint) -> str:
    """What languages there are (it costs nothing), for an admin. Raises `ProviderFailed`."""
    answer = await ask(endpoint, "/translate/v2/languages", json={}, headers=_key(endpoint))
    found = answer.get("languages") if isinstance(answer, dict) else None
    return f"{len(found)} languages" if isinstance(found, list) else "the key is taken"


def _code(wanted: str) -> str:
    return _AS_THEY_ARE.get(wanted.lower()) or primary(wanted)


def _key(endpoint: Endpoint) -> dict[str, str]:
    return {"authorization": f"Api-Key {endpoint.key}"}
