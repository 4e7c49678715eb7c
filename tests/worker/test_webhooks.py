"""Outgoing webhooks on their way: in order per ticket, again and again for three days, and kind to who is down."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook as Verifier

from app import clock
from app.db import Database
from app.delivering import Deliverer
from app.feeding import Consumer
from app.ids import new_id
from app.models import Agent, Brand, Source, Webhook
from app.rules import webhooks as rules
from app.rules.actors import SYSTEM, Actor
from app.schemas.merging import MergeIn
from app.schemas.messages import RedactIn
from app.schemas.tickets import TicketIn
from app.schemas.webhooks import WebhookIn, WebhookPatch, WebhookReplayIn
from app.services import (
    feed,
    jobs,
    merging,
    message_edits,
    messages,
    outgoing,
    tickets,
    tidying,
    webhook_claims,
    webhook_outcomes,
    webhook_replays,
    webhooks,
)
from app.services.lean.messages import NewMessage
from app.settings import Settings, configure
from app.worker_tables import CONSUMERS
from tests.desks import a_database
from tests.receivers import Got, Receiver, a_receiver, saying


class Way:
    """A desk without a worker: the test takes each step, at the time that it says."""

    def __init__(self, database: Database, settings: Settings, patch: pytest.MonkeyPatch) -> None:
        self.database = database
        self.deliverer = Deliverer(database, settings)
        self.consumer = Consumer(database, "webhooks", CONSUMERS["webhooks"])
        self.ahead = timedelta()
        real = clock.now
        patch.setattr(clock, "now", lambda: real() + self.ahead)

    async def webhook(self, url: str, events: tuple[str, ...] = ("*",), **more: Any) -> tuple[Webhook, str]:
        """A webhook that hears of everything from now on."""
        await self.fan_out()
        async with self.database.unit_of_work() as work:
            return await webhooks.create(work.session, SYSTEM, WebhookIn(url=url, events=list(events), **more))

    async def ticket(self, subject: str = "s") -> UUID:
        """A ticket (two events)."""
        async with self.database.unit_of_work() as work:
            made = await tickets.create(
                work, SYSTEM, TicketIn(subject=subject, body="b", requester={"email": "v@example.com"})
            )
            return UUID(str(made["id"]))

    async def say(self, ticket: UUID, text: str) -> None:
        """One more event."""
        async with self.database.unit_of_work() as work:
            await messages.send(work, SYSTEM, ticket, NewMessage(text))

    async def source(self, key: str) -> UUID:
        """A partner's source."""
        async with self.database.unit_of_work() as work:
            now = clock.now()
            made = Source(key=f"{key}-{new_id()}", name=key, secret="", created_at=now, updated_at=now)
            work.session.add(made)
            return made.id

    async def ada(self) -> Actor:
        """The admin."""
        return Actor("agent", UUID(int=(await self.value("SELECT id FROM agents")).int), "Ada", role="admin")

    async def fan_out(self) -> None:
        """What has happened is on its way."""
        async with self.database.lean() as connection:
            while await feed.sequence(connection, epoch="one"):
                pass
        while await self.consumer.turn():
            pass

    async def send(self, *, rounds: int = 60) -> None:
        """Send whatever is due, until nothing is."""
        await self.fan_out()
        for _ in range(rounds):
            await self.deliverer.turn()
            if not self.deliverer._under_way:
                return
            await self.deliverer.settle(20)

    async def value(self, query: str, *values: Any) -> Any:
        """One value."""
        async with self.database.lean() as connection:
            return await connection.fetchval(query, *values)

    async def row(self, webhook: Webhook) -> Webhook:
        """A webhook as it is now."""
        async with self.database.unit_of_work() as work:
            return await work.session.get_one(Webhook, webhook.id)


