"""Replies that leave in another language than their author wrote them in: translated before anything is stored."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from app import detecting
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Forbidden, Invalid, pointer
from app.rules.actors import Actor
from app.rules.translating import same
from app.schemas.messages import OriginalWordsIn
from app.services import rate_limits, ticket_access, ticket_translations, translating
from app.services.lean.messages import Appended, NewMessage
from app.services.message_translations import ASKED, ASKED_SECONDS

_MOST = 16_384
# The provider could not tell, and nobody has said.
_UNKNOWN = "und"
_BEFORE = """SELECT m.body, o.body AS original FROM messages m
LEFT JOIN message_translations o ON o.message_id = m.id AND o.language = m.translated_from
WHERE m.ticket_id = $1 AND m.author_kind = $2 AND m.author_id = $3 AND m.client_message_id = $4"""


async def send(
    work: UnitOfWork,
    actor: Actor,
    ticket_id: UUID,
    new: NewMessage,
    hand: Callable[[NewMessage], Awaitable[Appended]],
    *,
    to: str | None,
    original: OriginalWordsIn | None,
) -> Appended:
    """Send a reply by `hand` as it is to be stored: translated (`to` a language, or `auto`), or with the `original`
    that its agent gave. A repeat of one that was stored is that one again, and nobody is asked.

    Raises as `hand` does, `Forbidden`, `NotFound`, `TooMany`, `Invalid` (`translation_for_replies`, `language_unknown`,
    `unknown_language`, `text_too_long`), `NotSetUp` and `Unavailable` (`translation_unavailable`).
    """
    prepared = await _prepared(work, actor, ticket_id, new, to, original)
    try:
        return await hand(prepared)
    except Invalid as error:
        if error.code != "idempotency_mismatch" or original is not None:
            raise
        # The same message at the same time, whose translation came out in other words: the first one is it.
        first = await _again(await raw_connection(work.session), actor, ticket_id, new)
        if first is None or first.body == new.body:
            raise
        return await hand(first)


async def _prepared(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, new: NewMessage, to: str | None, original: OriginalWordsIn | None
) -> NewMessage:
    if actor.kind != "agent":
        raise Forbidden("Translations are for agents")
    if new.visibility != "public":
        detail = "A note is read by colleagues: they have it translated when they read it"
        raise Invalid(detail, code="translation_for_replies", errors=[pointer("visibility", detail)])
    if original is not None:
        translating.check_language(original.language, "original/language")
        return replace(new, original=original.body, translated_from=original.language)
    if not new.body.strip():
        return new
    await ticket_access.get(work.session, actor, ticket_id)
    connection = await raw_connection(work.session)
    again = await _again(connection, actor, ticket_id, new)
    return again or await _translated(work, connection, actor, ticket_id, new, to or "auto")


async def _again(connection: Connection, actor: Actor, ticket_id: UUID, new: NewMessage) -> NewMessage | None:
    """What was stored of this message before, if it was: the same words again are no other message."""
    if new.client_message_id is None:
        return None
    row: Any = await connection.fetchrow(_BEFORE, ticket_id, actor.kind, actor.id, new.client_message_id)
    if row is None:
        return None
    # What has been edited or redacted since is that message whatever is sent again.
    return replace(new, body=row["body"]) if row["original"] == new.body else new


async def _translated(
    work: UnitOfWork, connection: Connection, actor: Actor, ticket_id: UUID, new: NewMessage, to: str
) -> NewMessage:
    known = await ticket_translations.languages(connection, ticket_id)
    if to == "auto":
        to = known.customer or ""
        if not to:
            detail = "Nobody knows yet which language the customer speaks: name one"
            raise Invalid(detail, code="language_unknown", errors=[pointer("translate", detail)])
    else:
        translating.check_language(to, "translate")
    heard = detecting.language(new.body)
    written = heard.language if heard.is_sure else known.agents
    if same(written, to):
        return new
    translating.needed()
    rate_limits.check("translations", str(actor.id), limit=ASKED, seconds=ASKED_SECONDS)
    await work.let_go()
    found = await translating.translate(new.body, to=to, source=written, markdown=new.format == "markdown")
    await work.take_up()
    # What was heard in enough words goes before a provider's guess: models take their own answer's language for it.
    body, spoken = found.texts[0], (written if heard.is_sure else found.source or written) or _UNKNOWN
    if same(spoken, to) or body == new.body:
        return new
    if len(body) > _MOST:
        detail = f"Its translation has {len(body):,} characters, and a message at most {_MOST:,}"
        raise Invalid(detail, code="text_too_long", errors=[pointer("body", detail)])
    return replace(new, body=body, original=new.body, translated_from=spoken)
