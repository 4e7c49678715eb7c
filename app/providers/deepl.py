"""DeepL: `POST /v2/translate` with `Authorization: DeepL-Auth-Key`, at most 50 texts and 128 KiB a call.

As published: developers.deepl.com/api-reference/translate (the call and its answer), .../docs/xml-and-html-handling
(`tag_handling` xml, `ignore_tags`), .../docs/best-practices/error-handling (429, 456 for the quota, 529). Keys of the
free plan end in `:fx` and belong to another host.
"""

from collections.abc import Sequence

from app.providers.base import Endpoint, Translated
from app.providers.calling import ask
from app.providers.translation_shapes import language, texts
from app.rules.translating import primary

URL = "https://api.deepl.com"
FREE_URL = "https://api-free.deepl.com"
TEXTS = 50
CHARACTERS = 20_000

# A target is a variant where there are some: the bare names are no longer taken.
_TARGETS = {"en": "EN-US", "pt": "PT-PT", "zh": "ZH-HANS", "no": "NB", "nn": "NB"}
_VARIANTS = {
    "en-gb": "EN-GB", "en-us": "EN-US", "pt-br": "PT-BR", "pt-pt": "PT-PT", "zh-cn": "ZH-HANS", "zh-sg": "ZH-HANS",
    "zh-hans": "ZH-HANS", "zh-tw": "ZH-HANT", "zh-hk": "ZH-HANT", "zh-hant": "ZH-HANT", "es-419": "ES-419",
}  # fmt: skip


def url(key: str) -> str:
    """Where a key belongs."""
    return FREE_URL if key.endswith(":fx") else URL


async def translate(endpoint: Endpoint, marked: Sequence[str], *, to: str, source: str | None) -> Translated:
    """One call. Raises `ProviderFailed`."""
    body = {
        "text": list(marked),
        "target_lang": _VARIANTS.get(to.lower()) or _TARGETS.get(primary(to)) or primary(to).upper(),
        "tag_handling": "xml",
        "ignore_tags": ["x"],
        "preserve_formatting": True,
        "split_sentences": "nonewlines",
    }
    if source is not None:
        name = primary(source)
        body["source_lang"] = "NB" if name in {"no", "nn"} else name.upper()
    answer = await ask(endpoint, "/v2/translate", json=body, headers=_key(endpoint))
    found = answer.get("translations") if isinstance(answer, dict) else None
    first = found[0] if isinstance(found, list) and found else None
    said = first.get("detected_source_language") if isinstance(first, dict) else None
    return Translated(texts(found, "text", len(marked)), language(said) or source)


async def look(endpoint: Endpoint) -> str:
    """What the account says (it costs nothing), for an admin. Raises `ProviderFailed`."""
    answer = await ask(endpoint, "/v2/usage", method="GET", headers=_key(endpoint))
    used, limit = (answer.get(f"character_{each}") if isinstance(answer, dict) else None for each in ("count", "limit"))
    if isinstance(used, int) and isinstance(limit, int):
        return f"{used:,} of {limit:,} characters used"
    return "the key is taken"


def _key(endpoint: Endpoint) -> dict[str, str]:
    return {"authorization": f"DeepL-Auth-Key {endpoint.key}"}
