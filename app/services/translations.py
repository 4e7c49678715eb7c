"""Texts translated for whoever writes: what they then send is up to them."""

from app.db import UnitOfWork
from app.rules.actors import Actor
from app.rules.translating import same
from app.schemas.translations import TextIn, TextOut
from app.services import rate_limits, translating
from app.services.message_translations import ASKED, ASKED_SECONDS


async def translate(work: UnitOfWork, actor: Actor, asked: TextIn) -> TextOut:
    """A text in another language; nothing is kept. Raises `Invalid` (`unknown_language`, `text_too_long`), `TooMany`,
    `NotSetUp` and `Unavailable` (`translation_unavailable`).
    """
    translating.check_language(asked.to, "to")
    if asked.source_language is not None:
        translating.check_language(asked.source_language, "source_language")
    if same(asked.source_language, asked.to):
        return TextOut(text=asked.text, to=asked.to, source_language=asked.source_language, provider=None)
    translating.needed()
    rate_limits.check("translations", str(actor.id), limit=ASKED, seconds=ASKED_SECONDS)
    await work.let_go()
    markdown = asked.format == "markdown"
    found = await translating.translate(asked.text, to=asked.to, source=asked.source_language, markdown=markdown)
    await work.take_up()
    text = asked.text if same(found.source, asked.to) else found.texts[0]
    return TextOut(text=text, to=asked.to, source_language=found.source, provider=translating.name())
