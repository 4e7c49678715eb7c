"""Four weeks of the demo desk: weekdays and weekends, busy hours, answers that came late, and how people rated them.

The same for everybody who starts it on the same day: nothing of it is left to chance but what the dice of one seed say.
"""

# ruff: noqa: RUF001 - Russian text

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.demo.people import CUSTOMERS, EARLIER
from app.demo.stories import Story, Who
from app.schemas.tickets import Priority, TicketType

DAYS = 28
ZONE = ZoneInfo("Europe/Moscow")
_OPENS, _CLOSES = time(9), time(20)
# How many come on each day of the week, and at which hours: most before noon and after lunch, a few at night.
_A_DAY = (10, 8, 8, 7, 6, 2, 1)
_HOURS = (0, 7, 8, 9, 9, 10, 10, 10, 11, 11, 11, 12, 13, 14, 14, 15, 15, 15, 16, 16, 17, 18, 19, 21)
_LATE, _HIGH, _ASKS_AGAIN, _RATES = 0.09, 0.12, 0.3, 0.45
_GOOD, _BAD = (5, 5, 5, 5, 4, 4, 3), (3, 2, 2, 1)
# What happens after this is still to happen.
_YET = timedelta(minutes=10)


@dataclass(frozen=True)
class _Kind:
    """Something that people ask again and again, and how it is answered."""

    brand: str
    topic: str
    type: TicketType
    subject: str
    body: str
    answer: str


_KINDS = (
    _Kind("meridian", "delivery", "question", "Когда привезут заказ?",
          "Добрый день! Заказ оплачен три дня назад, курьер не звонил. Когда ждать?",
          "Здравствуйте! Заказ на складе в вашем городе, курьер позвонит завтра до полудня."),
    _Kind("meridian", "refunds", "request", "Хочу вернуть товар",
          "Пылесос оказался слишком шумным. Упаковка цела, чек есть. Как его вернуть?",
          "Здравствуйте! Оформил возврат: курьер заберёт пылесос, деньги придут за три рабочих дня."),
    _Kind("meridian", "appliances", "problem", "Стиральная машина не сливает воду",
          "Стирка доходит до отжима и встаёт, вода остаётся в баке.",
          "Здравствуйте! Прочистите, пожалуйста, фильтр внизу справа. Если не поможет, пришлём мастера."),
    _Kind("meridian", "billing", "question", "Дважды списали деньги",
          "За один заказ пришло два списания. Верните, пожалуйста, лишнее.",
          "Здравствуйте! Второе списание было проверочным и уже отменено, банк вернёт его за сутки."),
    _Kind("meridian", "documents", "request", "Нужен акт сверки",
          "Пришлите, пожалуйста, акт сверки за прошлый квартал.",
          "Здравствуйте! Акт отправлен на почту бухгалтерии."),
    _Kind("lumen", "bridges", "problem", "The bridge is offline",
          "The bridge has been offline since this morning. Restarting it changes nothing.",
          "Hello! Please hold its button for ten seconds: it asks for the network anew then."),
    _Kind("lumen", "app", "question", "The app does not find a new bulb",
          "I screwed in a third bulb, and the app goes on searching for it.",
          "Hello! Switch the bulb off and on five times, then search again. It blinks when it is ready."),
    _Kind("lumen", "billing", "request", "An invoice with our VAT number",
          "Could you send the invoice for our last order with the VAT number of the company?",
          "Hello! The invoice is in your mailbox, with the number."),
    _Kind("lumen", "app", "problem", "Schedules run an hour late",
          "Since the clocks changed all my schedules run an hour late.",
          "Hello! Open the app once with the bridge at home: it takes over the time zone then."),
)  # fmt: skip
_SUBJECT = "{} ({})"
_AGENTS = {
    "meridian": ("maria@otklik.example", "maria@otklik.example", "oleg@otklik.example", "dmitry@otklik.example"),
    "lumen": ("emma@otklik.example", "emma@otklik.example", "lukas@otklik.example"),
}
_MORE = {
    "meridian": ("Поняла, спасибо. А это точно?", "Да, всё проверено: можно не беспокоиться."),
    "lumen": ("Thanks. Is there anything else that I should do?", "No, that is all. It goes on by itself."),
}
_PEOPLE = {
    brand: tuple(each.email for each in (*CUSTOMERS, *EARLIER) if (each.locale == "ru") == (brand == "meridian"))
    for brand in _AGENTS
}


