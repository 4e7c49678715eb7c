"""Organizations and customers of an import: found by what identifies them, else made; many in one transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from asyncpg.pgproto import pgproto

from app.db import Connection
from app.ids import drawn
from app.schemas.import_records import CustomerRecord, OrganizationRecord, PersonRef, Record
from app.services.import_reports import Report

# Joined to lists and not compared with them: each is looked up by its index, however the plan was made.
_ITEMS = """SELECT i.external_id, i.local_id, i.digest FROM unnest($3::text[]) AS x (id)
JOIN import_items i ON i.source = $1 AND i.kind = $2 AND i.external_id = x.id"""
_KEEP = """INSERT INTO import_items (source, kind, external_id, local_id, digest)
SELECT $1, $2, x.external_id, x.local_id, x.digest FROM unnest($3::text[], $4::uuid[], $5::bytea[])
 AS x (external_id, local_id, digest)
ON CONFLICT (source, kind, external_id) DO UPDATE SET digest = excluded.digest"""
_PEOPLE = """SELECT c.id AS own_id, t.id, c.external_id, lower(c.email) AS email, c.phone, t.name FROM (
 SELECT k.id FROM unnest($1::text[]) AS x (key) JOIN customers k ON k.external_id = x.key
 UNION SELECT k.id FROM unnest($2::text[]) AS x (key) JOIN customers k ON lower(k.email) = x.key
 UNION SELECT k.id FROM unnest($3::text[]) AS x (key) JOIN customers k ON k.phone = x.key
 UNION SELECT k.id FROM unnest($4::uuid[]) AS x (key) JOIN customers k ON k.id = x.key
) found JOIN customers c ON c.id = found.id JOIN customers t ON t.id = coalesce(c.merged_into, c.id)"""
_ADD_PEOPLE = """INSERT INTO customers
(id, name, email, phone, external_id, locale, tier, organization_id, version, created_at, updated_at)
SELECT x.id, x.name, x.email, x.phone, x.external_id, x.locale, x.tier, x.organization_id, 1, x.created_at, x.updated_at
FROM jsonb_to_recordset($1::text::jsonb) AS x (id uuid, name text, email text, phone text, external_id text,
 locale text, tier text, organization_id uuid, created_at timestamptz, updated_at timestamptz)"""
# What was known already stays, unless nothing was.
_FILL = """UPDATE customers c SET name = {name}, locale = {locale}, tier = {tier},
 organization_id = {organization_id}, version = version + 1, updated_at = $2
FROM jsonb_to_recordset($1::text::jsonb) AS x (id uuid, name text, locale text, tier text, organization_id uuid)
WHERE c.id = x.id AND (c.name, c.locale, c.tier, c.organization_id) IS DISTINCT FROM
 ({name}, {locale}, {tier}, {organization_id}) RETURNING c.id"""
_NAMES = ("name", "locale", "tier", "organization_id")
_ENRICH = _FILL.format(**{name: f"coalesce(c.{name}, x.{name})" for name in _NAMES})
_RENEW = _FILL.format(**{name: f"coalesce(x.{name}, c.{name})" for name in _NAMES})
_ORGANIZATIONS = "SELECT id, name, external_id FROM organizations WHERE name = ANY ($1) OR external_id = ANY ($2)"
_ADD_ORGANIZATIONS = """INSERT INTO organizations (id, name, domains, external_id, version, created_at, updated_at)
SELECT x.id, x.name, ARRAY(SELECT jsonb_array_elements_text(x.domains)), x.external_id, 1, x.created_at, x.updated_at
FROM jsonb_to_recordset($1::text::jsonb) AS x (id uuid, name text, domains jsonb, external_id text,
 created_at timestamptz, updated_at timestamptz)"""
_RENEW_ORGANIZATIONS = """UPDATE organizations o SET domains = ARRAY(SELECT jsonb_array_elements_text(x.domains)),
 version = version + 1, updated_at = $2
