"""What a survey says to one person: each text in the first of their languages that there is."""

from collections.abc import Mapping, Sequence
from typing import Any

from app import locales
from app.rules.locales import best

# The question that the desk has built in: how it was, and words.
BUILT_IN: list[dict[str, Any]] = [
    {"key": "score", "kind": "csat", "required": True, "texts": {}},
    {"key": "comment", "kind": "text", "required": False, "texts": {}},
]
_BUILT_IN_TEXTS = {
    "score": ("survey.question", "survey.low", "survey.high"),
    "comment": ("survey.comment", None, None),
}


def chosen(texts: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """Of texts by locale those for somebody who wants these languages; empty when there are none at all."""
    tag = best({each: each for each in sorted(texts)}, wanted)
    return dict(texts[tag]) if tag in texts else {}


def around(texts: Mapping[str, Any], wanted: Sequence[str], *, title: str | None = None) -> dict[str, str]:
    """Title, intro and thanks; what the survey does not say is said by the desk (there is no intro then).

    `title` is what stands there instead of the question after help, which asks customers.
    """
    own = chosen(texts, wanted)
    return {
        "title": own.get("title") or title or locales.text("survey.title", wanted),
        "intro": own.get("intro") or "",
        "thanks": own.get("thanks") or locales.text("survey.thanks", wanted),
    }


def question(asked: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """A question as it is shown to them: `title`, `low`, `high`, and `options` as `[{key, text}]`."""
    if not asked["texts"]:
        title, low, high = _BUILT_IN_TEXTS[asked["key"]]
        return {
            "title": locales.text(title, wanted),
            "low": None if low is None else locales.text(low, wanted),
            "high": None if high is None else locales.text(high, wanted),
            "options": None,
        }
    own = chosen(asked["texts"], wanted)
    named = own.get("options") or {}
    options = [{"key": each, "text": named[each]} for each in asked.get("options") or ()]
    return {"title": own["title"], "low": own.get("low"), "high": own.get("high"), "options": options or None}
