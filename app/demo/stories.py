"""What has happened on the demo desk: a few tickets in several states, in three languages."""

# ruff: noqa: RUF001 - Russian text

from dataclasses import dataclass
from typing import Literal

from app.schemas.tickets import Priority, TicketType

Who = Literal["customer", "agent", "note"]


@dataclass(frozen=True)
class Story:
    """A ticket: its first message, what was said after it, and where it ended. `agent` is who answers (by e-mail).

    `by` says who opened it: the customer on the site, or the partner's shop through its source.
    """

    brand: str
    customer: str
    subject: str
    body: str
    language: str
    agent: str | None = None
    said: tuple[tuple[Who, str], ...] = ()
    status: Literal["new", "open", "pending", "on_hold", "solved"] = "new"
    priority: Priority = "normal"
    type: TicketType = "question"
    topic: str | None = None
    tags: tuple[str, ...] = ()
    score: int | None = None
    comment: str | None = None
    by: Literal["customer", "partner"] = "customer"


STORIES = (
    Story(
        "meridian", "vera@romashka.example", "Нужны закрывающие документы за март",
        "Добрый день! Бухгалтерия просит счёт-фактуру и акт за мартовскую поставку (заказ M-20112). "
        "Пришлите, пожалуйста, на этот адрес.",
        "ru", "oleg@otklik.example",
        (("agent", "Вера, здравствуйте! Документы за март отправил на вашу почту, оригиналы едут с курьером."),
         ("customer", "Получили, всё верно. Спасибо за скорость!")),
        "solved", type="request", topic="documents", tags=("b2b", "documents"), score=5, comment="Очень быстро",
    ),
    Story(
        "meridian", "svetlana@pochta.example", "Холодильник гудит по ночам",
        "Купила холодильник две недели назад. Днём тихо, а ночью гудит так, что просыпаюсь. Это брак?",
        "ru", "maria@otklik.example",
        (("agent", "Светлана, здравствуйте! Проверьте, пожалуйста, стоит ли он ровно и не касается ли стены."),
         ("note", "Похоже на партию с дефектным компрессором, сверяю серийный номер с сервисом."),
         ("customer", "Стоит ровно, до стены ладонь. Серийный номер: MR-77120-4.")),
        "open", "high", "problem", "appliances", ("noise", "warranty"),
    ),
    Story(
        "meridian", "timur@pochta.example", "Доставка не приехала второй раз",
        "Уже второй день жду курьера с 10 до 18, никто не звонит. Заказ M-20455. Верните деньги!",
        "ru", "dmitry@otklik.example",
        (("agent", ("Тимур, приношу извинения за оба дня. Доставку за вчера и сегодня уже вернули на карту. "
                    "Когда вам удобно принять заказ: завтра утром или вечером?")),),
        "pending", "urgent", "incident", "delivery", ("delivery", "complaint"),
    ),
    Story(
        "meridian", "igor@romashka.example", "Возврат кофемашины: ждём поставщика",
        "Кофемашина в офисе перестала включаться на третий день. Просим вернуть деньги.",
        "ru", "dmitry@otklik.example",
        (("agent", "Игорь, здравствуйте! Возврат одобрен, поставщик забирает машину в пятницу. Деньги придут после."),
         ("note", "Ждём подтверждения от поставщика, напомнить в понедельник.")),
        "on_hold", topic="refunds", type="request", tags=("refund", "b2b"),
    ),
    Story(
        "meridian", "vera@romashka.example", "Заказ M-20501: не та комплектация",
        "Позиция 3: вместо чёрного корпуса приехал белый. Фото приложены в личном кабинете.",
        "ru", priority="high", type="incident", topic="orders", tags=("order", "shop"), by="partner",
    ),
    Story(
        "lumen", "priya@northgate.example", "Switch 240 rooms to the new bridge",
        "We are replacing the bridges in two hotels next month. Is there a way to move the scenes of 240 rooms without "
        "doing it by hand?",
        "en", "emma@otklik.example",
        (("agent", ("Hello Priya! Yes: export the scenes per floor and import them after the swap. The steps are on "
                    "your account page. Shall we do the first floor together on a call?")),
         ("customer", "Please, Thursday morning would be perfect."),
         ("note", "Large customer. Thursday 10:00 is in my calendar; Lukas joins.")),
        "open", "high", "task", "bridges", ("b2b", "migration"),
    ),
    Story(
        "lumen", "tom@northgate.example", "Lobby lights flicker after the update",
        "Since 4.2 the lobby lights flicker for a second whenever a scene changes.",
        "en", "emma@otklik.example",
        (("agent", "Hi Tom, that is a known problem of 4.2.0 and mended in 4.2.1, which your bridges have just got."),
         ("customer", "Confirmed, no more flicker.")),
        "solved", type="problem", topic="bridges", tags=("update",), score=4, comment="Fixed before lunch.",
    ),
    Story(
        "lumen", "jonas@brief.example", "Rechnung auf Firmennamen umschreiben",
        "Können Sie die Rechnung L-3308 auf meine Firma ausstellen? Die Adresse bleibt gleich.",
        "de", "lukas@otklik.example",
        (("agent", "Guten Tag Herr Keller, gern. Nennen Sie mir bitte den genauen Firmennamen und die USt-IdNr."),),
        "pending", type="request", topic="billing", tags=("invoice",),
    ),
    Story(
        "lumen", "grace@letter.example", "Sunset schedule is one hour late",
        "My lights follow sunset, but since Sunday they come on an hour too late.",
        "en", topic="app", tags=("schedule",),
    ),
)  # fmt: skip
