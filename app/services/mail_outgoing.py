"""A message of ours as a mail: from its mailbox, in its thread, framed in the reader's language, signed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlsplit

from app import clock, locales
from app.channels.base import Account, Outcome, Refused
from app.channels.mail import signing, smtp, writing
from app.channels.mail.smtp import Mark
from app.channels.mail.writing import Letter, MailFile
from app.db import Connection
from app.locales import moments
from app.locales.moments import Moment
from app.rules import mail_wrappers
from app.services import attachment_links, channel_outgoing, mail_names
from app.services.channel_claims import Claimed
from app.services.channel_outgoing import FileRow, Held, Loaded, Prepared, Ready
from app.settings import Settings

NO_SERVER_SECONDS = 300.0
# The mails of the thread, both ways: the first one, and the last ones. Of what was merged into it only where the same
# people read it: the name of a mail is a key to its thread.
_SEEN = """SELECT external_id FROM (
 SELECT k.external_id, k.created_at, row_number() OVER (ORDER BY k.created_at, k.external_id) AS n,
  count(*) OVER () AS total
 FROM channel_messages k JOIN channels c ON c.id = k.channel_id AND c.kind = 'email'
 WHERE k.ticket_id IN (SELECT $1 UNION ALL SELECT s.id FROM tickets s JOIN tickets t ON t.id = $1
  WHERE s.merged_into_id = $1 AND s.requester_id = t.requester_id
  AND ARRAY(SELECT c.customer_id FROM ticket_ccs c WHERE c.ticket_id = s.id ORDER BY 1)
   = ARRAY(SELECT c.customer_id FROM ticket_ccs c WHERE c.ticket_id = $1 ORDER BY 1))
 AND k.message_id IS DISTINCT FROM $2
) x WHERE n = 1 OR n > total - 30 ORDER BY created_at, external_id"""
_BEFORE = """SELECT body, author_name, created_at FROM messages WHERE ticket_id = $1 AND public_seq < $2
ORDER BY public_seq DESC LIMIT 1"""


async def prepare(connection: Connection, settings: Settings, item: Claimed, loaded: Loaded) -> Prepared:
    """The mail as bytes, and how it is handed to its server."""
    row, account = loaded.row, loaded.account
    url = account.secrets.get("smtp_url") or (settings.smtp_url.get_secret_value() if settings.smtp_url else None)
    if url is None:
        return Held("no mail server is set up (OTKLIK_SMTP_URL, or the mailbox's own)", NO_SERVER_SECONDS)
    try:
        message_id = mail_names.message_id(item.ticket_id, item.message_id, account.address)
    except UnicodeError:
        return Refused("the mailbox's address cannot stand in a mail", "cannot_be_written")
    small, large = _sorted(loaded.files, settings.mail_attachment_bytes)
    files = [MailFile(each.id, each.name, each.content_type, await channel_outgoing.content(each)) for each in small]
    seen = await connection.fetch(_SEEN, item.ticket_id, item.message_id)
    references = [each["external_id"] for each in seen]
    letter = Letter(
        sender_name=_sender_name(account, row),
        sender=account.address,
        to_name=item.payload.get("name") or "",
        to=item.payload.get("to") or item.recipient,
        reply_to=mail_names.reply_address(item.ticket_id, account),
        subject=row["subject"],
        number=row["number"],
        message_id=message_id,
        references=references,
        at=row["created_at"],
        body=channel_outgoing.words(row, row["spoken"]),
        format=row["format"],
        more=[(channel_outgoing.words(each, row["spoken"]), each["format"]) for each in loaded.along],
        files=files,
        links=[(each.name, _link(each, settings)) for each in large],
        links_say=locales.counted("mail.links", len(large), row["spoken"]),
        answers=bool(references),
        automatic=row["author_kind"] == "system",
        language=row["spoken"],
        desk=mail_names.desk_mark(),
        **await _wrapped(connection, settings, item, row, account),
    )
    try:
        sender, recipient = writing.envelope(letter.sender), writing.envelope(letter.to)
        raw = await asyncio.to_thread(_made, letter, account)
    except ValueError as error:
        return Refused(str(error), "cannot_be_written")
    own_name = urlsplit(settings.public_url).hostname or "localhost"
    at = smtp.server(url, own_name=own_name)

    async def hand(mark: Mark, _taken: tuple[str, ...]) -> Outcome:
        return await smtp.hand(at, sender=sender, recipient=recipient, raw=raw, mark=mark)

    versions = (row["version"], *(each["version"] for each in loaded.along))
    return Ready(versions, hand, names=(message_id,), note=channel_outgoing.note(loaded))


def _made(letter: Letter, account: Account) -> bytes:
    raw = writing.written(letter)
    key = account.settings.get("dkim")
    if not key or "dkim_private_key" not in account.secrets:
        return raw
    return signing.signed(raw, signing.Dkim(key["selector"], key["domain"], account.secrets["dkim_private_key"]))


def _sender_name(account: Account, row: Mapping[str, Any]) -> str:
    name = str(account.settings.get("sender_name") or account.name)
    if row["author_kind"] == "agent" and account.settings.get("agent_name"):
        return f"{row['author_name']} ({name})"
    return name


def _sorted(files: Sequence[FileRow], limit: int) -> tuple[list[FileRow], list[FileRow]]:
    """Those that travel along, and those that do not fit: the largest stay behind first."""
    small, large, total = list(files), [], sum(each.size for each in files)
    while total > limit:
        most = max(small, key=lambda each: each.size)
        small.remove(most)
        large.append(most)
        total -= most.size
    return small, large


def _link(file: FileRow, settings: Settings) -> str:
    until = clock.now() + timedelta(days=settings.mail_link_days)
    token = attachment_links.sign(file.id, expires_at=until)
    return f"{settings.public_url.rstrip('/')}/v1/attachments/{file.id}/content?token={token}"


async def _wrapped(
    connection: Connection, settings: Settings, item: Claimed, row: Mapping[str, Any], account: Account
) -> dict[str, str]:
    """What stands above and below the words."""
    own, spoken = account.settings, row["spoken"]
    link = settings.ticket_link
    values: dict[str, Any] = {
        "agent": {"name": row["author_name"] if row["author_kind"] == "agent" else None},
        "brand": {"name": row["brand_name"]},
        "customer": {"name": item.payload.get("name") or None},
        "ticket": {
            "number": row["number"],
            "subject": row["subject"],
            "link": None if link is None else link.format(number=row["number"], id=item.ticket_id),
        },
    }
    unread = bool(item.payload.get("if_unread"))
    above = mail_wrappers.say("unread" if unread else "above", None if unread else own.get("above"), spoken, values)
    quote = ""
    if own.get("quote"):
        before = await connection.fetchrow(_BEFORE, item.ticket_id, row["public_seq"])
        if before is not None and before["body"]:
            said = {"by": before["author_name"] or "-", "at": moments.said(Moment(before["created_at"], UTC), spoken)}
            quote = mail_wrappers.quoted(
                before["body"], mail_wrappers.say("quote", None, spoken, {**values, "said": said})
            )
    return {
        "above": above,
        "below": mail_wrappers.say("below", own.get("below"), spoken, values),
        "quote": quote,
    }
