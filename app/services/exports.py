"""Everything that the desk holds as JSONL, in one snapshot and little memory: to a folder, or to be downloaded."""

import zlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database, raw_connection
from app.errors import Conflict, NotFound
from app.models import Job
from app.rules.actors import Actor
from app.services import jobs

KIND = "export"
AT_ONCE = 500
PART = 1_000_000
_UTC = """'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'"""


def _time(column: str) -> str:
    return f"to_char({column} AT TIME ZONE 'UTC', {_UTC})"


# By kind, in the order of an import: JSON of a row `r` (never a secret), its table, and what orders it.
_MESSAGE = f"""json_build_object('id', m.id, 'attachments', nullif(m.attachments, 0),
 'author', json_strip_nulls(json_build_object('kind', m.author_kind,
 'id', m.author_id, 'email', a.email, 'name', nullif(m.author_name, ''))), 'visibility', m.visibility,
 'format', m.format, 'body', m.body, 'created_at', {_time("m.created_at")})"""
# Files whose name is not simply the kind with an s.
_PLURALS = {
    "feedback": "feedback",
    "sla_policy": "sla_policies",
    "article_category": "article_categories",
    "time_entry": "time_entries",
}
# ruff: noqa: S608 - statements of names of ours; values never become part of one
KINDS: dict[str, tuple[str, str, str]] = {
    "organization": (
        f"""json_build_object('id', r.id, 'external_id', r.external_id, 'name', r.name, 'domains', r.domains,
 'created_at', {_time("r.created_at")}, 'updated_at', {_time("r.updated_at")})""",
        "organizations",
        "id",
    ),
    "customer": (
        f"""json_build_object('id', r.id, 'external_id', r.external_id, 'name', r.name, 'email', r.email,
 'phone', r.phone, 'locale', r.locale, 'tier', r.tier, 'organization', r.organization_id, 'merged_into', r.merged_into,
 'merge', (SELECT json_build_object('into', k.target_id, 'filled', k.filled, 'by', k.by_name,
  'at', {_time("k.merged_at")}) FROM customer_merges k WHERE k.source_id = r.id AND k.undone_at IS NULL),
 'created_at', {_time("r.created_at")}, 'updated_at', {_time("r.updated_at")})""",
        "customers",
        "id",
    ),
    "agent": (
        "json_build_object('id', r.id, 'email', r.email, 'name', r.name, 'role', r.role)",
        "agents",
        "id",
    ),
    "team": (
        f"""json_build_object('id', r.id, 'name', r.name, 'created_at', {_time("r.created_at")},
 'archived_at', {_time("r.archived_at")},
 'agent_ids', (SELECT coalesce(json_agg(tm.agent_id ORDER BY tm.agent_id), '[]') FROM team_members tm
  WHERE tm.team_id = r.id))""",
        "teams",
        "id",
    ),
    "ticket": (
        f"""json_build_object('id', r.id, 'external_id', r.external_id, 'subject', r.subject,
 'merged_into', r.merged_into_id,
 'status', CASE r.status WHEN 'merged' THEN coalesce((SELECT e.data -> 'was' ->> 'status' FROM events e
  WHERE e.ticket_id = r.id AND e.type = 'ticket.merged' ORDER BY e.seq DESC LIMIT 1), 'closed')
  ELSE r.status END, 'priority', r.priority, 'type', r.type,
 'channel', r.channel, 'topic', r.topic, 'language', r.language, 'tags', r.tags, 'custom_fields', r.custom_fields,
 'brand', r.brand, 'request_type', r.request_type,
 'spam', CASE r.spam WHEN 'marked' THEN 'marked' ELSE 'no' END, 'requester', json_build_object('id', r.requester_id),
 'assignee', (SELECT json_build_object('id', g.id, 'email', g.email, 'name', g.name) FROM agents g
  WHERE g.id = r.assignee_id),
 'team', (SELECT g.name FROM teams g WHERE g.id = r.team_id), 'created_at', {_time("r.created_at")},
 'updated_at', {_time("r.updated_at")}, 'solved_at', {_time("r.solved_at")},
 'messages', (SELECT coalesce(json_agg({_MESSAGE} ORDER BY m.seq), '[]') FROM messages m
  LEFT JOIN agents a ON a.id = m.author_id AND m.author_kind = 'agent' WHERE m.ticket_id = r.id))""",
        "tickets",
        "id",
    ),
    "event": (
        f"""json_build_object('ticket', r.ticket_id, 'seq', r.seq, 'public_seq', r.public_seq, 'type', r.type,
 'actor', json_build_object('kind', r.actor_kind, 'id', r.actor_id, 'name', r.actor_name),
 'message', r.message_id, 'data', r.data, 'at', {_time("r.at")})""",
        "events",
        "ticket_id, seq",
    ),
    "brand": ("json_build_object('key', r.key, 'name', r.name)", "brands", "key"),
    # Files that messages have and may show; a copy of a message shows those of the first, and here each has its own.
    "attachment": (
        f"""json_build_object('id', r.id || CASE WHEN r.shown_by = r.message_id THEN '' ELSE '.' || r.shown_by END,
 'file', r.id, 'ticket', r.shown_in, 'message', r.shown_by, 'name', r.name, 'content_type', r.content_type,
 'size', r.size, 'sha256', r.sha256, 'place', r.place, 'created_at', {_time("r.created_at")})""",
        """(SELECT a.*, m.id AS shown_by, m.ticket_id AS shown_in FROM attachments a
 JOIN messages m ON coalesce(m.copied_from_id, m.id) = a.message_id AND m.attachments > 0
 WHERE a.state NOT IN ('uploading', 'removed', 'infected'))""",
        "id, shown_by",
    ),
}
# Rows as they are: what the desk was set up with, and what was said of tickets. None of these tables holds a secret;
# those that do (sources, webhooks, keys, sign-ins, survey invitations) are left out whole, but for side conversations.
_AS_THEY_ARE: Mapping[str, str] = {
    "customer_note": "customer_notes",
    "checklist": "checklists",
    "feedback": "feedback",
    "feedback_version": "feedback_versions",
    "survey": "surveys",
    "survey_version": "survey_versions",
    "survey_campaign": "survey_campaigns",
    "field": "fields",
    "form": "forms",
    "request_type": "request_types",
    "topic": "topics",
    "tag": "tags",
    "macro": "macros",
    "template": "templates",
    "view": "views",
    "automation": "automations",
    "queue": "queues",
    "side_conversation": "side_conversations",
    "side_message": "side_messages",
    "message_revision": "message_revisions",
    "message_translation": "message_translations",
    "ticket_translation": "ticket_translations",
    "skill": "skills",
    "calendar": "calendars",
    "calendar_version": "calendar_versions",
    "sla_policy": "sla_policies",
    "sla_policy_version": "sla_policy_versions",
    "ticket_approval": "ticket_approvals",
    "ticket_cc": "ticket_ccs",
    "ticket_follower": "ticket_followers",
    "ticket_link": "ticket_links",
    "ticket_task": "ticket_tasks",
    "time_entry": "time_entries",
    "article_category": "article_categories",
    "article": "articles",
    "article_translation": "article_translations",
    "article_version": "article_versions",
    "article_slug": "article_slugs",
    "call": "calls",
    "callback": "callbacks",
}
# What a row calls its own kind is `of_kind`: the line's `kind` says what it is.
_ROW = """to_jsonb(r) - '{token,token_hash}'::text[]
 || jsonb_strip_nulls(jsonb_build_object('of_kind', to_jsonb(r) -> 'kind'))"""
