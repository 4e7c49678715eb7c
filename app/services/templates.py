"""Templates: create, read, list, change, archive, and what is wrong with each."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, PreconditionFailed, pointer
from app.models import Template
from app.rules import templates as language
from app.rules.actors import Actor
from app.schemas.templates import TemplateIn, TemplateOut, TemplatePage, TemplatePatch, TextProblem, VariantIn
from app.services import documents, keyset, naming, rows, scopes, template_uses, template_values, usage_counts

MAX_TEMPLATES, MAX_PERSONAL = 2_000, 200


def visible_to(actor: Actor) -> SelectOfScalar[Template]:
    """The templates that an agent may see: everybody's, their teams', their own."""
    return scopes.of(actor, select(Template), Template)


async def create(session: AsyncSession, actor: Actor, new: TemplateIn) -> TemplateOut:
    """Make a template. Raises `Invalid`, `Forbidden` (`not_for_agents`), and `Conflict`: `shortcut_taken`,
    `greeting_taken`, `too_many_templates`.
    """
    now = clock.now()
    if new.kind == "greeting" and new.scope != "shared":
        detail = "A greeting is the whole desk's"
        raise Invalid(detail, code="invalid_scope", errors=[pointer("scope", detail)])
    made = Template(
        kind=new.kind,
        title=new.title,
        shortcut=_slashed(new.shortcut),
        folder=new.folder,
        scope=new.scope,
        format=new.format,
        variants=[each.model_dump(mode="json") for each in new.variants],
        created_by=actor.id,
        created_at=now,
        updated_at=now,
    )
    await scopes.settle(session, actor, made, new.scope, new.team_id)
    await _refuse(session, made)
    await _room(session, made)
    session.add(made)
    await session.flush()
    return (await _all_shown(session, [made]))[0]


async def read(session: AsyncSession, actor: Actor, template_id: UUID) -> TemplateOut:
    """A template. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(Template.id) == template_id))
    return (await _all_shown(session, [found]))[0]


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    q: str | None,
    folder: str | None,
    archived: bool,
    cursor: str | None,
    limit: int,
) -> TemplatePage:
    """Templates by title. `q` is part of a title, or the beginning of a shortcut. Raises `Invalid`."""
    title = func.lower(col(Template.title))
    query = visible_to(actor).where(col(Template.archived_at).is_not(None) == archived)
    if q is not None:
        wanted = q.lower().strip()
        begins = func.lower(col(Template.shortcut)).startswith("/" + wanted.lstrip("/"), autoescape=True)
        query = query.where(or_(title.contains(wanted, autoescape=True), begins))
    if folder is not None:
        query = query.where(col(Template.folder) == folder)
    if cursor is not None:
        last, last_id = keyset.by_name_and_id(cursor)
        query = query.where(tuple_(title, col(Template.id)) > tuple_(func.lower(last), last_id))
    query = query.order_by(title, col(Template.id)).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.title, row.id)
    )
    return TemplatePage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, template_id: UUID, change: TemplatePatch, *, version: str | None
) -> TemplateOut:
    """Change a template. Raises as `create`, `NotFound`, `PreconditionFailed`, `Conflict` (`template_archived`)."""
    sent = change.model_dump(mode="json", include=change.model_fields_set)
    found = await rows.lock(session, visible_to(actor).where(col(Template.id) == template_id), version=version)
    scopes.may_change(actor, found.scope)
    if found.archived_at is not None:
        raise Conflict("An archived template does not change", code="template_archived")
    before = _state(found)
    if "shortcut" in sent:
        found.shortcut = _slashed(change.shortcut)
    for name in ("title", "folder", "format", "variants"):
        if name in sent:
            setattr(found, name, sent[name])
    if sent.keys() & {"scope", "team_id"}:
        team_id = change.team_id if "team_id" in sent else found.team_id
        scope = change.scope or found.scope
        if found.kind == "greeting" and scope != "shared":
            detail = "A greeting is the whole desk's"
            raise Invalid(detail, code="invalid_scope", errors=[pointer("scope", detail)])
        await scopes.settle(session, actor, found, scope, team_id if scope == "team" else change.team_id)
    if documents.changed(before, _state(found)):
        await _refuse(session, found)
        found.version += 1
        found.updated_at = clock.now()
        session.add(found)
        await session.flush()
    return (await _all_shown(session, [found]))[0]