FROM jsonb_to_recordset($1::text::jsonb) AS x (id uuid, domains jsonb)
WHERE o.id = x.id AND o.domains <> ARRAY(SELECT jsonb_array_elements_text(x.domains)) RETURNING o.id"""


@dataclass(slots=True)
class Desk:
    """What one step knows: whose ids these are, when it is, and in a dry run what would be there by now."""

    connection: Connection
    source: str
    now: datetime
    report: Report
    dry: bool = False
    # In a dry run nothing is stored: what would have been made is remembered here. By kind and the source's id.
    imagined: dict[tuple[str, str], tuple[UUID, bytes]] = field(default_factory=dict)

    async def items(self, kind: str, ids: Sequence[str]) -> dict[str, tuple[UUID, bytes]]:
        """What is here of the source's things: id and digest, by the source's id."""
        rows = await self.connection.fetch(_ITEMS, self.source, kind, list(ids))
        found = {row["external_id"]: (row["local_id"], row["digest"]) for row in rows}
        if self.dry:
            found |= {key: self.imagined[kind, key] for key in ids if (kind, key) in self.imagined}
        return found

    async def keep(self, kind: str, items: Mapping[str, tuple[UUID, bytes]]) -> None:
        """Remember what these are here."""
        if self.dry:
            self.imagined |= {(kind, key): item for key, item in items.items()}
        elif items:
            ids = [item[0] for item in items.values()]
            digests = [item[1] for item in items.values()]
            await self.connection.execute(_KEEP, self.source, kind, list(items), ids, digests)

    async def write(self, statement: str, rows: Sequence[Mapping[str, Any]], *more: Any) -> list[Any]:  # noqa: ANN401
        """Run a statement over rows as JSON; not in a dry run."""
        if self.dry or not rows:
            return []
        return await self.connection.fetch(statement, as_text(rows), *more)


def new_id() -> UUID:
    """A new id as asyncpg makes them, which it stores without asking Python for the bytes of each."""
    return pgproto.UUID(drawn().to_bytes(16))


def as_row_id(known: UUID) -> UUID:
    """An id in this form."""
    return pgproto.UUID(known.bytes)


def as_text(value: Any) -> str:  # noqa: ANN401 - what can be JSON
    """JSON for a statement."""
    return orjson.dumps(value, default=str).decode()


def digest(record: Record, *more: Any) -> bytes:  # noqa: ANN401 - what can be JSON
    """What a record is known again by."""
    return hashlib.blake2b(as_text([record.model_dump(mode="json"), *more]).encode(), digest_size=16).digest()


async def organizations(desk: Desk, records: Sequence[tuple[OrganizationRecord, bytes]]) -> None:
    """Make or renew organizations. One that has the name or the company's own id already is the same one."""
    known = await desk.items("organization", [each.id for each, _ in records])
    rows = await desk.connection.fetch(
        _ORGANIZATIONS,
        [each.name for each, _ in records],
        [each.external_id for each, _ in records if each.external_id],
    )
    names = {row["name"]: row["id"] for row in rows}
    own = {row["external_id"]: row["id"] for row in rows if row["external_id"]}
    added: list[dict[str, Any]] = []
    renewed: list[dict[str, Any]] = []
    kept: dict[str, tuple[UUID, bytes]] = {}
    for each, mark in records:
        item = kept.get(each.id) or known.get(each.id)
        if item is not None and item[1] == mark:
            desk.report.add("organization", "unchanged")
            continue
        found = item[0] if item else own.get(each.external_id or "") or names.get(each.name)
        if found is None:
            found = names[each.name] = new_id()
            if each.external_id:
                own[each.external_id] = found
            at = each.created_at or desk.now
            added.append(
                {
                    "id": found, "name": each.name, "domains": each.domains, "external_id": each.external_id,
                    "created_at": at, "updated_at": each.updated_at or at,
                }
            )  # fmt: skip
            desk.report.add("organization", "created")
        else:
            renewed.append({"id": found, "domains": each.domains})
            desk.report.add("organization", "updated" if item else "unchanged")
        kept[each.id] = found, mark
    await desk.write(_ADD_ORGANIZATIONS, added)
    await desk.write(_RENEW_ORGANIZATIONS, [each for each in renewed if each["domains"]], desk.now)
    await desk.keep("organization", kept)