@pytest.fixture(scope="module")
async def a_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which nobody works but we."""
    async with a_database(postgres) as url:
        database = Database(url, settings)
        async with database.unit_of_work() as work:
            now = clock.now()
            work.session.add(Brand(key="main", name="Main", created_at=now, updated_at=now))
            work.session.add(Agent(email="ada@desk.test", name="Ada", role="admin", created_at=now, updated_at=now))
        yield database
        await database.close()


@pytest.fixture
async def way(a_desk: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Way]:
    """The way out, empty at the beginning."""
    allowed = configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"]}))
    made = Way(a_desk, allowed, monkeypatch)
    yield made
    await made.deliverer.stop()
    configure(settings)
    async with a_desk.lean() as connection:
        await connection.execute(
            "DELETE FROM webhook_lanes; DELETE FROM webhook_deliveries; DELETE FROM webhooks;"
            " DELETE FROM notifications; DELETE FROM outbox"
        )


def said(got: Got) -> Any:
    return orjson.loads(got.body)


def by_ticket(receiver: Receiver, *, taken: int | None = None) -> dict[str, list[int]]:
    """The `seq` of what arrived of each ticket, in the order of arrival."""
    found: dict[str, list[int]] = defaultdict(list)
    for each in receiver.got[taken or 0 :]:
        data = said(each)["data"]
        if data["ticket_id"]:
            found[data["ticket_id"]].append(data["seq"])
    return found


async def test_what_is_sent_is_the_event_signed_by_the_old_and_the_new_secret(way: Way) -> None:
    async with a_receiver(keeps=True) as receiver:
        conditions = {"brands": ["main"]}
        hook, secret = await way.webhook(
            receiver.url, ("ticket.*",), conditions=conditions, with_ticket=True, headers={"Authorization": "Bearer x"}
        )
        await way.webhook(receiver.url, ("ticket.*",), conditions={"brands": ["other"]})
        async with way.database.unit_of_work() as work:
            _, new = await webhooks.rotate_secret(work.session, SYSTEM, hook.id, overlap_seconds=3600)
        ticket = await way.ticket("Parcel")
        await way.send()
        (got,) = receiver.got
        for each in (secret, new):
            Verifier(each).verify(got.body, got.headers)
        body = said(got)
        assert (body["type"], body["replay"], body["data"]["ticket_id"]) == ("ticket.created", False, str(ticket))
        assert body["data"]["id"] == got.headers["webhook-id"]
        assert body["data"]["data"]["set"]["subject"] == body["ticket"]["subject"] == "Parcel"
        assert got.headers["authorization"] == "Bearer x"
        stored = await way.value("SELECT request_headers::text FROM webhook_attempts")
        assert "Bearer x" not in stored
        assert await way.value("SELECT headers FROM webhooks WHERE id = $1", hook.id) != '{"Authorization":"Bearer x"}'
        way.ahead = timedelta(hours=2)
        await way.ticket()
        await way.send()
        assert len(receiver.got[1].headers["webhook-signature"].split(" ")) == 1
        assert receiver.connections == 1  # kept and used again


async def test_one_ticket_waits_for_its_own_and_for_no_other(way: Way) -> None:
    """A delivery that is not taken holds up what follows of its ticket, and nothing else."""
    bad: set[str] = set()

    async def answer(got: Got, writer: asyncio.StreamWriter) -> None:
        await saying(500 if said(got)["data"]["ticket_id"] in bad else 200)(got, writer)

    async with a_receiver(answer) as receiver:
        await way.webhook(receiver.url)
        stuck, free = await way.ticket("stuck"), await way.ticket("free")
        bad.add(str(stuck))
        for n in range(3):
            await way.say(stuck, str(n))
            await way.say(free, str(n))
        await way.send()
        seen = by_ticket(receiver)
        assert (seen[str(stuck)], seen[str(free)]) == ([1], [1, 2, 3, 4, 5])
        bad.clear()
        way.ahead += timedelta(seconds=10)
        await way.send()
        assert by_ticket(receiver)[str(stuck)] == [1, 1, 2, 3, 4, 5]
        attempts = [
            each.headers["webhook-id"] for each in receiver.got if said(each)["data"]["ticket_id"] == str(stuck)
        ]
        assert attempts[0] == attempts[1]
        assert len(set(attempts)) == 5


async def test_down_for_six_hours_and_everything_arrives_in_order(way: Way) -> None:
    """Nobody listens; the receiver is left alone but for single tries; tickets are made as ever."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hook, _ = await way.webhook(f"http://127.0.0.1:{port}/hook")
    made = [await way.ticket(str(n)) for n in range(12)]
    for hour in range(24):
        await way.say(made[hour % 12], f"at {hour / 4}")
        await way.send()
        way.ahead += timedelta(minutes=15)
    tries = await way.value("SELECT sum(attempts) FROM webhook_deliveries WHERE webhook_id = $1", hook.id)
    assert 12 <= tries < 12 + 32 + 24 * 2  # a burst before it is noticed, then one now and then
    state = await way.row(hook)
    assert state.blocked_until is not None
    assert state.enabled
    async with a_receiver(port=port) as receiver:
        way.ahead += timedelta(minutes=15)
        await way.send()
        seen = by_ticket(receiver)
        assert {ticket: seen[str(ticket)] for ticket in made} == {ticket: [1, 2, 3, 4] for ticket in made}
    state = await way.row(hook)
    assert (state.failures, state.failing_since, state.blocked_until) == (0, None, None)
    assert await way.value("SELECT count(*) FROM webhook_lanes") == 0