async def archive(session: AsyncSession, actor: Actor, template_id: UUID, *, version: str | None) -> None:
    """Take a template away; its past uses stay counted. Again: nothing. Raises `NotFound`, `PreconditionFailed`,
    `Forbidden`, and `Conflict` (`template_in_use`) with the macros and automations that write with it.
    """
    found = await rows.lock(session, visible_to(actor).where(col(Template.id) == template_id), version=None)
    scopes.may_change(actor, found.scope)
    if found.archived_at is not None:
        return
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    users = await template_uses.now(session, template_id)
    if users:
        detail = f"The {users[0]['kind']} {users[0]['name']} writes with this template"
        raise Conflict(detail, code="template_in_use", used_by=users)
    found.archived_at = found.updated_at = clock.now()
    found.version += 1
    session.add(found)
    await session.flush()


def _slashed(shortcut: str | None) -> str | None:
    return None if shortcut is None else "/" + shortcut.lstrip("/")


def _state(found: Template) -> dict[str, Any]:
    names = ("title", "shortcut", "folder", "format", "variants", "scope", "team_id", "owner_id")
    state = {name: getattr(found, name) for name in names}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in state.items()}


async def _room(session: AsyncSession, made: Template) -> None:
    # One at a time, or two would both be the last for which there is room.
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik templates"))))
    query = select(func.count()).where(col(Template.archived_at).is_(None))
    if made.owner_id is None:
        there, most = (await session.exec(query.where(col(Template.owner_id).is_(None)))).one(), MAX_TEMPLATES
    else:
        there, most = (await session.exec(query.where(col(Template.owner_id) == made.owner_id))).one(), MAX_PERSONAL
    if there >= most:
        raise Conflict(f"There are {most} templates already: archive one", code="too_many_templates")


async def _refuse(session: AsyncSession, found: Template) -> None:
    """Raise `Invalid` for texts that are no templates, two for the same, and brands that there are not."""
    wrong, seen = [], set()
    for place, each in enumerate(found.variants):
        try:
            language.check(each["body"])
        except language.TemplateError as error:
            wrong.append(naming.refusal(("variants", place, "body"), error.code, error.sentence))
        key = ((each["locale"] or "").casefold(), each["brand"])
        if key in seen:
            wrong.append(naming.refusal(("variants", place), "same_variant", "There is another text for the same"))
        seen.add(key)
    if wrong:
        raise Invalid(wrong[0]["detail"], code=wrong[0]["code"], errors=wrong)
    named: Iterator[naming.Named] = (
        (("variants", place, "brand"), "brand", each["brand"])
        for place, each in enumerate(found.variants)
        if each["brand"] is not None
    )
    await naming.refuse(session, named)


async def _all_shown(session: AsyncSession, found: Sequence[Template]) -> list[TemplateOut]:
    counts = await usage_counts.of(session, [each.id for each in found])
    fields = await template_values.public_fields(session)
    shown = []
    for each in found:
        used = counts.get(each.id)
        shown.append(
            TemplateOut(
                id=each.id,
                kind=each.kind,
                title=each.title,
                shortcut=each.shortcut,
                folder=each.folder,
                scope=each.scope,
                owner_id=each.owner_id,
                team_id=each.team_id,
                format=each.format,
                variants=[VariantIn(**variant) for variant in each.variants],
                problems=[
                    problem
                    for place, variant in enumerate(each.variants)
                    for problem in text_problems(variant["body"], f"/variants/{place}/body", fields, each.kind)
                ],
                uses=0 if used is None else used.uses,
                last_used_at=None if used is None else used.last_used_at,
                version=each.version,
                archived_at=each.archived_at,
                created_at=each.created_at,
                updated_at=each.updated_at,
            )
        )
    return shown


def text_problems(body: str, where: str, fields: frozenset[str], kind: str = "reply") -> Iterator[TextProblem]:
    """What will stay open in a text when it goes to a customer."""
    public = template_values.known(body, internal=False, fields=fields)
    if kind == "greeting":
        public -= {"greeting"}
    ours = template_values.known(body, internal=True)
    for name in language.unknown(body, public):
        inside = not language.unknown("{{ " + name + " }}", ours) if _plain(name) else False
        detail = f"{name} is for notes only" if inside else f"There is no variable {name}"
        code = "internal_variable" if inside else "unknown_variable"
        yield TextProblem(code=code, pointer=where, name=name, detail=detail)


def _plain(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
