"""What was sent with forms, as agents see it: listed, and what was parked released or discarded."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import UnitOfWork
from app.errors import Conflict, NotFound
from app.models import Form, FormSubmission
from app.rules.actors import Actor
from app.schemas.form_submissions import FormSubmissionOut, FormSubmissionPage
from app.services import attachments, choosing, definitions, form_submissions, keyset, rows


def visible_to(_actor: Actor | None, form: Form) -> SelectOfScalar[FormSubmission]:
    """What was sent with a form, for whoever may see all tickets."""
    return select(FormSubmission).where(col(FormSubmission.form_id) == form.id)


async def open_form(session: AsyncSession, actor: Actor, key: str) -> Form:
    """The form as whoever sends it may see it. Raises `NotFound`."""
    return await definitions.read(session, await choosing.open_forms(session, actor), Form, key)


async def page(
    session: AsyncSession, key: str, *, status: str | None, cursor: str | None, limit: int
) -> FormSubmissionPage:
    """Newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    form = await _form(session, key)
    query = visible_to(None, form).order_by(col(FormSubmission.id).desc()).limit(limit + 1)
    if status is not None:
        query = query.where(col(FormSubmission.status) == status)
    if cursor is not None:
        query = query.where(col(FormSubmission.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return FormSubmissionPage(items=[shown(each, form) for each in found], next_cursor=following)


async def release(work: UnitOfWork, actor: Actor, key: str, submission_id: UUID) -> FormSubmissionOut:
    """Make its ticket; what was released stays so. Raises `NotFound`, `Conflict` (`submission_over`), and `Invalid` for
    what no ticket can say.
    """
    form, row = await _lock(work.session, actor, key, submission_id)
    if row.status == "released":
        return shown(row, form)
    if row.status != "parked":
        raise Conflict(f"It is {row.status}", code="submission_over")
    await form_submissions.release(work, form, row, now=clock.now())
    return await _ended(work.session, actor, form, row)


async def discard(work: UnitOfWork, actor: Actor, key: str, submission_id: UUID) -> FormSubmissionOut:
    """Throw it away, and its files. Raises `NotFound` and `Conflict` (`submission_over`)."""
    form, row = await _lock(work.session, actor, key, submission_id)
    if row.status == "discarded":
        return shown(row, form)
    if row.status != "parked":
        raise Conflict(f"It is {row.status}", code="submission_over")
    row.status = "discarded"
    made = await _ended(work.session, actor, form, row)
    for each in row.files:
        await attachments.drop(work.database, UUID(each["id"]))
    return made


async def _ended(session: AsyncSession, actor: Actor, form: Form, row: FormSubmission) -> FormSubmissionOut:
    row.ended_at, row.ended_by = clock.now(), actor.id
    session.add(row)
    await session.flush()
    return shown(row, form)


async def _lock(session: AsyncSession, actor: Actor, key: str, submission_id: UUID) -> tuple[Form, FormSubmission]:
    form = await _form(session, key)
    query = visible_to(actor, form).where(col(FormSubmission.id) == submission_id).with_for_update()
    return form, await rows.get(session, query.execution_options(populate_existing=True))


async def _form(session: AsyncSession, key: str) -> Form:
    form = await form_submissions.form_of(session, key)
    if form is None:
        raise NotFound
    return form


def shown(row: FormSubmission, form: Form) -> FormSubmissionOut:
    """A submission as agents see it."""
    hidden = {"form_id", "token", "fingerprint", "languages", "customer_id", "number", "mailbox"}
    return FormSubmissionOut(**row.model_dump(exclude=hidden), form=form.key)