async def test_who_was_left_alone_and_answers_gets_everything_at_once(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_outcomes, "PIECE", 2)
    async with a_receiver() as receiver:
        await way.webhook(receiver.url)
        made = [await way.ticket(str(n)) for n in range(5)]
        await way.fan_out()
        await way.value("UPDATE webhook_lanes SET due_at = due_at + interval '1 hour'")
        await way.value("UPDATE webhooks SET blocked_until = now() - interval '1 second', failures = 12")
        await way.send()
        assert {ticket: by_ticket(receiver)[str(ticket)] for ticket in made} == {ticket: [1, 2] for ticket in made}


async def test_given_up_after_three_days_and_switched_off_with_notice_after_five(way: Way) -> None:
    async with a_receiver(saying(503, "retry-after: 600")) as receiver:
        hook, _ = await way.webhook(receiver.url, description="Shop")
        first = await way.ticket()
        await way.send()
        due = await way.value("SELECT due_at FROM webhook_lanes WHERE lane = $1", first)
        assert 590 < (due - clock.now()).total_seconds() <= 600
        way.ahead = timedelta(days=2)
        second = await way.ticket()
        for hours in (*range(49, 74, 6), 73.25, 73.5, 73.75):
            way.ahead = timedelta(hours=hours)
            await way.send()
        statuses = await way.value(
            "SELECT array_agg(DISTINCT status) FROM webhook_deliveries WHERE ticket_id = $1", first
        )
        assert statuses == ["failed"]
        assert (
            await way.value("SELECT status FROM webhook_deliveries WHERE ticket_id = $1 LIMIT 1", second) == "waiting"
        )
        way.ahead = timedelta(days=5, hours=1)
        await way.send()
    state = await way.row(hook)
    assert (state.enabled, state.disabled_because) == (False, "failing")
    assert await way.value("SELECT data ->> 'because' FROM notifications") == "failing"
    assert "Shop" in await way.value("SELECT payload ->> 'subject' FROM outbox WHERE target = 'ada@desk.test'")
    # What waits for a webhook that stays off does not wait for ever.
    way.ahead = timedelta(days=9)
    async with way.database.unit_of_work() as work:
        await tidying.tidy(work.session)
    assert await way.value("SELECT count(*) FROM webhook_deliveries WHERE status = 'waiting'") == 0
    assert await way.value("SELECT count(*) FROM webhook_lanes") == 0


async def test_gone_is_gone_at_once_and_can_be_switched_on_again(way: Way) -> None:
    async with a_receiver(saying(410)) as receiver:
        hook, _ = await way.webhook(receiver.url, ("ticket.*", "message.*"))
        ticket = await way.ticket()
        await way.send()
        state = await way.row(hook)
        heard = len(receiver.got)
        assert (state.enabled, state.disabled_because, heard) == (False, "gone", 1)
        await way.say(ticket, "to nobody")
        await way.send()
        receiver.answer = saying(200)
        async with way.database.unit_of_work() as work:
            await webhooks.patch(work.session, SYSTEM, hook.id, WebhookPatch(enabled=True), version=None)
        await way.send()
        assert by_ticket(receiver, taken=heard)[str(ticket)] == [2]