KINDS |= {kind: (_ROW, table, "to_jsonb(r)::text") for kind, table in _AS_THEY_ARE.items()}


async def lines(connection: Connection, kind: str, about: tuple[str, str, str]) -> AsyncIterator[list[str]]:
    """JSON lines of one kind, some at a time. The caller's transaction is the snapshot."""
    json, table, order = about
    statement = (
        f"SELECT (({json})::jsonb || jsonb_build_object('kind', '{kind}'))::text FROM {table} r ORDER BY {order}"
    )
    cursor = await connection.cursor(statement)
    while rows := await cursor.fetch(AT_ONCE):
        yield [row[0] for row in rows]


async def to_folder(database: Database, folder: Path) -> dict[str, int]:
    """A file for each kind; how many lines each has. The bytes of attachments are `export_files.carry`'s."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a command of its own, nothing else waits
    counts: dict[str, int] = {}
    async with (
        database.lean() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute("SET LOCAL statement_timeout = 0")
        for kind, about in KINDS.items():
            counts[kind] = 0
            with (folder / f"{_PLURALS.get(kind, f'{kind}s')}.jsonl").open("w", encoding="utf-8") as opened:
                async for some in lines(connection, kind, about):
                    opened.write("\n".join(some) + "\n")
                    counts[kind] += len(some)
    return counts


async def start(session: AsyncSession, actor: Actor) -> Job:
    """Begin an export as a job."""
    return await jobs.start(session, actor, KIND, {}, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Write one gzip file of JSONL in parts. Begun again after a crash, it begins anew: it is another snapshot."""
    counts: dict[str, int] = {}
    packer, number, size = zlib.compressobj(wbits=31), 0, 0
    waiting = bytearray()

    async def put(data: bytes) -> None:
        nonlocal number, size
        async with job.database.lean() as writer:
            await writer.execute("INSERT INTO bulk_parts VALUES ($1, $2, $3)", job.id, number, data)
        number, size = number + 1, size + len(data)

    async with job.database.lean() as writer:
        await writer.execute("DELETE FROM bulk_parts WHERE owner_id = $1", job.id)
    async with (
        job.database.lean() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute("SET LOCAL statement_timeout = 0")
        for kind, about in KINDS.items():
            counts[kind] = 0
            async for some in lines(connection, kind, about):
                waiting += packer.compress(("\n".join(some) + "\n").encode())
                counts[kind] += len(some)
                if len(waiting) >= PART:
                    await put(bytes(waiting))
                    waiting.clear()
                await job.progress(sum(counts.values()))
    await put(bytes(waiting + packer.flush()))
    return {"lines": counts, "bytes": size, "parts": number}


async def finished(session: AsyncSession, _actor: Actor, job_id: UUID) -> Job:
    """An export that can be downloaded. Raises `NotFound` and `Conflict` (`export_not_ready`)."""
    job = (await session.exec(select(Job).where(col(Job.id) == job_id, col(Job.kind) == KIND))).first()
    if job is None:
        raise NotFound
    if job.status != "done":
        raise Conflict(f"The export is {job.status}", code="export_not_ready")
    connection = await raw_connection(session)
    if not await connection.fetchval("SELECT EXISTS (SELECT 1 FROM bulk_parts WHERE owner_id = $1)", job.id):
        raise NotFound
    return job


async def parts(database: Database, job_id: UUID) -> AsyncIterator[bytes]:
    """The file, piece by piece."""
    number = 0
    while True:
        async with database.lean() as connection:
            data = await connection.fetchval(
                "SELECT data FROM bulk_parts WHERE owner_id = $1 AND number = $2", job_id, number
            )
        if data is None:
            return
        yield bytes(data)
        number += 1
