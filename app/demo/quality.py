"""By what the demo desk reviews conversations: two scorecards."""

# ruff: noqa: RUF001 - Russian text

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.rules.actors import Actor
from app.schemas.scorecards import ScorecardIn
from app.services import scorecards


def _texts(en: str, ru: str, help_en: str, help_ru: str) -> dict[str, dict[str, str]]:
    return {"en": {"title": en, "help": help_en}, "ru": {"title": ru, "help": help_ru}}


_CRITERIA: dict[str, dict[str, Any]] = {
    "empathy": {
        "texts": _texts("Empathy", "Эмпатия", "Shows that the trouble is understood", "Видно, что беду клиента поняли"),
        "kind": "scale", "weight": 2,
    },
    "clarity": {
        "texts": _texts("Clarity", "Ясность", "Can be followed without asking back", "Понятно без уточнений"),
        "kind": "scale", "weight": 2,
    },
    "correctness": {
        "texts": _texts("Correct", "Верно по сути", "What was said is so", "Всё сказанное соответствует делу"),
        "kind": "yes_no", "weight": 3, "critical": True, "not_applicable": False,
    },
    "named": {
        "texts": _texts("Introduced by name", "Имя названо", "Says who is speaking", "Сказано, кто отвечает"),
        "kind": "yes_no",
    },
    "tone": {
        "texts": _texts("Tone", "Тон", "Friendly, also when it is hard", "Доброжелательно даже в трудном разговоре"),
        "kind": "choice",
        "options": [
            {"key": "rude", "texts": {"en": "Rude", "ru": "Грубо"}, "points": 0},
            {"key": "cold", "texts": {"en": "Cold", "ru": "Сухо"}, "points": 50},
            {"key": "friendly", "texts": {"en": "Friendly", "ru": "Доброжелательно"}, "points": 100},
        ],
    },
    "next_steps": {
        "texts": _texts("Next steps", "Что дальше", "Says what happens next, and when", "Сказано, что будет и когда"),
        "kind": "scale", "max": 3,
    },
}  # fmt: skip
_SCORECARDS = {
    "conversations": ("Conversations", tuple(_CRITERIA)),
    "chats": ("Chats", ("empathy", "correctness", "named", "tone")),
}


async def seed(session: AsyncSession, lead: Actor) -> None:
    """Make them."""
    for key, (name, criteria) in _SCORECARDS.items():
        parts = [{"key": each, **_CRITERIA[each]} for each in criteria]
        await scorecards.create(
            session, lead, ScorecardIn.model_validate({"key": key, "name": name, "criteria": parts})
        )
