"""Who is on the demo desk: brands, teams, agents, organizations and customers, all invented."""

# ruff: noqa: RUF001 - Russian text

from dataclasses import dataclass
from typing import Literal

from app.schemas.appearance import AppearanceIn


@dataclass(frozen=True)
class DemoBrand:
    """A brand and the team that its tickets go to."""

    key: str
    name: str
    team: str
    appearance: AppearanceIn


@dataclass(frozen=True)
class DemoAgent:
    """A member of staff; `ticket_duty` are online for tickets from the start."""

    email: str
    name: str
    role: Literal["agent", "lead", "admin"]
    languages: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    teams: tuple[str, ...]
    ticket_duty: bool = False
    chats: int = 3


@dataclass(frozen=True)
class DemoCustomer:
    """A customer, found by e-mail."""

    email: str
    name: str
    locale: str
    organization: str | None = None
    phone: str | None = None


TEAMS = ("Поддержка «Меридиан»", "Lumen Support", "Billing")

BRANDS = (
    DemoBrand(
        "meridian", "Меридиан: техника для дома", TEAMS[0],
        AppearanceIn(
            accent="#a3401f",
            accent_dark="#f0a37f",
            title={"en": "Meridian", "ru": "Меридиан"},
            greeting={"en": "Hello! What is it about?", "ru": "Здравствуйте! Чем помочь?"},
        ),
    ),
    DemoBrand(
        "lumen", "Lumen Smart Lights", TEAMS[1],
        AppearanceIn(accent="#0b6e63", accent_dark="#5cc9bb", title={"en": "Lumen"}),
    ),
)  # fmt: skip

AGENTS = (
    DemoAgent(
        "anna@otklik.example", "Анна Соколова", "admin", ("ru", "en"), (("onboarding", 5), ("billing", 3)),
        (TEAMS[0], TEAMS[1]),
    ),
    DemoAgent(
        "dmitry@otklik.example", "Дмитрий Орлов", "lead", ("ru", "en"), (("refunds", 5), ("appliances", 4)),
        (TEAMS[0], TEAMS[2]),
    ),
    DemoAgent(
        "maria@otklik.example", "Мария Петрова", "agent", ("ru",), (("appliances", 5), ("delivery", 4)), (TEAMS[0],),
        ticket_duty=True,
    ),
    DemoAgent(
        "oleg@otklik.example", "Олег Ким", "agent", ("ru", "en"), (("billing", 5), ("refunds", 4)),
        (TEAMS[0], TEAMS[2]),
    ),
    DemoAgent(
        "emma@otklik.example", "Emma Clarke", "agent", ("en",), (("bridges", 5), ("app", 4)), (TEAMS[1],),
        ticket_duty=True, chats=4,
    ),
    DemoAgent(
        "lukas@otklik.example", "Lukas Weber", "agent", ("de", "en"), (("app", 4), ("billing", 2)),
        (TEAMS[1], TEAMS[2]),
    ),
)  # fmt: skip

ORGANIZATIONS = {"ООО «Ромашка»": ("romashka.example",), "Northgate Hotels": ("northgate.example",)}

CUSTOMERS = (
    DemoCustomer("vera@romashka.example", "Вера Климова", "ru", "ООО «Ромашка»", "+7 495 000-11-22"),
    DemoCustomer("igor@romashka.example", "Игорь Савельев", "ru", "ООО «Ромашка»"),
    DemoCustomer("svetlana@pochta.example", "Светлана Громова", "ru", phone="+7 812 000-33-44"),
    DemoCustomer("timur@pochta.example", "Тимур Алиев", "ru"),
    DemoCustomer("priya@northgate.example", "Priya Nair", "en", "Northgate Hotels", "+44 20 0000 5566"),
    DemoCustomer("tom@northgate.example", "Tom Hughes", "en", "Northgate Hotels"),
    DemoCustomer("jonas@brief.example", "Jonas Keller", "de"),
    DemoCustomer("grace@letter.example", "Grace Lee", "en"),
)

# Who asked in the weeks before: so many that nobody seems to come again and again.
_EARLIER = {
    "anna.belova@pochta.example": "Анна Белова", "olga.orehova@pochta.example": "Ольга Орехова",
    "elena.fomina@pochta.example": "Елена Фомина", "marina.surikova@pochta.example": "Марина Сурикова",
    "julia.kotova@pochta.example": "Юлия Котова", "daria.lapina@pochta.example": "Дарья Лапина",
    "irina.zvyagina@pochta.example": "Ирина Звягина", "polina.chernova@pochta.example": "Полина Чернова",
    "natalia.ryabova@pochta.example": "Наталья Рябова", "ksenia.melnik@pochta.example": "Ксения Мельник",
    "alina.drozdova@pochta.example": "Алина Дроздова", "sofia.titova@pochta.example": "Софья Титова",
    "pavel.orlov@pochta.example": "Павел Орлов", "andrey.fomin@pochta.example": "Андрей Фомин",
    "sergey.vlasov@pochta.example": "Сергей Власов", "nikita.ershov@pochta.example": "Никита Ершов",
    "maxim.laptev@pochta.example": "Максим Лаптев", "roman.gusev@pochta.example": "Роман Гусев",
    "artem.zuev@pochta.example": "Артём Зуев", "oleg.savin@pochta.example": "Олег Савин",
    "denis.kryukov@pochta.example": "Денис Крюков", "kirill.nosov@pochta.example": "Кирилл Носов",
    "gleb.shubin@pochta.example": "Глеб Шубин", "ilya.komarov@pochta.example": "Илья Комаров",
    "alice.moore@letter.example": "Alice Moore", "ben.carter@letter.example": "Ben Carter",
    "chloe.evans@letter.example": "Chloe Evans", "daniel.reed@letter.example": "Daniel Reed",
    "ella.brooks@letter.example": "Ella Brooks", "finn.murphy@letter.example": "Finn Murphy",
    "hannah.price@letter.example": "Hannah Price", "isaac.stone@letter.example": "Isaac Stone",
    "julia.hart@letter.example": "Julia Hart", "kate.doyle@letter.example": "Kate Doyle",
    "liam.ward@letter.example": "Liam Ward", "mia.fox@letter.example": "Mia Fox",
    "noah.grant@letter.example": "Noah Grant", "olivia.bell@letter.example": "Olivia Bell",
    "peter.lund@letter.example": "Peter Lund", "rosa.silva@letter.example": "Rosa Silva",
    "samir.khan@letter.example": "Samir Khan", "tara.walsh@letter.example": "Tara Walsh",
    "uma.rao@letter.example": "Uma Rao", "victor.hale@letter.example": "Victor Hale",
    "wendy.cole@letter.example": "Wendy Cole", "yara.haddad@letter.example": "Yara Haddad",
    "zoe.blake@letter.example": "Zoe Blake", "marco.conti@letter.example": "Marco Conti",
}  # fmt: skip
EARLIER = tuple(
    DemoCustomer(email, name, "ru" if email.endswith("@pochta.example") else "en") for email, name in _EARLIER.items()
)

SOURCE = ("meridian-shop", "Meridian web shop", "meridian")
