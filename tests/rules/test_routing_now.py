"""Where an item stands now: what changes next, who would get it, and what stands in its way, in both languages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.queues import Overflow, Queue, SkillRule, own_queue, standing
from app.rules.routing import ROUND_PAUSE, Candidate, DecidedBy, Exclusion, Item, Needs, Refusal, choose
from app.rules.routing_now import Change, asked, changes, evaluated, next_change, state, status
from app.rules.routing_records import of_decision
from app.rules.routing_troubles import TROUBLES, is_there, refused_or_full, standing_in_the_way, trouble
from app.rules.routing_words import Names
from app.rules.wording import Language
from tests.rules.test_queues import WORKDAYS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANNA, BORIS = UUID(int=1), UUID(int=2)
BILLING, SUPPORT, REFUNDS, TAXES = (UUID(int=n) for n in (101, 102, 201, 202))
NAMES = Names(
    agents={ANNA: "Anna", BORIS: "Boris"},
    teams={BILLING: "Billing", SUPPORT: "Support"},
    skills={REFUNDS: "Refunds", TAXES: "Taxes"},
)
LANGUAGES: tuple[Language, ...] = ("en", "ru")


def queue(**more: Any) -> Queue:
    return Queue(UUID(int=301), "VIP", team_ids=(BILLING,), **more)


def seconds(number: float) -> datetime:
    return NOW + timedelta(seconds=number)


@pytest.mark.parametrize(
    ("asks", "waited", "found"),
    [
        ({}, 0, None),
        ({"overflow": (Overflow(60, (SUPPORT,)),)}, 20, Change(seconds(40), teams=(SUPPORT,))),
        # A stage that only names who helps already changes nothing: the next one does.
        (
            {"overflow": (Overflow(60, (BILLING,)), Overflow(90, (SUPPORT,)))},
            20,
            Change(seconds(70), teams=(SUPPORT,)),
        ),
        ({"overflow": (Overflow(60, (SUPPORT,)),)}, 61, None),
        (
            {"skills": (SkillRule(REFUNDS, 2, required=False, drop_after=30),)},
            0,
            Change(seconds(30), skills=(REFUNDS,)),
        ),
        # It is asked for at a lower level from then on.
        (
            {"skills": (SkillRule(REFUNDS, 3, required=False, drop_after=30), SkillRule(REFUNDS, 1))},
            0,
            Change(seconds(30), skills=(REFUNDS,)),
        ),
        ({"languages": "preferred", "language_drop_after": 120}, 0, Change(seconds(120), language="ru")),
        ({"languages": "required"}, 0, None),
    ],
)
def test_what_changes_next(asks: dict[str, Any], waited: float, found: Change | None) -> None:
    facts = {"language": "ru-RU"}
    assert next_change(queue(**asks), facts, since=seconds(-waited), now=NOW) == found


def test_a_queue_closes_and_opens() -> None:
    friday = queue(hours=WORKDAYS)
    opened = next_change(friday, {}, since=NOW, now=NOW)
    assert opened is not None
    assert opened.closes
    later = opened.at + timedelta(minutes=1)
    closed = next_change(friday, {}, since=NOW, now=later)
    assert closed is not None
    assert closed.opens
    assert closed.at > later


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([BILLING, SUPPORT])), max_size=4),
    st.lists(
        st.tuples(st.sampled_from([REFUNDS, TAXES]), st.integers(1, 5), st.booleans(), st.integers(0, 200)), max_size=4
    ),
    st.sampled_from(["required", "preferred", "ignored"]),
    st.integers(0, 250),
)
def test_nothing_changes_before_it_is_said_to(
    overflow: list[tuple[int, UUID]], skills: list[tuple[UUID, int, bool, int]], languages: Any, waited: int
) -> None:
    asks = queue(
        overflow=tuple(Overflow(after, (team,)) for after, team in sorted(overflow)),
        skills=tuple(
            SkillRule(skill, level, required=required, drop_after=after) for skill, level, required, after in skills
        ),
        languages=languages,
        language_drop_after=100,
    )
    facts, since = {"language": "ru"}, seconds(-waited)

    def needs(at: datetime) -> Needs | None:
        return standing(asks, facts, since=since, now=at).needs

    change = next_change(asks, facts, since=since, now=NOW)
    end = seconds(300) if change is None else change.at - timedelta(microseconds=1)
    assert needs(NOW) == needs(end)
    if change is not None:
        assert needs(change.at) != needs(NOW)
        for language in LANGUAGES:
            assert changes(change, NAMES, language, now=NOW)


def test_changes_in_words() -> None:
    change = Change(seconds(245), teams=(SUPPORT,), skills=(REFUNDS,), language="ru")
    assert changes(change, NAMES, "en", now=NOW, at="12:04") == [
        "In 4 min 5 s (12:04) the help of “Support” begins.",
        "In 4 min 5 s (12:04) it asks no more for “Refunds”.",
        "In 4 min 5 s (12:04) it asks no more for Russian.",
    ]
    assert changes(change, NAMES, "ru", now=NOW, at="12:04") == [
        "Через 4 мин 5 с (12:04) начнётся помощь: «Support».",
        "Через 4 мин 5 с (12:04) больше не потребуется: «Refunds».",
        "Через 4 мин 5 с (12:04) больше не потребуется язык: русский.",
    ]
    at = "2026-11-20 13:00:00 UTC"
    assert changes(Change(seconds(3600), opens=True), NAMES, "en", now=NOW) == [f"In 1 h ({at}) the queue opens."]
    assert changes(Change(seconds(3600), closes=True), NAMES, "ru", now=NOW) == [
        f"Через 1 ч ({at}) очередь закроется.",
    ]


def test_states_in_words() -> None:
    assert state("waiting", "en", waited="5 s", line="in the queue “VIP”", position=3) == (
        "It has waited 5 s in the queue “VIP”, at place 3."
    )
    assert state("held", "ru", waited="5 с", line="в очереди «VIP»") == (
        "Ожидание в очереди «VIP»: 5 с. Очередь сейчас закрыта."
    )
    assert state("offered", "ru", left="12 с", agent="Anna") == "Предложено, ждём ответа ещё 12 с: Anna."
    assert state("with_agent", "ru", agent="Anna") == "Обращение ведёт Anna."
    assert status("pending", "en") == "Nobody is looked for: the ticket waits for the customer."
    assert status("open", "ru") == "Агента сейчас не ищут: open."
    assert asked(Needs(), NAMES, "en") == "Anybody of the desk may take it."
    assert asked(Needs((BILLING,)), NAMES, "ru") == "Требуется: команда «Billing»."


def agent(agent_id: UUID = ANNA, **more: Any) -> Candidate:
    known: dict[str, Any] = {
        "channels": frozenset({"chat"}), "team_ids": frozenset({BILLING}), "capacity": 3, "load": 1,
        "skills": {REFUNDS: 2}, "languages": frozenset({"en"}),
    }  # fmt: skip
    return Candidate(agent_id, **{**known, **more})


def would(there: list[Candidate], language: Language, *, ahead: int = 0) -> list[str]:
    needs = Needs((BILLING,))
    record = of_decision(choose(Item("chat", needs), there), channel="chat", needs=needs)
    return evaluated(record, NAMES, language, now=NOW, ahead=ahead)


def test_who_would_get_it() -> None:
    both = [agent(), agent(BORIS, load=2)]
    assert would(both, "en") == [
        (
            "Anna gets it within moments: both agents of “Billing” can take it; Anna (1 of 3) is the least loaded, "
            "ahead of Boris (2 of 3)."
        )
    ]
    assert would(both, "ru") == [
        (
            "В ближайшие мгновения получает Anna: взять могут оба агента команды «Billing»; наименьшая загрузка: Anna "
            "(1 из 3), далее Boris (2 из 3)."
        )
    ]
    assert would(both, "en", ahead=1) == ["Anna could take it now, but 1 item ahead of it goes first."]
    assert would(both, "en", ahead=2) == ["Anna could take it now, but 2 items ahead of it go first."]
    assert [would(both, "ru", ahead=n)[0] for n in (1, 2, 5)] == [
        "Взять сейчас может Anna, но впереди 1 обращение.",
        "Взять сейчас может Anna, но впереди 2 обращения.",
        "Взять сейчас может Anna, но впереди 5 обращений.",
    ]
    full = [agent(load=3), agent(BORIS, off="off_shift")]
    assert would(full, "en") == ["Of 2 agents of “Billing” nobody can take it now: 1 full, 1 off shift."]
    assert would(full, "ru") == [
        "Никто из 2 агентов команды «Billing» сейчас взять не может: нет свободного места — 1, не на смене — 1."
    ]
    assert would(full[:1], "en") == ["The only agent of “Billing” cannot take it now: full."]
    assert would(full[:1], "ru") == [
        "Единственный агент команды «Billing» сейчас взять не может: нет свободного места."
    ]
    assert would([], "en") == []


@pytest.mark.parametrize(
    ("needs", "there", "codes"),
    [
        (Needs((BILLING,)), [agent()], []),
        (Needs(()), [agent()], ["no_teams"]),
        (Needs((SUPPORT,)), [agent()], ["no_agents"]),
        (Needs(), [], ["no_agents"]),
        (Needs((BILLING,), ((REFUNDS, 3),)), [agent()], ["skill_nobody_has"]),
        (Needs((BILLING,), ((REFUNDS, 3), (TAXES, 1))), [agent()], ["skill_nobody_has", "skill_nobody_has"]),
        (Needs((BILLING,), (), "ru"), [agent()], ["language_nobody_speaks"]),
        (Needs((BILLING,), (), None, 2), [agent()], ["tier_nobody_has"]),
        (
            Needs((BILLING,), ((REFUNDS, 1),), "ru"),
            [agent(), agent(BORIS, skills={}, languages=frozenset({"ru"}))],
            ["nobody_has_all"],
        ),
        (Needs((BILLING,)), [agent(off="off_shift"), agent(BORIS, off="out_of_office")], ["nobody_on_duty"]),
        (Needs((BILLING,)), [agent(off="off_shift"), agent(BORIS, presence="away")], ["nobody_online"]),
        (Needs((BILLING,)), [agent(channels=frozenset({"ticket"}))], ["channel_nobody_takes"]),
        (Needs((BILLING,), ((TAXES, 1),)), [agent(presence="busy")], ["skill_nobody_has", "nobody_online"]),
        (
            Needs((BILLING,), ((TAXES, 1),)),
            [agent(), agent(BORIS, presence="away", skills={TAXES: 1})],
            ["nobody_fit_there"],
        ),
        # Who of another team is there does not count.
        (Needs((BILLING,)), [agent(off="off_shift"), agent(BORIS, team_ids=frozenset({SUPPORT}))], ["nobody_on_duty"]),
    ],
)
def test_what_stands_in_the_way(needs: Needs, there: list[Candidate], codes: list[str]) -> None:
    for language in LANGUAGES:
        found = standing_in_the_way(needs, "chat", there, NAMES, language)
        assert [each.code for each in found] == codes
        assert all(each.detail.endswith(".") and "{" not in each.detail for each in found)


def test_troubles_in_words() -> None:
    needs = Needs((BILLING,), ((REFUNDS, 3),), "ru")
    assert [each.detail for each in standing_in_the_way(needs, "chat", [agent()], NAMES, "en")] == [
        "Nobody in these teams has the skill “Refunds” at level 3 or above.",
        "Nobody in these teams speaks Russian.",
    ]
    assert [each.detail for each in standing_in_the_way(needs, "chat", [agent()], NAMES, "ru")] == [
        "Ни у кого в этих командах нет навыка «Refunds» на уровне 3 или выше.",
        "Никто в этих командах не владеет языком: русский.",
    ]
    assert trouble("stuck", "ru", agent="Anna").detail == "Обращение ждёт, хотя есть свободный агент: Anna."


def test_all_have_declined_and_when_they_are_asked_again() -> None:
    def why(*excluded: tuple[UUID, str], for_good: frozenset[UUID] = frozenset()) -> list[tuple[str, str]]:
        refusals = [Refusal(ANNA, seconds(-9)), Refusal(ANNA, seconds(-1)), Refusal(BORIS, seconds(-0.5))]
        found = refused_or_full(excluded, refusals, for_good=for_good, now=NOW, language="en")
        return [(each.code, each.detail) for each in found]

    # The latest of Anna's refusals counts, and hers is over first.
    assert timedelta(seconds=3) == ROUND_PAUSE
    assert why((ANNA, "declined"), (BORIS, "declined")) == [
        ("all_declined", "Everybody who could take it has refused it or handed it on; they are asked again in 2 s."),
    ]
    assert why((ANNA, "declined"), for_good=frozenset({ANNA}))[0][0] == "all_declined_for_good"
    assert why((ANNA, "declined"), (BORIS, "no_capacity"))[0][0] == "full_or_declined"
    assert why((ANNA, "no_total_capacity"), (BORIS, "off_shift"))[0][0] == "everybody_full"
    assert why((BORIS, "off_shift")) == []


@given(st.booleans(), st.sampled_from(["online", "away"]), st.booleans(), st.booleans())
def test_who_is_there_is_whom_routing_could_choose(active: bool, presence: str, off: bool, channel: bool) -> None:  # noqa: FBT001
    one = agent(
        active=active, presence=presence, off="off_shift" if off else None,
        channels=frozenset({"chat"}) if channel else frozenset(),
    )  # fmt: skip
    assert is_there(one, "chat") == (choose(Item("chat", Needs()), [one]).agent_id is not None)


def test_every_trouble_and_every_reason_is_in_the_guide() -> None:
    guides = Path(__file__).resolve().parents[2] / "docs/guides"
    guide = "".join(each.read_text(encoding="utf-8") for each in guides.glob("routing*.md"))
    known = [*TROUBLES, *get_args(Exclusion), *get_args(DecidedBy)]
    assert [each for each in known if f"`{each}`" not in guide] == ["nobody"]


def test_a_teams_own_queue_never_changes() -> None:
    assert next_change(own_queue(BILLING), {}, since=NOW, now=NOW) is None