@dataclass(frozen=True)
class Past:
    """A story with its times: when it began, was taken, each word was said, it was solved and rated. What is None, or
    is not there, has not happened yet.
    """

    story: Story
    began: datetime
    taken: datetime | None
    said: tuple[datetime, ...]
    solved: datetime | None
    rated: datetime | None


def of(now: datetime) -> Iterator[Past]:
    """What happened in the weeks before this moment, in the order in which it began."""
    dice = random.Random(20)  # noqa: S311 - no secret
    today = now.astimezone(ZONE).date()
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        many = max(0, _A_DAY[day.weekday()] + dice.choice((-1, 0, 0, 1)))
        times = sorted(time(dice.choice(_HOURS), dice.randrange(60), dice.randrange(60)) for _ in range(many))
        for each in times:
            past = _one(dice, datetime.combine(day, each, ZONE), now - _YET)
            if past is not None:
                yield past


def _one(dice: random.Random, began: datetime, yet: datetime) -> Past | None:
    kind, late = dice.choice(_KINDS), dice.random() < _LATE
    again, rates, priority = dice.random() < _ASKS_AGAIN, dice.random() < _RATES, _priority(dice)
    customer, agent = dice.choice(_PEOPLE[kind.brand]), dice.choice(_AGENTS[kind.brand])
    score, place = dice.choice(_BAD if late else _GOOD), dice.randrange(20_000, 29_999)
    waits = timedelta(minutes=min(240.0, dice.lognormvariate(2.9, 0.8)))
    first = _at_work(began + (timedelta(hours=dice.randint(20, 30)) if late else waits), dice)
    times = [first]
    said: list[tuple[Who, str]] = [("agent", kind.answer)]
    if again:
        asked = first + timedelta(minutes=dice.randint(4, 90))
        times += [asked, _at_work(asked + timedelta(minutes=dice.randint(5, 80)), dice)]
        said += [("customer", _MORE[kind.brand][0]), ("agent", _MORE[kind.brand][1])]
    solved = _at_work(times[-1] + timedelta(minutes=dice.randint(10, 1500)), dice)
    rated = solved + timedelta(minutes=dice.randint(5, 600))
    if began > yet:
        return None
    done = [each for each in times if each <= yet]
    story = Story(
        kind.brand, customer, _SUBJECT.format(kind.subject, f"M-{place}"), kind.body,
        "ru" if kind.brand == "meridian" else "en", agent, tuple(said[: len(done)]),
        "solved" if solved <= yet else "open", priority, kind.type, kind.topic, score=score,
    )  # fmt: skip
    taken = max(began, first - timedelta(minutes=3))
    return Past(
        story,
        began,
        taken if taken <= yet else None,
        tuple(done),
        solved if solved <= yet else None,
        rated if rates and rated <= yet else None,
    )


def _priority(dice: random.Random) -> Priority:
    return "high" if dice.random() < _HIGH else "low" if dice.random() < _HIGH else "normal"


def _at_work(at: datetime, dice: random.Random) -> datetime:
    """That moment, or a little after the next morning on which somebody is there."""
    local = at.astimezone(ZONE)
    if _works(local.date()) and _OPENS <= local.time() < _CLOSES:
        return local
    day = local.date() if local.time() < _OPENS else local.date() + timedelta(days=1)
    while not _works(day):
        day += timedelta(days=1)
    return datetime.combine(day, _OPENS, ZONE) + timedelta(minutes=dice.randint(3, 55))


def _works(day: date) -> bool:
    return day.weekday() < 5  # noqa: PLR2004 - Saturday
