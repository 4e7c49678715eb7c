"""The mail that tells the number of what was sent with a form; few to one address, whoever names it."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.models import Form, FormSubmission
from app.rules import confirmations
from app.rules.form_spam import CONFIRMATION_SECONDS, MOST_CONFIRMATIONS
from app.services import mailing, outbox, reply_addresses
from app.settings import settings

_SENT = f"""SELECT count(*) FROM (SELECT 1 FROM form_submissions
WHERE mailbox = $1 AND confirmed_at > $2 LIMIT {MOST_CONFIRMATIONS}) counted"""  # noqa: S608 - a number of ours
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
# RFC 3834: nobody's holiday notice answers it.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


async def confirm(session: AsyncSession, row: FormSubmission, *, now: datetime) -> None:
    """Write the mail, unless there is no address, the form wants none, or the address has had enough of them today."""
    form = await session.get(Form, row.form_id)
    if row.email is None or row.number is None or form is None or not form.definition.get("confirm", True):
        return
    connection = await raw_connection(session)
    await connection.execute(_LOCK, f"otklik form address {row.mailbox}")
    since = now - timedelta(seconds=CONFIRMATION_SECONDS)
    if await connection.fetchval(_SENT, row.mailbox, since) >= MOST_CONFIRMATIONS:
        return
    headers = dict(_HEADERS)
    answers = None if row.ticket_id is None else await reply_addresses.of(session, row.ticket_id, now)
    if answers is not None:
        headers["Reply-To"] = answers
    mail = confirmations.mail(row.number, row.languages, sender=mailing.sender(settings())[0])
    await outbox.mail(
        session,
        key=f"form:{row.id}",
        to=row.email,
        subject=mail.subject,
        text=mail.text,
        headers=headers,
        now=now,
    )
    row.confirmed_at = now
