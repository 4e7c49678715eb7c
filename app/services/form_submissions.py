"""Forms that anybody may send: one ticket for each token, or parked until a person has looked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.errors import Conflict
from app.ids import new_id
from app.models import Customer, Form, FormSubmission
from app.rules import confirmations, form_spam
from app.rules.actors import Actor
from app.schemas.form_submissions import FormSubmissionIn, FormSubmissionReceipt
from app.schemas.tickets import TicketIn
from app.services import (
    form_answers,
    form_confirmations,
    form_files,
    form_tokens,
    help_visits,
    rate_limits,
    shared_limits,
    tickets,
)
from app.services.form_files import Upload
from app.services.sealing import fingerprints

# Everybody behind one client address together.
PER_ADDRESS, ADDRESS_SECONDS = 60, 600
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_OF_ADDRESS = f"""SELECT count(*) FROM (SELECT 1 FROM form_submissions
WHERE mailbox = $1 AND received_at > $2 LIMIT {form_spam.MOST_OF_ADDRESS}) counted"""  # noqa: S608 - a number of ours


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: the answers, files, the visitor whose token came along (None: nobody), and their languages."""

    answers: FormSubmissionIn
    files: Sequence[Upload] = ()
    visitor: Actor | None = None
    languages: Sequence[str] = field(default_factory=tuple)

    @property
    def said(self) -> bytes:
        """All of it that a repeat has too."""
        words = self.answers.model_dump(mode="json", exclude_unset=True)
        files = [(each.name, each.size, each.sha256) for each in self.files]
        whose = None if self.visitor is None else self.visitor.id
        return orjson.dumps([words, files, whose], option=orjson.OPT_SORT_KEYS)


async def count(database: Database, address: str | None) -> None:
    """One more that came from a client address, whatever becomes of it. Raises `TooMany`.

    Each may mail a confirmation to an address that a stranger has said.
    """
    async with database.lean() as connection:
        network = rate_limits.network_of(address)
        await shared_limits.check(connection, "form_submissions", network, limit=PER_ADDRESS, seconds=ADDRESS_SECONDS)


async def submit(work: UnitOfWork, form: Form, sent: Sent) -> tuple[FormSubmissionReceipt, bool]:
    """Take a form that was filled in; what became of it, and whether that is new.

    The token makes it one: the same again, also at the same moment, is answered as the first one was. Raises `Invalid`
    (`invalid_form_token`, `form_token_expired`, `field_required`, `not_asked`, and as for any ticket), `Conflict`
    (`form_token_used`).
    """
    now = clock.now()
    token = form_tokens.check(sent.answers.token, form.id, now=now)
    connection = await raw_connection(work.session)
    await connection.execute(_LOCK, f"otklik form {token.key.hex()}")
    known = fingerprints(sent.said)
    before = (await work.session.exec(select(FormSubmission).where(col(FormSubmission.token) == token.key))).first()
    if before is not None:
        if before.fingerprint not in known:
            detail = "Something else was sent with this token: read the form again for a new one"
            raise Conflict(detail, code="form_token_used")
        return _receipt(before), False
    asked = sent.answers.requester
    email = None if asked is None or asked.email is None else asked.email.lower()
    row = FormSubmission(
        form_id=form.id,
        token=token.key,
        fingerprint=known[0],
        status="accepted",
        email=email,
        mailbox=None if email is None else form_spam.mailbox(email),
        languages=list(sent.languages)[:10],
        customer_id=new_id() if sent.visitor is None else sent.visitor.id,
        received_at=now,
    )
    if row.mailbox is not None:
        # Two at once of one address: each counts the other.
        await connection.execute(_LOCK, f"otklik form address {row.mailbox}")
    row.verdict = form_spam.verdict(
        trap=sent.answers.website, seconds=token.seconds, of_address=await _of_address(connection, row.mailbox, now)
    )
    form_answers.refuse_unasked(form, sent.answers, with_files=bool(sent.files))
    if row.verdict is None:
        await form_answers.refuse_unanswered(connection, form, sent.answers)
    files = await form_files.receive(work, _whose(row, sent), sent.files, keep=row.verdict is not None)
    try:
        if row.verdict is None:
            await _make(work, form, row, sent.answers, _whose(row, sent), [each["id"] for each in files])
            await form_confirmations.confirm(work.session, row, now=now)
        else:
            row.status, row.files = "parked", [_named(each) for each in files]
            row.answers = sent.answers.model_dump(mode="json", exclude={"token", "help_session"}, exclude_unset=True)
        work.session.add(row)
        await work.session.flush()
        wrote = sent.visitor is None
        await help_visits.tie(connection, sent.answers.help_session, row.customer_id, now=now, wrote=wrote)
    except BaseException:
        await form_files.drop(work, files)
        raise
    return _receipt(row), True


async def release(session_work: UnitOfWork, form: Form, row: FormSubmission, *, now: datetime) -> None:
    """Make the ticket of a locked parked submission. Raises `Invalid` for what no ticket can say."""
    answers = FormSubmissionIn.model_validate({**row.answers, "token": "-"})
    whose = Actor(kind="customer", id=row.customer_id, name=_name(answers))
    files = await form_files.there(await raw_connection(session_work.session), whose, row.files)
    await _make(session_work, form, row, answers, whose, files)
    row.status, row.answers = "released", {}
    await form_confirmations.confirm(session_work.session, row, now=now)


async def _make(
    work: UnitOfWork, form: Form, row: FormSubmission, answers: FormSubmissionIn, whose: Actor, files: Sequence[UUID]
) -> None:
    """The ticket, and with it its customer: a new one, unless a visitor sent it. What they say of themselves is a claim
    that opens nobody's tickets.
    """
    asked = answers.requester
    if await work.session.get(Customer, whose.id) is None:
        now = clock.now()
        customer = Customer(id=whose.id, created_at=now, updated_at=now)
        customer.locale = _tag(answers.language or next(iter(row.languages), None))
        if asked is not None:
            customer.name, customer.claimed_email = asked.name, asked.email
        work.session.add(customer)
        await work.session.flush()
    made = await tickets.create(
        work, whose, TicketIn.model_validate(form_answers.ticket(form, answers, files, row.languages)), channel="form"
    )
    row.ticket_id, row.number = made["id"], made["number"]


def _tag(locale: str | None) -> str | None:
    # What a browser says is a tag or `*`.
    return None if locale is None or locale == "*" else locale[:35]


def _whose(row: FormSubmission, sent: Sent) -> Actor:
    return sent.visitor or Actor(kind="customer", id=row.customer_id, name=_name(sent.answers))


def _name(answers: FormSubmissionIn) -> str:
    return (answers.requester.name if answers.requester is not None else None) or ""


def _named(file: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(file["id"]), "name": file["name"], "size": file["size"]}


def _receipt(row: FormSubmission) -> FormSubmissionReceipt:
    # As it was first: a person who has looked meanwhile makes it no other answer.
    number = row.number if row.verdict is None else None
    return FormSubmissionReceipt(
        id=row.id,
        ticket_id=row.ticket_id if row.verdict is None else None,
        number=number,
        text=confirmations.on_page(number, row.languages),
    )


async def _of_address(connection: Connection, mailbox: str | None, now: datetime) -> int:
    if mailbox is None:
        return 0
    since = now - timedelta(seconds=form_spam.ADDRESS_SECONDS)
    return int(await connection.fetchval(_OF_ADDRESS, mailbox, since))


async def form_of(session: AsyncSession, key: str) -> Form | None:
    """The form with this key, archived or not."""
    return (await session.exec(select(Form).where(col(Form.key) == key))).first()
