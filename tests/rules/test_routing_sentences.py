"""Decisions in words: a person who reads it understands why this agent got that ticket, in English and in Russian."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.routing import Candidate, Exclusion, Item, Load, Needs, choose
from app.rules.routing_records import Record, of_decision, read
from app.rules.routing_sentences import could_not, sentences, summary
from app.rules.routing_words import Names, asks, detail, line, of_teams, why
from app.rules.wording import Language

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANNA, BORIS, CLEO = (UUID(int=n) for n in (1, 2, 3))
BILLING, SUPPORT, REFUNDS = (UUID(int=n) for n in (101, 102, 201))
NAMES = Names(
    agents={ANNA: "Anna", BORIS: "Boris", CLEO: "Cleo"},
    teams={BILLING: "Billing", SUPPORT: "Support"},
    skills={REFUNDS: "Refunds"},
)
NEEDS = Needs((BILLING,))
LANGUAGES: tuple[Language, ...] = ("en", "ru")
LOADS = {ANNA: Load(2, 10, NOW - timedelta(minutes=12)), BORIS: Load(5, 10, NOW - timedelta(minutes=3))}


def record(decided_by: str, policy: str | None = "least_loaded", **more: Any) -> Record:
    """Of twelve agents three could take it."""
    known: dict[str, Any] = {
        "channel": "ticket", "needs": NEEDS, "eligible": (ANNA, BORIS, CLEO), "eligible_count": 3,
        "excluded_count": 9, "reasons": {"off_shift": 4, "not_online": 3, "no_capacity": 2}, "loads": LOADS,
    }  # fmt: skip
    return Record(decided_by=decided_by, policy=policy, **{**known, **more})


EN = "Anna got it: of 12 agents of “Billing” 3 could take it"
RU = "Получает Anna: взять могли 3 из 12 агентов команды «Billing»"
ALONE: dict[str, Any] = {"eligible": (ANNA,), "eligible_count": 1}
SUMMARIES = [
    (
        record("least_loaded"),
        (f"{EN}; Anna (2 of 10) was the least loaded, ahead of Boris (5 of 10)."),
        (f"{RU}; наименьшая загрузка: Anna (2 из 10), далее Boris (5 из 10)."),
    ),
    (
        record("most_spare", "most_spare"),
        (f"{EN}; Anna (8 of 10 free) had the most room, ahead of Boris (5 of 10 free)."),
        (f"{RU}; больше всего свободного места: Anna (8 из 10), далее Boris (5 из 10)."),
    ),
    (
        record("longest_idle", "longest_idle"),
        (f"{EN}; Anna (12 min) had been without new work the longest, ahead of Boris (3 min)."),
        (f"{RU}; дольше всех без новой работы: Anna (12 мин), далее Boris (3 мин)."),
    ),
    (
        record("longest_idle"),
        (f"{EN}; Anna (2 of 10) and Boris (5 of 10) were equally loaded, Anna had had no assignment for longer."),
        (f"{RU}; загрузка одинакова: Anna (2 из 10) и Boris (5 из 10); дольше без назначений — Anna."),
    ),
    (
        record("longest_idle", "most_spare", loads={}),
        (f"{EN}; Anna and Boris were even in room, Anna had had no assignment for longer."),
        (f"{RU}; свободного места поровну: Anna и Boris; дольше без назначений — Anna."),
    ),
    (
        record("id"),
        (f"{EN}; Anna and Boris were even in everything, and the order of their ids decided."),
        (f"{RU}; Anna и Boris во всём равны; решил порядок идентификаторов."),
    ),
    (
        record("last_agent"),
        f"{EN}; Anna had served this customer last.",
        (f"{RU}; с этим клиентом в прошлый раз работал агент Anna."),
    ),
    (
        record("only_one", **ALONE, excluded_count=20),
        "Anna got it: of 21 agents of “Billing” nobody else could take it.",
        "Получает Anna: больше никто из 21 агента команды «Billing» взять не мог.",
    ),
    (
        record("only_one", **ALONE, excluded_count=0),
        "Anna got it: there was nobody else to choose from among the agents of “Billing”.",
        "Получает Anna: среди агентов команды «Billing» выбирать было не из кого.",
    ),
    (
        record("only_one", **ALONE, excluded_count=0, needs=Needs()),
        "Anna got it: nobody else was considered.",
        "Получает Anna: другие агенты не рассматривались.",
    ),
    (
        record("least_loaded", passed_over=1, eligible=(BORIS, ANNA, CLEO)),
        (f"{EN}; the one who came first was being given other work at that moment, and Anna was next."),
        (f"{RU}; тот, кто был впереди, получал в этот момент другую работу, а следующий по порядку агент — Anna."),
    ),
    (
        record("least_loaded", passed_over=2, eligible=(BORIS, CLEO, ANNA)),
        (f"{EN}; the 2 who came first were being given other work at that moment, and Anna was next."),
        (f"{RU}; те, кто был впереди (2), получали в этот момент другую работу, а следующий по порядку агент — Anna."),
    ),
    (
        record("id", excluded_count=0, eligible=(ANNA, BORIS), eligible_count=2, needs=Needs((BILLING, SUPPORT))),
        (
            "Anna got it: both agents of “Billing” and “Support” could take it; Anna and Boris were even in "
            "everything, and the order of their ids decided."
        ),
        (
            "Получает Anna: взять могли оба агента команд «Billing» и «Support»; Anna и Boris во всём равны; "
            "решил порядок идентификаторов."
        ),
    ),
    (
        record("a_reason_of_tomorrow", excluded_count=0),
        "Anna got it: all 3 agents of “Billing” could take it.",
        "Получает Anna: взять могли все 3 агента команды «Billing».",
    ),
    (Record(), "Anna got it.", "Получает Anna."),
]


@pytest.mark.parametrize(("decided", "en", "ru"), SUMMARIES)
def test_each_way_to_decide_has_its_sentence(decided: Record, en: str, ru: str) -> None:
    assert summary(decided, ANNA, "assigned", NAMES, at=NOW, language="en") == en
    assert summary(decided, ANNA, "assigned", NAMES, at=NOW, language="ru") == ru


def test_how_it_went_to_the_agent() -> None:
    def said(how: Any, language: Language) -> str:
        return summary(Record(), ANNA, how, NAMES, at=NOW, language=language)

    assert said("offered", "en") == "It was offered to Anna."
    assert said("accepted", "en") == "Anna got the chat at once."
    assert said("next", "en") == "Anna gets it within moments."
    assert said("offered", "ru") == "Предложение получает Anna."
    assert said("accepted", "ru") == "Чат сразу получает Anna."
    assert said("next", "ru") == "В ближайшие мгновения получает Anna."


def test_what_stands_behind_a_decision() -> None:
    decided = record(
        "least_loaded", waited=125.4, queue=(UUID(int=301), "VIP"), eligible_count=6,
        needs=Needs((BILLING, SUPPORT), ((REFUNDS, 3),), "ru", 2),
    )  # fmt: skip
    assert sentences(decided, ANNA, NAMES, at=NOW, language="en") == [
        "It had waited 2 min 5 s since it first came, in the end in the queue “VIP”.",
        (
            "It asked for: somebody of “Billing” or “Support”; the skill “Refunds” at level 3 or above; Russian; "
            "tier 2 or above."
        ),
        "9 agents could not take it: 4 off shift, 3 not online, 2 full.",
        "Next in order: Boris (5 of 10), Cleo and 3 more.",
    ]
    assert sentences(decided, ANNA, NAMES, at=NOW, language="ru") == [
        "Ожидание с самого начала: 2 мин 5 с, под конец в очереди «VIP».",
        (
            "Требовалось: команда «Billing» или «Support»; навык «Refunds» не ниже уровня 3; язык: русский; уровень "
            "поддержки не ниже 2."
        ),
        "Не могли взять 9 агентов: не на смене — 4, не на связи — 3, нет свободного места — 2.",
        "Следующие по порядку: Boris (5 из 10), Cleo и ещё 3.",
    ]
    assert sentences(record("only_one", waited=0.2, **ALONE), ANNA, NAMES, at=NOW, language="ru")[0] == (
        "Ждать в очереди команды «Billing» не пришлось."
    )
    assert sentences(Record(), ANNA, NAMES, at=NOW, language="en") == []


@pytest.mark.parametrize(
    ("number", "en", "ru"),
    [
        (1, "1 agent could not take it: off shift.", "Не мог взять 1 агент: не на смене."),
        (2, "2 agents could not take it: 2 off shift.", "Не могли взять 2 агента: не на смене — 2."),
        (5, "5 agents could not take it: 5 off shift.", "Не могли взять 5 агентов: не на смене — 5."),
        (21, "21 agents could not take it: 21 off shift.", "Не мог взять 21 агент: не на смене — 21."),
    ],
)
def test_those_who_could_not_are_counted_as_people_count(number: int, en: str, ru: str) -> None:
    decided = Record(excluded_count=number, reasons={"off_shift": number})
    assert could_not(decided, NAMES, "en") == [en]
    assert could_not(decided, NAMES, "ru") == [ru]


REASONS = {
    "not_active": ("not active any more", "учётная запись отключена"),
    "may_not_reply": ("not allowed to reply", "нет права отвечать"),
    "not_online": ("not online", "не на связи"),
    "channel_off": ("not taking chats", "не принимает чаты"),
    "out_of_office": ("out of office", "в отпуске или отсутствует"),
    "off_shift": ("off shift", "не на смене"),
    "not_in_team": ("in none of its teams", "не в этих командах"),
    "tier_too_low": ("below tier 2", "уровень поддержки ниже 2"),
    "missing_skill": ("without the skill “Refunds”", "нет навыка «Refunds»"),
    "skill_too_low": ("not good enough at the skill “Refunds”", "недостаточный уровень навыка «Refunds»"),
    "no_language": ("not speaking Russian", "не владеет языком (русский)"),
    "declined": ("refused it or handed it on", "уже был отказ или передача"),
    "no_capacity": ("full", "нет свободного места"),
    "no_total_capacity": ("full over all channels", "нет места с учётом всех каналов"),
}


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(get_args(Exclusion))
    needs = Needs((BILLING,), ((REFUNDS, 3),), "ru", 2)
    for reason, said in REASONS.items():
        assert tuple(why(reason, "chat", needs, NAMES, each) for each in LANGUAGES) == said
    # What an older desk did not say, and what a newer one will.
    assert why("missing_skill", None, None, NAMES, "en") == "without a skill that it asks for"
    assert why("no_language", None, None, NAMES, "en") == "not speaking the language"
    assert why("channel_off", None, None, NAMES, "ru") == "не принимает этот канал"
    assert why("too_clever", None, None, NAMES, "ru") == "too clever"


@pytest.mark.parametrize(
    ("reason", "en", "ru"),
    [
        ("not_online", "not online: busy", "не на связи: статус «занят»"),
        ("no_capacity", "full: 3 of 3", "нет свободного места: 3 из 3"),
        ("no_total_capacity", "full over all channels: 7 of 8", "нет места с учётом всех каналов: 7 из 8"),
        ("skill_too_low", "“Refunds” at level 1, 3 is asked for", "навык «Refunds» на уровне 1, нужен 3"),
        ("tier_too_low", "of tier 1, tier 2 is asked for", "уровень поддержки 1, нужен 2"),
        ("off_shift", "off shift", "не на смене"),
    ],
)
def test_why_somebody_cannot_now(reason: str, en: str, ru: str) -> None:
    needs = Needs((BILLING,), ((REFUNDS, 3),), "ru", 2)
    agent = Candidate(
        ANNA, presence="busy", capacity=3, load=3, total_capacity=8, total_load=7, skills={REFUNDS: 1}, tier=1
    )
    assert detail(reason, "chat", needs, agent, NAMES, "en") == en
    assert detail(reason, "chat", needs, agent, NAMES, "ru") == ru


def test_a_skill_that_is_missing_is_named() -> None:
    needs = Needs(None, ((REFUNDS, 1), (UUID(int=202), 2)))
    agent = Candidate(ANNA, skills={REFUNDS: 1})
    assert detail("missing_skill", "chat", needs, agent, NAMES, "en") == "without the skill “#000000ca”"
    assert detail("missing_skill", "chat", needs, agent, NAMES, "ru") == "нет навыка «#000000ca»"


def test_places_and_wishes() -> None:
    queue = UUID(int=301)
    assert line(queue, "VIP", BILLING, NAMES, "en") == "in the queue “VIP”"
    assert line(queue, None, None, NAMES, "ru") == "в очереди «#0000012d»"
    assert line(None, None, BILLING, NAMES, "ru") == "в очереди команды «Billing»"
    assert line(None, None, UUID(int=0), NAMES, "en") == "in the desk's own queue"
    assert of_teams(Needs(()), NAMES, "en") == of_teams(None, NAMES, "ru") == ""
    assert asks(Needs(()), NAMES, "en") == ["a team, and there is none"]
    assert asks(Needs((BILLING,), ((REFUNDS, 1),), "eo"), NAMES, "ru") == [
        "команда «Billing»", "навык «Refunds»", "язык: eo",
    ]  # fmt: skip
    assert asks(Needs(), NAMES, "en") == []


def test_older_records_are_read_as_far_as_they_go() -> None:
    old = {"decided_by": "least_loaded", "eligible": [str(ANNA), str(BORIS)], "eligible_count": 2,
           "excluded": {str(CLEO): "off_shift"}, "excluded_count": 1}  # fmt: skip
    found = read(old)
    assert found is not None
    assert found.reasons == {"off_shift": 1}
    assert summary(found, ANNA, "offered", NAMES, at=NOW, language="en") == (
        "It was offered to Anna: of 3 agents 2 could take it; Anna was the least loaded, ahead of Boris."
    )
    assert read(None) is None
    assert read({}) == Record()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from([str(ANNA), str(BILLING), "least_loaded", "off_shift"]),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = (
    "decided_by", "policy", "channel", "queue", "needs", "waited_seconds", "eligible", "eligible_count", "excluded",
    "excluded_count", "excluded_by_reason", "loads", "passed_over",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_whatever_is_stored_is_told_without_failing(stored: dict[str, Any]) -> None:
    found = read(stored)
    assert found is not None
    for language in LANGUAGES:
        assert summary(found, ANNA, "assigned", NAMES, at=NOW, language=language).endswith(".")
        assert all(each.endswith(".") for each in sentences(found, ANNA, NAMES, at=NOW, language=language))


agents = st.lists(
    st.builds(
        Candidate,
        agent_id=st.integers(1, 30).map(lambda n: UUID(int=n)),
        presence=st.sampled_from(["online", "online", "away"]),
        channels=st.just(frozenset({"ticket"})),
        team_ids=st.sampled_from([frozenset({BILLING}), frozenset[UUID]()]),
        capacity=st.integers(0, 4),
        load=st.integers(0, 4),
        idle_since=st.none() | st.integers(0, 300).map(lambda n: NOW - timedelta(seconds=n)),
        off=st.none() | st.sampled_from(["off_shift", "out_of_office"]),
    ),
    unique_by=lambda each: each.agent_id,
    max_size=30,
)


@given(agents, st.sampled_from(["most_spare", "least_loaded", "longest_idle"]), st.none() | st.just(UUID(int=3)))
def test_every_decision_can_be_told(there: list[Candidate], policy: Any, last: UUID | None) -> None:
    decision = choose(Item("ticket", NEEDS, policy, last_agent_id=last), there)
    found = of_decision(decision, channel="ticket", needs=NEEDS)
    assert found.considered == len(there)
    assert sum(found.reasons.values()) == found.excluded_count
    if decision.agent_id is None:
        assert decision.loads == ()
        return
    assert len(decision.loads) == min(3, len(decision.eligible))
    for language in LANGUAGES:
        said = [
            summary(found, decision.agent_id, "assigned", NAMES, at=NOW, language=language),
            *sentences(found, decision.agent_id, NAMES, at=NOW, language=language),
        ]
        assert all(each.endswith(".") and "{" not in each and "None" not in each for each in said)
        if len(decision.eligible) > 1:
            assert str(len(decision.eligible)) in said[0] or "both" in said[0] or "оба" in said[0]


@given(st.text(max_size=120))
def test_a_hostile_name_stays_a_name(text: str) -> None:
    names = Names(agents={ANNA: text, BORIS: "{agent}"}, teams={BILLING: text})
    for language in LANGUAGES:
        said = summary(record("least_loaded"), ANNA, "assigned", names, at=NOW, language=language)
        assert "\n" not in said
        assert "{agent}" in said
        assert len(said) < 600
