"""The letter with the link of a survey, in the language of whoever is asked; it leaves through the outbox."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import locales
from app.db import Connection
from app.locales import moments
from app.locales.moments import Moment
from app.models import Customer, SurveyInvitation, SurveyVersion, Ticket
from app.rules import survey_questions, survey_texts
from app.services import opt_outs, outbox, reply_addresses, survey_people
from app.settings import settings

# RFC 3834: nobody's holiday notice answers it.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_OPEN = "SELECT customer_id, cancelled_at IS NOT NULL AS taken_back FROM survey_invitations WHERE id = $1"
# More numbers than an ordinary line of a letter has room for.
_MOST_NUMBERS = 11


def address(token: str) -> str:
    """Where a survey is answered."""
    return f"{settings().public_url.rstrip('/')}/surveys/{quote(token)}"


async def write(
    session: AsyncSession,
    invitation: SurveyInvitation,
    ticket: Ticket | None,
    customer: Customer,
    version: SurveyVersion,
    *,
    token: str,
    now: datetime,
) -> bool:
    """Write the letter; False: they have no address that a letter could go to.

    A link of a number fills that number in on the page, and counts for nothing before they send it: programs that look
    through mail open every link.
    """
    to = await survey_people.address(session, customer, ticket)
    if to is None:
        return False
    spoken = await survey_people.languages(session, invitation)
    if ticket is None:
        subject = locales.text("survey.mail_subject_plain", spoken)
        lead = locales.text("survey.mail_plain", spoken)
    else:
        subject = locales.text("survey.mail_subject", spoken, number=ticket.number)
        lead = locales.text("survey.mail_about", spoken, subject=ticket.subject)
    around = survey_texts.around(version.texts, spoken)
    until = moments.said(Moment(invitation.expires_at, UTC), spoken[0] if spoken else None)
    end = opt_outs.url(customer.id, "surveys", now)
    parts = [lead, around["intro"], address(token), locales.text("survey.mail_until", spoken, until=until)]
    parts.append(opt_outs.line(end, spoken))
    closing = [escape(parts[-2]), _linked(parts[-1], end)]
    headers = {**_HEADERS, **opt_outs.headers(end)}
    if ticket is not None and (answers := await reply_addresses.of(session, ticket.id, now)) is not None:
        headers["Reply-To"] = answers
    try:
        await outbox.mail(
            session,
            # Sent again by hand it is another letter, but only one within an hour.
            key=f"survey:{invitation.id}:{now:%Y-%m-%dT%H}",
            to=to,
            subject=subject,
            text="\n\n".join(filter(None, parts)) + "\n",
            html=_html([lead, around["intro"]], _buttons(invitation, version, token, spoken), closing),
            headers=headers,
            survey=invitation.id,
            now=now,
        )
    except ValueError:
        # An address that could say more than one thing.
        return False
    return True


async def why_not(connection: Connection, invitation_id: UUID) -> str | None:
    """Why a letter that was written is not to leave any more: a mail server may have been away for days."""
    row = await connection.fetchrow(_OPEN, invitation_id)
    if row is None or row["taken_back"]:
        return "the question was taken back"
    customer_id = UUID(int=row["customer_id"].int)
    return "they have ended such mails" if await opt_outs.among(connection, [customer_id], "surveys") else None


def _buttons(invitation: SurveyInvitation, version: SurveyVersion, token: str, spoken: Sequence[str]) -> str:
    link = address(token)
    key = survey_questions.scored(invitation.metric, version.questions)
    asked = next((each for each in version.questions if each["key"] == key), None)
    if asked is None:
        return f'<p><a href="{escape(link)}">{escape(link)}</a></p>'
    low, high = survey_questions.range_of(asked)
    shown = survey_texts.question(asked, spoken)
    numbers = " ".join(
        f'<a href="{escape(link)}?{asked["key"]}={each}" style="padding:8px 12px">{each}</a>'
        for each in range(low, high + 1)[:_MOST_NUMBERS]
    )
    ends = " … ".join(escape(each) for each in (shown["low"], shown["high"]) if each)
    made = f"<p><b>{escape(shown['title'])}</b></p><p>{numbers}</p>"
    return made + (f"<p>{ends}</p>" if ends else "")


def _linked(words: str, address: str) -> str:
    """A line of text with the address in it to click on."""
    link = escape(address)
    return escape(words).replace(link, f'<a href="{link}">{link}</a>')


def _html(before: Sequence[str], middle: str, after: Sequence[str]) -> str:
    """`before` is text; `middle` and `after` are HTML already."""
    said = "".join(f"<p>{escape(each)}</p>" for each in before if each)
    return said + middle + "".join(f"<p>{each}</p>" for each in after)
