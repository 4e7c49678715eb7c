"""What whoever asks chooses from: in their language, and of their brand."""

from sqlalchemy import or_
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.db import raw_connection
from app.models import Form, RequestType
from app.rules.actors import NOBODY, Actor
from app.services import brands, definitions, routing


async def open_forms(session: AsyncSession, actor: Actor) -> SelectOfScalar[Form]:
    """The forms that a caller may see: customers those that are public, not archived, and of their brand;
    nobody in particular, whatever brand they are of.
    """
    query = definitions.visible_to(Form)
    if actor.kind != "customer":
        return query
    definition = col(Form.definition)
    if actor == NOBODY:
        # On a page of whichever brand.
        return query.where(col(Form.archived_at).is_(None), definition["public"].as_boolean())
    brand = await home(session, actor)
    return query.where(
        col(Form.archived_at).is_(None),
        definition["public"].as_boolean(),
        or_(definition["brand"].as_string().is_(None), definition["brand"].as_string() == brand),
    )


async def open_request_types(session: AsyncSession, actor: Actor) -> SelectOfScalar[RequestType]:
    """The same of the catalogue."""
    query = definitions.visible_to(RequestType)
    if actor.kind != "customer":
        return query
    brand = await home(session, actor)
    definition = col(RequestType.definition)
    return query.where(
        col(RequestType.archived_at).is_(None),
        definition["public"].as_boolean(),
        or_(definition["brand"].as_string().is_(None), definition["brand"].as_string() == brand),
    )


async def home(session: AsyncSession, actor: Actor) -> str | None:
    """The brand of a customer's widget, else the desk's first one."""
    brand, _ = await routing.at_home(await raw_connection(session), actor, None)
    if brand is not None:
        return brand
    first = await brands.named_or_first(session, None)
    return None if first is None else first.key