async def test_a_range_is_sent_again_under_its_old_ids(way: Way) -> None:
    async with a_receiver() as receiver:
        hook, _ = await way.webhook(receiver.url, ("ticket.*", "message.*"))
        ticket = await way.ticket()
        await way.send()
        async with way.database.unit_of_work() as work:
            job = await webhook_replays.ask(
                work.session, SYSTEM, hook.id, WebhookReplayIn(after=hook.since, types=["message.created"])
            )
        assert await jobs.run_next(way.database, {webhook_replays.KIND: webhook_replays.run})
        assert await way.value("SELECT result ->> 'sent_again' FROM jobs WHERE id = $1", job.id) == "1"
        await way.send()
    assert by_ticket(receiver)[str(ticket)] == [1, 2, 2]
    assert [said(each)["replay"] for each in receiver.got] == [False, False, True]
    assert receiver.got[1].headers["webhook-id"] == receiver.got[2].headers["webhook-id"]
    assert receiver.got[2].headers["otklik-replay"] == "true"


async def test_a_process_that_dies_leaves_what_it_had_to_the_others(way: Way) -> None:
    async with a_receiver() as receiver:
        await way.webhook(receiver.url, ("ticket.*",))
        await way.ticket()
        await way.fan_out()
        async with way.database.lean() as connection:
            (lane,) = await webhook_claims.claim(connection, busy={}, per_webhook=4, most=4)  # and dies
        await way.send()
        assert receiver.got == []
        way.ahead = webhook_claims.LEASE + timedelta(seconds=1)
        await way.send()
        assert len(receiver.got) == len(lane.deliveries) == 1