class People:
    """Customers by what identifies them, as far as a step needs them; those that it makes are made together."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._by: dict[tuple[str, str], UUID] = {}
        self.names: dict[UUID, str | None] = {}
        self._added: list[dict[str, Any]] = []

    async def look(self, asked: Sequence[PersonRef], ids: Mapping[str, tuple[UUID, bytes]]) -> None:
        """Find all of these at once; `ids` are customers by the source's ids."""
        rows = await self._desk.connection.fetch(
            _PEOPLE,
            [each.external_id for each in asked if each.external_id],
            [each.email.lower() for each in asked if each.email],
            [each.phone for each in asked if each.phone],
            [item[0] for item in ids.values()],
        )
        standing = {}
        for row in rows:
            found = standing[row["own_id"]] = row["id"]
            self.names[found] = row["name"]
            for name in ("external_id", "email", "phone"):
                if row[name] is not None:
                    self._by[name, row[name]] = found
        for key, item in ids.items():
            self._by["id", key] = standing.get(item[0], item[0])

    def find(self, asked: PersonRef) -> UUID | None:
        """Who it is; None when nobody knows."""
        keys = _keys(asked)
        return next((self._by[key] for key in keys if key in self._by), None)

    def add(self, asked: PersonRef, at: datetime, **more: Any) -> UUID:  # noqa: ANN401 - columns
        """A new customer, made when the step ends."""
        made = new_id()
        for key in _keys(asked):
            self._by.setdefault(key, made)
        self.names[made] = asked.name
        row = {"id": made, "created_at": at, "updated_at": at, **more}
        row |= {name: getattr(asked, name) for name in ("external_id", "email", "phone", "name")}
        self._added.append(row)
        return made

    async def store(self) -> None:
        """Make those that were added."""
        await self._desk.write(_ADD_PEOPLE, self._added)
        self._added = []


def _keys(asked: PersonRef) -> list[tuple[str, str]]:
    keys = (
        ("id", asked.id),
        ("external_id", asked.external_id),
        ("email", asked.email.lower() if asked.email else None),
        ("phone", asked.phone),
    )
    return [(name, value) for name, value in keys if value is not None]


async def customers(desk: Desk, records: Sequence[tuple[CustomerRecord, bytes]]) -> None:
    """Make customers, or renew those that came from here before; of others only what is empty is filled."""
    known = await desk.items("customer", [each.id for each, _ in records])
    belongs = await desk.items("organization", [each.organization for each, _ in records if each.organization])
    asked = [
        PersonRef.model_construct(
            id=each.id, external_id=each.external_id, email=each.email, phone=each.phone, name=each.name
        )
        for each, _ in records
    ]
    people = People(desk)
    await people.look(asked, known)
    kept: dict[str, tuple[UUID, bytes]] = {}
    filled: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for (each, mark), person in zip(records, asked, strict=True):
        item = kept.get(each.id) or known.get(each.id)
        if item is not None and item[1] == mark:
            desk.report.add("customer", "unchanged")
            continue
        organization = belongs.get(each.organization or "", (None, b""))[0]
        if each.organization and organization is None:
            desk.report.note("customers without their organization, which is not there")
        found = people.find(person)
        about = {"locale": each.locale, "tier": each.tier, "organization_id": organization}
        if found is None:
            at = each.created_at or desk.now
            found = people.add(person, at, **about)
            desk.report.add("customer", "created")
        else:
            filled[item is not None].append({"id": found, "name": each.name, **about})
            desk.report.add("customer", "updated" if item else "unchanged")
        kept[each.id] = found, mark
    await people.store()
    for mine, statement in ((True, _RENEW), (False, _ENRICH)):
        await desk.write(statement, filled[mine], desk.now)
    await desk.keep("customer", kept)
