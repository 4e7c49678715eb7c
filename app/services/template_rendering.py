"""Filling templates for tickets: the variant for the customer, its blanks, and what nothing could fill."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.models import Template, Ticket
from app.rules import templates
from app.rules.actors import Actor
from app.rules.template_variants import choose
from app.schemas.templates import RenderedOut, RenderIn, RenderTextIn
from app.services import rows, template_values, ticket_access
from app.services.templates import visible_to


@dataclass(frozen=True, slots=True)
class Source:
    """A text to fill, in its format; of a variant of a template when it has an id."""

    body: str
    form: Literal["text", "markdown"]
    locale: str | None = None
    brand: str | None = None


async def template(session: AsyncSession, actor: Actor, template_id: UUID, asked: RenderIn) -> RenderedOut:
    """A template, filled for a ticket. Raises `NotFound` and `Invalid` (`no_variant`, `invalid_template`,
    `template_does_too_much`).
    """
    found = await rows.get(session, visible_to(actor).where(col(Template.id) == template_id))
    ticket = await ticket_access.get(session, actor, asked.ticket_id)
    internal = asked.visibility == "internal"
    filled, source = await of_template(session, actor, ticket, found, internal=internal, locale=asked.locale)
    return _shown(filled, source)


async def text(session: AsyncSession, actor: Actor, asked: RenderTextIn) -> RenderedOut:
    """A text that is no template yet, filled for a ticket. Raises as `template`."""
    ticket = await ticket_access.get(session, actor, asked.ticket_id)
    source = Source(asked.body, asked.format)
    internal = asked.visibility == "internal"
    return _shown(await fill(session, actor, ticket, source, internal=internal, locale=asked.locale), source)


async def of_template(
    session: AsyncSession, actor: Actor, ticket: Ticket, found: Template, *, internal: bool, locale: str | None = None
) -> tuple[templates.Rendered, Source]:
    """The right variant of a template, filled; and the variant. Raises `Invalid`."""
    values, spoken = await template_values.of(session, actor, ticket, internal=internal, locale=locale)
    place = choose(found.variants, locale=spoken, brand=ticket.brand)
    if place is None:
        raise Invalid("This template has no text for the brand of the ticket", code="no_variant")
    variant = found.variants[place]
    source = Source(variant["body"], found.format, variant["locale"], variant["brand"])  # type: ignore[arg-type]  # stored as the schema has it
    return await _render(session, source, values, internal=internal), source


async def fill(
    session: AsyncSession, actor: Actor, ticket: Ticket, source: Source, *, internal: bool, locale: str | None = None
) -> templates.Rendered:
    """A text, filled. Raises `Invalid` (`invalid_template`, `template_too_long`, `template_does_too_much`)."""
    values, _ = await template_values.of(session, actor, ticket, internal=internal, locale=locale)
    return await _render(session, source, values, internal=internal)


async def _render(
    session: AsyncSession, source: Source, values: dict[str, object], *, internal: bool
) -> templates.Rendered:
    fields = () if internal else await template_values.public_fields(session)
    try:
        names = template_values.known(source.body, internal=internal, fields=fields)
        return templates.render(source.body, values, known=names, form=source.form)
    except templates.TemplateError as error:
        detail = error.sentence
        raise Invalid(detail, code=error.code, errors=[{"pointer": "/body", "detail": detail}]) from error


def _shown(filled: templates.Rendered, source: Source) -> RenderedOut:
    return RenderedOut(
        body=filled.text,
        format=source.form,
        locale=source.locale,
        brand=source.brand,
        unknown=list(filled.unknown),
        missing=list(filled.missing),
    )