async def test_a_receiver_that_drips_is_cut_and_inside_is_not_reached(
    way: Way, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    async def drip(_got: Got, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" * 100:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    monkeypatch.setattr(outgoing, "TOTAL_SECONDS", 0.4)
    async with a_receiver(drip) as receiver:
        await way.webhook(receiver.url, ("ticket.*",))
        await way.ticket()
        started = clock.monotonic()
        await way.send(rounds=1)
        assert clock.monotonic() - started < 20  # to its end it would take a minute and a half
    assert "no answer within" in await way.value("SELECT last_error FROM webhook_deliveries")
    # An address that was allowed once and is no more, or a name that leads inside: refused each time, never called.
    strict = Deliverer(way.database, settings)
    way.ahead = timedelta(minutes=1)
    await strict.turn()
    await strict.settle(5)
    await strict.stop()
    assert "OTKLIK_OUTGOING_ALLOW" in await way.value("SELECT last_error FROM webhook_deliveries")


async def test_a_hundred_tickets_at_once_are_each_sent_and_recorded_once(way: Way) -> None:
    async def answer(got: Got, writer: asyncio.StreamWriter) -> None:
        # Not all at the same moment: some are recorded while others are on their way.
        await asyncio.sleep(0.001 * (said(got)["data"]["position"] % 7))
        await saying(200, close=False)(got, writer)

    async with a_receiver(answer, keeps=True) as receiver:
        await way.webhook(receiver.url, ("ticket.*", "message.*"))
        made = [await way.ticket(str(n)) for n in range(100)]
        await way.send()
        assert by_ticket(receiver) == {str(ticket): [1, 2] for ticket in made}
    assert await way.value("SELECT count(*) FROM webhook_deliveries WHERE status = 'delivered' AND attempts = 1") == 200
    assert await way.value("SELECT count(*) FROM webhook_lanes") == 0


async def test_a_secret_of_another_desk_secret_signs_nothing(way: Way, settings: Settings) -> None:
    async with a_receiver() as receiver:
        await way.webhook(receiver.url, ("ticket.*",))
        await way.ticket()
        configure(settings.model_copy(update={"secret": SecretStr("another-secret-0123456789abcdefghijkl")}))
        await way.send()
    assert receiver.got == []
    assert "give it a new one" in await way.value("SELECT last_error FROM webhook_deliveries")


async def test_nothing_of_the_inside_reaches_a_partner(way: Way) -> None:
    async with a_receiver() as receiver:
        await way.webhook(receiver.url, audience="partner", with_ticket=True)
        ticket = await way.ticket()
        async with way.database.unit_of_work() as work:
            await messages.send(work, SYSTEM, ticket, NewMessage("a note", visibility="internal"))
        await way.say(ticket, "hello")
        await way.send()
    assert by_ticket(receiver) == {str(ticket): [1, 2, 3]}
    assert "a note" not in str(receiver.got)
    assert said(receiver.got[0])["ticket"]["next_due_at"] is None


async def test_what_is_redacted_on_its_way_is_not_kept_and_not_said_again(way: Way) -> None:
    """The receiver repeats what it got and does not take it; meanwhile somebody redacts the message."""
    got, go_on = asyncio.Event(), asyncio.Event()

    async def answer(one: Got, writer: asyncio.StreamWriter) -> None:
        got.set()
        await go_on.wait()
        await saying(503, body=one.body)(one, writer)

    async with a_receiver(answer) as receiver:
        ticket = await way.ticket()
        await way.webhook(receiver.url, ("message.created",))
        await way.say(ticket, "my card is 4111 1111")
        await way.fan_out()
        await way.deliverer.turn()
        await got.wait()
        message = await way.value("SELECT id FROM messages WHERE body LIKE '%4111 1111%'")
        async with way.database.unit_of_work() as work:
            await message_edits.redact(work.session, await way.ada(), ticket, UUID(int=message.int), RedactIn())
        go_on.set()
        await way.deliverer.settle(20)
        assert await way.value("SELECT attempts FROM webhook_deliveries WHERE status = 'waiting'") == 1
        kept = await way.value(
            "SELECT concat(d.body, a.response_body) FROM webhook_deliveries d JOIN webhook_attempts a"
            " ON a.delivery_id = d.id"
        )
        assert "4111 1111" not in kept
        receiver.answer = saying(200)
        way.ahead = timedelta(minutes=1)
        await way.send()
    assert ["4111 1111" in str(each.body) for each in receiver.got] == [True, False]


async def test_a_webhook_that_becomes_a_partners_says_nothing_of_the_inside_that_waited(way: Way) -> None:
    async with a_receiver(saying(503)) as receiver:
        ticket = await way.ticket()
        hook, _ = await way.webhook(receiver.url)
        async with way.database.unit_of_work() as work:
            await messages.send(work, SYSTEM, ticket, NewMessage("a note", visibility="internal"))
        await way.say(ticket, "hello")
        await way.send()
        heard = len(receiver.got)
        assert "a note" in str(receiver.got)
        async with way.database.unit_of_work() as work:
            await webhooks.patch(work.session, SYSTEM, hook.id, WebhookPatch(audience="partner"), version=None)
        receiver.answer = saying(200)
        way.ahead = timedelta(minutes=1)
        await way.send()
    assert [said(each)["data"]["data"]["message"]["body"] for each in receiver.got[heard:]] == ["hello"]
    assert await way.value("SELECT count(*) FROM webhook_lanes") == 0


async def test_a_partner_is_not_told_of_another_sources_ticket_by_a_merge(way: Way) -> None:
    async with a_receiver() as receiver:
        mine, theirs = await way.ticket("mine"), await way.ticket("theirs")
        sources = [await way.source("mine"), await way.source("theirs")]
        for ticket, source in zip((mine, theirs), sources, strict=True):
            await way.value("UPDATE tickets SET source_id = $2 WHERE id = $1", ticket, source)
        await way.webhook(receiver.url, audience="partner", with_ticket=True)
        async with way.database.unit_of_work() as work:
            await merging.merge(work.session, await way.ada(), theirs, MergeIn(source_ids=[mine]))
        await way.send()
    told = [said(each)["ticket"] for each in receiver.got if said(each)["data"]["ticket_id"] == str(mine)]
    assert told
    assert all(each["merged_into"] is None for each in told)
    assert str(theirs) not in str([each.body for each in receiver.got if str(mine) in str(each.body)])


async def test_what_waits_for_a_deleted_webhook_is_tidied_away(way: Way) -> None:
    hook, _ = await way.webhook("https://hooks.example/")
    await way.ticket()
    await way.fan_out()
    async with way.database.unit_of_work() as work:
        await webhooks.remove(work.session, SYSTEM, hook.id, version=None)
    async with way.database.unit_of_work() as work:
        await tidying.tidy(work.session)
    assert await way.value("SELECT count(*) FROM webhook_deliveries WHERE status = 'waiting'") == 0
    assert await way.value("SELECT count(*) FROM webhook_lanes") == 0


async def test_what_waits_goes_where_the_webhook_points_now_whatever_it_hears_of(way: Way) -> None:
    """Another URL is where queued events go, too; fewer events and narrower conditions count from the next event on."""
    async with a_receiver(saying(503)) as old, a_receiver() as new:
        ticket = await way.ticket()
        hook, _ = await way.webhook(old.url)
        await way.say(ticket, "before")
        await way.send()
        heard = len(old.got)
        assert heard
        async with way.database.unit_of_work() as work:
            change = WebhookPatch(url=new.url, events=["ticket.created"], conditions={"brands": ["elsewhere"]})
            await webhooks.patch(work.session, SYSTEM, hook.id, change, version=None)
        await way.say(ticket, "after")
        await way.ticket("another one")
        way.ahead = timedelta(minutes=1)
        await way.send()
    assert len(old.got) == heard
    assert [said(each)["data"]["data"]["message"]["body"] for each in new.got] == ["before"]


async def test_the_feed_is_not_pruned_past_what_the_desk_itself_needs(way: Way) -> None:
    """Neither past a consumer that has stood still, nor past what waits for a receiver that is down."""
    await way.value("DELETE FROM feed")
    async with a_receiver(saying(503)) as receiver:
        ticket = await way.ticket()
        await way.webhook(receiver.url)
        await way.say(ticket, "waits for the receiver")
        await way.send()
        waits = await way.value("SELECT min(position) FROM webhook_deliveries WHERE status = 'waiting'")
        await way.say(ticket, "waits for a consumer")
        async with way.database.lean() as connection:
            while await feed.sequence(connection, epoch="one"):
                pass
            others = await connection.fetch("SELECT name FROM feed_cursors WHERE name <> 'webhooks'")
            await connection.execute("UPDATE feed_cursors c SET position = s.position FROM feed_state s"
                                     " WHERE c.name <> 'webhooks'")  # fmt: skip
        assert others
        # Long after; nobody has worked meanwhile.
        way.ahead = tidying.KEEP_FEED + timedelta(days=1)
        await _tidy(way)
        assert await way.value("SELECT min(position) FROM feed") == waits
        receiver.answer = saying(200)
        way.ahead = timedelta(minutes=1)
        await way.send()
        assert [said(each)["data"]["data"]["message"]["body"] for each in receiver.got[-2:]] == [
            "waits for the receiver",
            "waits for a consumer",
        ]
    way.ahead = tidying.KEEP_FEED + timedelta(days=1)
    await way.value("UPDATE feed_cursors SET position = position - 1 WHERE name = 'webhooks'")
    stands = await way.value("SELECT position FROM feed_cursors WHERE name = 'webhooks'")
    await _tidy(way)
    assert await way.value("SELECT min(position) FROM feed") == stands + 1
    await way.fan_out()
    await way.value("DELETE FROM webhook_deliveries")
    await _tidy(way)
    assert await way.value("SELECT count(*) FROM feed") == 0


async def _tidy(way: Way) -> None:
    async with way.database.unit_of_work() as work:
        await tidying.tidy(work.session)


async def test_the_place_of_a_time_is_found_by_halving(way: Way) -> None:
    """Between any two places, before the first and after the last; also when places were left out."""
    await way.value("DELETE FROM feed")
    for hours in (0, 1, 1, 5, 6):
        way.ahead = timedelta(hours=hours)
        await way.ticket()
        await way.fan_out()
    async with way.database.lean() as connection:
        await connection.execute("DELETE FROM feed WHERE position % 3 = 0")
        places = await connection.fetch("SELECT position, given_at FROM feed ORDER BY position")
        for at in (*{row["given_at"] for row in places}, clock.now() + timedelta(days=1), clock.now() - timedelta(9)):
            place = await webhook_replays._place(connection, at)
            after = [row["position"] for row in places if row["position"] > place]
            assert after == [row["position"] for row in places if row["given_at"] >= at]


def test_headers_that_are_ours() -> None:
    rules.check_headers({"X-Token": "abc", "authorization": "Bearer y"})
    for name, value in (("Host", "x"), ("webhook-id", "x"), ("Webhook-Signature", "x"), ("content-length", "1"),
                        ("x", "a\r\nhost: y"), ("x", ""), ("x y", "z"), ("proxy-x", "z"), ("x", "é")):  # fmt: skip
        with pytest.raises(ValueError, match=r"."):
            rules.check_headers({name: value})
    with pytest.raises(ValueError, match="twice"):
        rules.check_headers({"X-a": "1", "x-A": "2"})
