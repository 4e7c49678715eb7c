"""A mail of the outbox that leaves in a mailbox's name: by its server, signed with its key, answered to it."""

import asyncio
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from app.channels.base import Account, Refused, Sent
from app.channels.mail import signing, smtp, writing
from app.db import Database
from app.services import channel_outgoing, mail_names, mailing, opt_outs
from app.services.mailing import Mail, MailDelayedError, MailRefusedError
from app.settings import Settings

_CHANNEL = """SELECT kind, name, address, settings::text AS settings, secrets, enabled AND archived_at IS NULL AS open
FROM channels WHERE id = $1"""


async def send(database: Database, settings: Settings, mail: Mail, mailbox: dict[str, Any]) -> None:
    """Hand it over, unless its reader has ended such mails meanwhile. Raises `MailRefusedError`, `MailDelayedError`."""
    channel_id, recipient_id = UUID(mailbox["channel_id"]), UUID(mailbox["recipient_id"])
    async with database.lean() as connection:
        row: Any = await connection.fetchrow(_CHANNEL, channel_id)
        out = await opt_outs.among(connection, [UUID(mailbox["customer_id"])], "outreach")
    if out:
        raise MailRefusedError("they have ended such mails")
    if row is None or not row["open"]:
        raise MailDelayedError("the mailbox is switched off or was removed")
    account = channel_outgoing.account_of(channel_id, row)
    if account is None:
        raise MailDelayedError("the mailbox's secrets were sealed under a desk secret that is no longer in use")
    url = account.secrets.get("smtp_url") or (settings.smtp_url.get_secret_value() if settings.smtp_url else None)
    if url is None:
        raise MailDelayedError("no mail server is set up")
    try:
        raw = await asyncio.to_thread(_made, mail, account, recipient_id)
        sender, recipient = writing.envelope(account.address), writing.envelope(mail.to)
    except ValueError as error:
        raise MailRefusedError(str(error)) from error
    at = smtp.server(url, own_name=urlsplit(settings.public_url).hostname or "localhost")
    try:
        async with asyncio.timeout(mailing.TOTAL_SECONDS):
            outcome = await smtp.hand(at, sender=sender, recipient=recipient, raw=raw, mark=_marked)
    except TimeoutError as error:
        msg = f"the mail server was not done within {mailing.TOTAL_SECONDS:.0f} s"
        raise MailDelayedError(msg) from error
    if isinstance(outcome, Refused):
        raise MailRefusedError(outcome.error)
    if not isinstance(outcome, Sent):
        # A second copy has the same Message-ID, by which a mailbox knows it.
        raise MailDelayedError(getattr(outcome, "error", "it was not taken"))


def _made(mail: Mail, account: Account, recipient_id: UUID) -> bytes:
    raw = writing.noticed(
        writing.Notice(
            sender_name=str(account.settings.get("sender_name") or account.name),
            sender=account.address,
            to=mail.to,
            reply_to=mail_names.outreach_address(recipient_id, account),
            subject=mail.subject,
            message_id=mail_names.outreach_id(recipient_id, account.address),
            at=mail.at,
            text=mail.text,
            headers=mail.headers,
            desk=mail_names.desk_mark(),
        )
    )
    key = account.settings.get("dkim")
    if not key or "dkim_private_key" not in account.secrets:
        return raw
    return signing.signed(raw, signing.Dkim(key["selector"], key["domain"], account.secrets["dkim_private_key"]))


async def _marked() -> None:
    """Nothing is to be noted before it may arrive: the outbox knows its own claim."""
