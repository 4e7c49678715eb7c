"""By which channel an answer goes: each case as a user would tell it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.reply_channels import (
    HERE,
    OBSTACLES,
    WHY,
    Chosen,
    Decision,
    Thread,
    Way,
    decide,
    mailboxes,
    standing,
    unreached,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MAIL, OTHER, BOT, NUMBER = (UUID(int=n) for n in range(1, 5))
BOX = Way(MAIL, "email", "Help", "vera@example.com")
SECOND = Way(OTHER, "email", "Sales", "vera@example.com")
CHAT = Way(BOT, "telegram", "Bot", "1001")
PHONE = Way(NUMBER, "whatsapp", "Number", "79161234567")
WAYS = (CHAT, PHONE, BOX, SECOND)


def test_the_channel_by_which_the_customer_wrote() -> None:
    assert decide(Thread(WAYS, wrote_by=BOT, wrote_at=NOW)) == Decision(CHAT, "wrote_by")
    # Also among mailboxes: an answer comes from where one wrote to.
    assert decide(Thread(WAYS, wrote_by=OTHER, wrote_at=NOW)) == Decision(SECOND, "wrote_by")


@pytest.mark.parametrize("obstacle", ["switched_off", "blocked", "window_closed"])
def test_a_channel_that_cannot_deliver_any_more_gives_way_to_mail(obstacle: str) -> None:
    gone = replace(CHAT, obstacle=obstacle)  # type: ignore[arg-type]  # one of them
    assert decide(Thread((gone, BOX), wrote_by=BOT, wrote_at=NOW)) == Decision(BOX, "mail")
    alone = Thread((gone,), wrote_by=BOT, wrote_at=NOW)
    waits = obstacle == "switched_off"
    assert decide(alone) == (Decision(gone, "waits") if waits else Decision(None, "no_way"))
    assert unreached(alone, decide(alone)) == (None if waits else obstacle)
    # Who wrote nothing by any channel may read elsewhere.
    assert unreached(Thread((gone,)), Decision(None, "no_way")) is None


def test_who_reads_here_gets_a_mail_only_if_they_do_not() -> None:
    assert decide(Thread(WAYS, wrote_by=HERE, wrote_at=NOW, reads_here=True)) == Decision(BOX, "reads_here", True)
    assert decide(Thread(WAYS, live_chat=True)) == Decision(BOX, "reads_here", True)
    assert decide(Thread((CHAT,), wrote_by=HERE, reads_here=True)) == Decision(None, "reads_here")
    # Their sign-in is over: nobody would ever read it here.
    assert decide(Thread(WAYS, wrote_by=HERE, wrote_at=NOW)) == Decision(BOX, "mail")


def test_a_choice_holds_until_the_customer_writes_by_another_channel() -> None:
    chosen = Chosen(BOT, NOW)
    before, after = NOW - timedelta(1), NOW + timedelta(1)
    assert decide(Thread(WAYS, wrote_by=MAIL, wrote_at=before, chosen=chosen)) == Decision(CHAT, "chosen")
    assert decide(Thread(WAYS, wrote_by=BOT, wrote_at=after, chosen=chosen)) == Decision(CHAT, "chosen")
    assert decide(Thread(WAYS, wrote_by=MAIL, wrote_at=after, chosen=chosen)) == Decision(BOX, "wrote_by")
    assert decide(Thread(WAYS, wrote_by=HERE, wrote_at=after, reads_here=True, chosen=chosen)).reason == "reads_here"
    here = Chosen(HERE, NOW)
    assert decide(Thread(WAYS, wrote_by=MAIL, wrote_at=before, chosen=here)) == Decision(BOX, "chosen", True)


def test_a_choice_that_cannot_be_had_any_more_is_passed_over() -> None:
    gone = (replace(CHAT, obstacle="blocked"), BOX)
    assert decide(Thread(gone, wrote_by=MAIL, wrote_at=NOW - timedelta(1), chosen=Chosen(BOT, NOW))) == Decision(
        BOX, "wrote_by"
    )


def test_a_partners_tickets_are_the_partners_to_carry() -> None:
    assert decide(Thread(WAYS, partner=True)) == Decision(None, "partner")
    assert decide(Thread(WAYS, partner=True, chosen=Chosen(MAIL, NOW))) == Decision(BOX, "chosen")
    assert decide(Thread(WAYS, partner=True, wrote_by=BOT, wrote_at=NOW)) == Decision(CHAT, "wrote_by")


def test_of_several_mailboxes() -> None:
    shop, plain, other = UUID(int=11), UUID(int=12), UUID(int=13)
    found = [(other, "other"), (plain, None), (shop, "shop")]
    assert mailboxes(found, brand="shop", came_by=None) == [shop, plain]
    assert mailboxes(found, brand="shop", came_by=other) == [other, shop, plain]
    assert mailboxes(found, brand=None, came_by=None) == [plain, other, shop]
    assert mailboxes([(other, "other")], brand="shop", came_by=None) == []


PLACES = st.sampled_from([None, HERE, MAIL, BOT, NUMBER])
OBSTACLE = st.sampled_from([None, *OBSTACLES])


@given(st.tuples(OBSTACLE, OBSTACLE, OBSTACLE, OBSTACLE), PLACES, PLACES, st.tuples(*[st.booleans()] * 4))
def test_nothing_ever_goes_by_what_cannot_be_used(
    obstacles: tuple[None, None, None, None],
    wrote_by: UUID | None,
    place: UUID | None,
    flags: tuple[bool, bool, bool, bool],
) -> None:
    ways = tuple(replace(way, obstacle=each) for way, each in zip(WAYS, obstacles, strict=True))
    live, reads, partner, later = flags
    chosen = None if place is None else Chosen(place, NOW)
    at = NOW + timedelta(1 if later else -1)
    thread = Thread(ways, wrote_by, at, chosen, live_chat=live, reads_here=reads, partner=partner)
    found = decide(thread)
    assert found.reason in WHY
    if found.way is not None:
        assert found.way in ways
        assert found.way.obstacle == ("switched_off" if found.reason == "waits" else None)
    assert not found.if_unread or found.way is not None
    if found.reason == "chosen":
        stands = standing(thread)
        assert stands is not None
        assert stands.place == (HERE if found.if_unread or found.way is None else found.way.channel_id)
