"""A survey of the demo desk, ready to be switched on: how it went, what was not so good, and why."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.rules.actors import SYSTEM
from app.schemas.surveys import SurveyIn
from app.services import surveys


def _question(key: str, kind: str, en: str, ru: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
    return {"key": key, "kind": kind, "texts": {"en": {"title": en}, "ru": {"title": ru}}, **more}


_NOT_GREAT = {"question": "score", "below": 5}
_OF_FIVE: dict[str, Any] = {"min": 1, "max": 5, "when": _NOT_GREAT}

SURVEY: dict[str, Any] = {
    "key": "after-help",
    "name": "After each ticket",
    "metric": "csat",
    "trigger": {"after": "solved", "delay_seconds": 3600},
    "questions": [
        _question("score", "csat", "How was our help?", "Как мы вам помогли?", required=True),
        _question("speed", "scale", "How fast were we?", "Насколько быстро мы ответили?", **_OF_FIVE),
        _question("quality", "scale", "How well was it solved?", "Насколько хорошо решён вопрос?", **_OF_FIVE),
        _question("professionalism", "scale", "Did we know our business?", "Насколько грамотно?", **_OF_FIVE),
        _question(
            "why", "text", "What went wrong?", "Что было не так?", when={"question": "score", "below": 3},
        ),
    ],
}  # fmt: skip


async def seed(session: AsyncSession) -> None:
    """Make it; it is not active, so the desk asks its built-in question."""
    await surveys.create(session, SYSTEM, SurveyIn.model_validate(SURVEY))
