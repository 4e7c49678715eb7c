"""A ticket's way through the desk: each kind of event has its sentence, in English and in Russian."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.routing_mentions import Mentions
from app.rules.routing_story import TOLD, Happened, tell
from app.rules.routing_story_words import SAID
from app.rules.routing_words import Names
from app.schemas.events import EventType

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANNA, BORIS, LEA = (UUID(int=n) for n in (1, 2, 3))
BILLING, SUPPORT, VIP = (UUID(int=n) for n in (101, 102, 301))
NAMES = Names(
    agents={ANNA: "Anna", BORIS: "Boris", LEA: "Lea"},
    teams={BILLING: "Billing", SUPPORT: "Support"},
    queues={VIP: "VIP"},
)
AGENT = {"id": str(ANNA), "name": "Anna"}
OTHER = {"id": str(BORIS), "name": "Boris"}
QUEUE = {"id": str(VIP), "name": "VIP"}
TEAMS = {"from_team": {"id": str(BILLING), "name": "Billing"}, "to_team": {"id": str(SUPPORT), "name": "Support"}}
STEP = {"metric": "first_reply", "actions": [{"type": "notify"}, {"type": "transfer", "team_id": str(SUPPORT)}]}
DECISION = {"decided_by": "least_loaded", "eligible": [str(ANNA), str(BORIS)], "eligible_count": 2}


def happened(kind: str, data: dict[str, Any], by: str) -> Happened:
    """An event by `Lea`, `Anna`, or what kind of caller."""
    who = {"Lea": LEA, "Anna": ANNA}.get(by)
    return Happened(7, NOW, kind, "agent" if who else by, who or UUID(int=0), by if who else "Otklik", data)


TABLE: list[tuple[str, dict[str, Any], str, list[str], list[str]]] = [
    (
        "ticket.created", {"set": {"queue_id": str(VIP), "team_id": str(BILLING), "routed_by_hand": True}}, "customer",
        ["It was created; its place is in the queue “VIP”.", "Its team was chosen by whoever created it."],
        ["Обращение создано, его место — в очереди «VIP».", "Команду указали при создании."],
    ),
    (
        "ticket.created", {"set": {"team_id": None}}, "customer",
        ["It was created; its place is in the desk's own queue."],
        ["Обращение создано, его место — в общей очереди."],
    ),
    (
        "ticket.queued", {"because": "conditions", "queue": QUEUE}, "system",
        ["It waits in the queue “VIP” now: the first queue whose conditions hold."],
        ["Теперь ждёт в очереди «VIP»: это первая очередь, условия которой выполнены."],
    ),
    (
        "ticket.queued", {"because": "conditions", "queue": None, "set": {"team_id": str(BILLING)}}, "system",
        ["It waits in the queue of the team “Billing” now: no queue is for it."],
        ["Теперь ждёт в очереди команды «Billing»: ни одна очередь не подходит."],
    ),
    (
        "ticket.queued", {"because": "queue_gone", "queue": QUEUE}, "system",
        ["It waits in the queue “VIP” now: the queue where it was is gone."],
        ["Теперь ждёт в очереди «VIP»: прежней очереди больше нет."],
    ),
    (
        "ticket.queued", {"because": "closed", "queue": QUEUE}, "system",
        ["It waits in the queue “VIP” now: the queue where it belongs is closed."],
        ["Теперь ждёт в очереди «VIP»: своя очередь закрыта."],
    ),
    (
        "ticket.transferred", {"to": {"kind": "agent", **AGENT}, "reason": "knows it", "instead_of": OTHER}, "Lea",
        ["Lea handed it to Anna.", "The reason: “knows it”", "Boris is out of office, and Anna stands in."],
        ["Lea передаёт обращение: агент Anna.", "Причина: «knows it»", "Boris отсутствует, замещает Anna."],
    ),
    (
        "ticket.transferred", {"to": {"kind": "queue", **QUEUE}, "not_my_area": True}, "Lea",
        ["Lea said that it is not theirs to do, and sent it on to the queue “VIP”."],
        ["Lea отмечает «не мой вопрос» и передаёт обращение: очередь «VIP»."],
    ),
    (
        "ticket.transferred", {"to": {"kind": "queue", "id": None, "name": ""}, "not_my_area": True}, "Lea",
        ["Lea said that it is not theirs to do, and sent it on to another place."],
        ["Lea отмечает «не мой вопрос» и передаёт обращение: другое место."],
    ),
    (
        "ticket.transferred", {"to": {"kind": "tier", "id": None, "name": "2"}}, "Lea",
        ["Lea handed it to agents of tier 2 or above."],
        ["Lea передаёт обращение: агенты с уровнем поддержки не ниже 2."],
    ),
    (
        "chat.requeued", {"to": {"kind": "team", "id": str(BILLING), "name": "Once"}}, "Lea",
        ["Lea handed it to the team “Billing”."],
        ["Lea передаёт обращение: команда «Billing»."],
    ),
    (
        "chat.requeued", {"chat_id": "x"}, "system",
        ["The chat went back to its queue."],
        ["Чат возвращается в очередь."],
    ),
    (
        "ticket.assigned", {"agent": AGENT, "decision": DECISION}, "system",
        ["Anna got it: both agents could take it; Anna was the least loaded, ahead of Boris.",
         "Next in order: Boris."],
        ["Получает Anna: взять могли оба агента; наименьшая загрузка: Anna, далее Boris.",
         "Следующие по порядку: Boris."],
    ),
    ("ticket.assigned", {"agent": AGENT}, "Lea", ["Lea gave it to Anna."], ["Lea назначает обращение. Кому: Anna."]),
    ("ticket.assigned", {"agent": AGENT}, "Anna", ["Anna took it."], ["Anna берёт обращение."]),
    ("ticket.assigned", {"set": {"assignee_id": str(ANNA)}}, "system", ["Anna got it."], ["Получает Anna."]),
    (
        "ticket.assigned", {"agent": AGENT, "instead_of": OTHER}, "system",
        ["Anna got it, standing in for Boris."],
        ["Получает Anna: Boris отсутствует, это замещение."],
    ),
    (
        "ticket.unassigned", {"cause": "agent_not_there", "agent": AGENT}, "system",
        ["It went back to its queue: Anna is not there for it."],
        ["Обращение возвращается в очередь: Anna отсутствует."],
    ),
    (
        "ticket.unassigned", {"cause": "sla:first_reply:1:breach"}, "system",
        ["A step of its SLA took it back (first reply): it waits for somebody else."],
        ["Шаг SLA возвращает обращение в очередь (первый ответ): нужен другой агент."],
    ),
    (
        "ticket.unassigned", {}, "Lea",
        ["Lea put it back into the queue."],
        ["Lea возвращает обращение в очередь."],
    ),
    (
        "ticket.updated", {"set": {"team_id": str(SUPPORT)}}, "Lea",
        ["Lea moved it to the team “Support”."],
        ["Lea переводит обращение в команду «Support»."],
    ),
    (
        "ticket.updated", {"set": {"team_id": None}}, "Lea",
        ["Lea took it out of its team."],
        ["Lea убирает обращение из команды."],
    ),
    (
        "ticket.updated", {"set": {"team_id": str(SUPPORT)}, "cause": "sla:resolution:1:breach"}, "system",
        ["A step of its SLA moved it to the team “Support” (resolution)."],
        ["Шаг SLA переводит обращение в команду «Support» (решение)."],
    ),
    (
        "ticket.updated", {"set": {"queue_id": None}}, "Lea",
        ["Lea changed where it belongs."],
        ["Lea меняет место обращения."],
    ),
    (
        "ticket.escalated", {**TEAMS, "reason": "angry", "cause": "agent"}, "Lea",
        ["Lea escalated it from the team “Billing” to the team “Support”.", "The reason: “angry”"],
        ["Lea передаёт обращение выше: из команды «Billing» в команду «Support».", "Причина: «angry»"],
    ),
    (
        "ticket.escalated", {**TEAMS, "reason": "sla:first_reply:1:breach", "cause": "sla"}, "system",
        ["A step of its SLA escalated it from the team “Billing” to the team “Support”."],
        ["Шаг SLA передаёт обращение выше: из команды «Billing» в команду «Support»."],
    ),
    (
        "ticket.deescalated", {**TEAMS, "cause": "agent"}, "Lea",
        ["Lea gave it back from the team “Billing” to the team “Support”."],
        ["Lea возвращает обращение: из команды «Billing» в команду «Support»."],
    ),
    (
        "ticket.reordered", {"place": "first", "reason": "VIP"}, "Lea",
        ["Lea put it first in its queue.", "The reason: “VIP”"],
        ["Lea ставит обращение первым в очереди.", "Причина: «VIP»"],
    ),
    ("ticket.reordered", {"place": "last"}, "Lea", ["Lea put it last in its queue."],
     ["Lea ставит обращение последним в очереди."]),
    ("ticket.reordered", {"place": "in_order"}, "Lea", ["Lea put it back in its order."],
     ["Lea возвращает обращение на обычное место в очереди."]),
    (
        "ticket.snoozed", {"set": {"snoozed_until": "2026-11-21T08:00:00+00:00"}}, "Lea",
        ["Lea snoozed it until 2026-11-21 08:00:00 UTC."],
        ["Lea скрывает обращение до 2026-11-21 08:00:00 UTC."],
    ),
    ("ticket.woken", {"cause": "time"}, "system", ["Its snooze was over."],
     ["Срок, до которого обращение было скрыто, прошёл."]),
    ("ticket.woken", {"cause": "agent"}, "Lea", ["Lea woke it."], ["Lea возвращает обращение в работу."]),
    ("message.created", {"set": {"snoozed_until": None}}, "customer", ["A new message woke it."],
     ["Обращение возвращается в работу: пришло новое сообщение."]),
    ("ticket.status_changed", {"set": {"status": "solved"}}, "Lea", ["It was solved."], ["Обращение решено."]),
    ("ticket.status_changed", {"set": {"status": "closed"}}, "Lea", ["It was closed."], ["Обращение закрыто."]),
    ("ticket.status_changed", {"set": {"status": "open"}, "was": {"status": "solved"}}, "customer",
     ["It was opened again."], ["Обращение снова открыто."]),
    ("ticket.merged", {"set": {"status": "merged"}}, "Lea", ["It was merged into another ticket."],
     ["Обращение объединено с другим."]),
    ("ticket.unmerged", {"set": {"status": "open"}, "was": {"status": "merged"}}, "Lea", ["It was opened again."],
     ["Обращение снова открыто."]),
    ("ticket.marked_spam", {"set": {"status": "closed", "spam": "marked"}}, "Lea", ["It was closed."],
     ["Обращение закрыто."]),
    ("ticket.unmarked_spam", {"set": {"status": "open", "spam": "no"}, "was": {"status": "closed"}}, "Lea",
     ["It was opened again."], ["Обращение снова открыто."]),
    ("chat.started", {}, "customer", ["The customer opened a chat."], ["Клиент открывает чат."]),
    (
        "chat.offered", {"agent": AGENT, "warm": True}, "system",
        ["It was offered to Anna.", "Whoever has the chat stays in it until the offer is accepted."],
        ["Предложение получает Anna.", "Пока предложение не принято, в чате остаётся прежний агент."],
    ),
    (
        "chat.offered", {"agent": AGENT, "decision": {**DECISION, "eligible": [str(ANNA)], "eligible_count": 1}},
        "system",
        ["It was offered to Anna: nobody else was considered."],
        ["Предложение получает Anna: другие агенты не рассматривались."],
    ),
    ("chat.offer_ended", {"agent": AGENT, "outcome": "declined"}, "Anna", ["Anna declined the offer."],
     ["Anna отклоняет предложение."]),
    ("chat.offer_ended", {"agent": AGENT, "outcome": "expired"}, "system", ["Anna let the offer pass."],
     ["Anna не отвечает на предложение."]),
    ("chat.offer_ended", {"agent": AGENT, "outcome": "withdrawn"}, "system", ["The offer to Anna was taken back."],
     ["Предложение отозвано, его получал агент Anna."]),
    ("chat.accepted", {"agent": AGENT}, "Anna", ["Anna accepted the chat."], ["Anna принимает чат."]),
    ("chat.accepted", {"agent": AGENT, "from_agent": OTHER}, "Anna", ["Anna took the chat over from Boris."],
     ["Anna принимает чат, прежний агент — Boris."]),
    (
        "chat.accepted", {"agent": AGENT, "decision": {}}, "system",
        ["Anna got the chat at once."],
        ["Чат сразу получает Anna."],
    ),
    ("chat.ended", {"ended_by": "agent"}, "Lea", ["Lea ended the chat."], ["Lea завершает чат."]),
    ("chat.ended", {"ended_by": "customer"}, "customer", ["The customer ended the chat."], ["Клиент завершает чат."]),
    ("chat.ended", {}, "system", ["The chat was ended by the desk itself."], ["Чат завершён автоматически."]),
    (
        "sla.breached", {"metric": "resolution", "actions": [{"type": "requeue"}]}, "system",
        ["A step of its SLA was reached (resolution): it goes back to its queue."],
        ["Наступил шаг SLA (решение): обращение возвращается в очередь."],
    ),
    (
        "sla.step_reached", STEP, "system",
        ["A step of its SLA was reached (first reply): it goes to the team “Support”."],
        ["Наступил шаг SLA (первый ответ): обращение переходит в команду «Support»."],
    ),
    (
        "sla.step_reached", {"metric": "resolution", "actions": [{"type": "escalate", "team_id": str(SUPPORT)}]},
        "system",
        ["A step of its SLA was reached (resolution): it goes up to the team “Support”."],
        ["Наступил шаг SLA (решение): обращение переходит выше, в команду «Support»."],
    ),
    ("ticket.followed", {}, "Lea", ["ticket.followed."], ["ticket.followed."]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "by", "en", "ru"), TABLE)
def test_each_kind_of_event_has_its_sentence(
    kind: str, data: dict[str, Any], by: str, en: list[str], ru: list[str]
) -> None:
    for language, said in (("en", en), ("ru", ru)):
        told = tell(happened(kind, data, by), NAMES, language=language)  # type: ignore[arg-type]  # two literals
        assert [told.summary, *told.sentences] == said


def test_all_that_is_told_is_in_the_table() -> None:
    assert {each[0] for each in TABLE} - {"ticket.followed"} == TOLD
    assert set(EventType) >= TOLD
    assert set(SAID["en"]) == set(SAID["ru"])


def test_a_decision_comes_with_its_words() -> None:
    told = tell(happened("ticket.assigned", {"agent": AGENT, "decision": DECISION}, "system"), NAMES, language="en")
    assert told.agent_id == ANNA
    assert told.record is not None
    assert told.record.eligible == (ANNA, BORIS)


def test_all_that_is_spoken_of_is_mentioned() -> None:
    found = Mentions()
    found.of_events(happened(kind, data, by) for kind, data, by, _, _ in TABLE)
    assert found.agents == {ANNA: "Anna", BORIS: "Boris", LEA: "Lea"}
    assert found.teams == {BILLING: "Billing", SUPPORT: "Support"}
    assert found.queues == {VIP: "VIP"}
    assert found.skills == {}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from([str(ANNA), str(VIP), "sla:"]),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "kind", "type", "team_id", "assignee_id"]), each, max_size=4)
    ),
    max_leaves=6,
)
KEYS = (
    "set", "agent", "from_agent", "instead_of", "to", "queue", "because", "reason", "cause", "place", "outcome", "warm",
    "ended_by", "metric", "actions", "decision", "from_team", "to_team", "not_my_area",
)  # fmt: skip


@given(st.sampled_from(sorted(TOLD)), st.dictionaries(st.sampled_from(KEYS), json_values), st.text(max_size=30))
def test_whatever_an_event_says_it_can_be_told(kind: str, data: dict[str, Any], actor: str) -> None:
    event = Happened(1, NOW, kind, "partner", UUID(int=5), actor, data)
    Mentions().of_events([event])
    english, russian = tell(event, Names(), language="en"), tell(event, Names(), language="ru")
    assert english.summary
    assert russian.summary
    assert len(english.sentences) == len(russian.sentences)
    assert "\n" not in english.summary + russian.summary
