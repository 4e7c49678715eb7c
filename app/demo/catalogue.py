"""What can be asked of the demo desk: six types of requests, each with its questions, its tasks and its team."""

# ruff: noqa: RUF001 - Russian text

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.demo.people import TEAMS
from app.rules.actors import SYSTEM
from app.schemas.checklists import ChecklistIn
from app.schemas.fields import FieldIn
from app.schemas.forms import FormIn
from app.schemas.request_types import RequestTypeIn
from app.services import checklists, fields, forms, request_types
from app.services.forms import Asked

_OPEN = {"visible_to": "customers", "writable_by": "customers"}


def _labels(en: str, ru: str) -> dict[str, str]:
    return {"en": en, "ru": ru}


def _options(*options: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"value": value, "labels": _labels(en, ru)} for value, en, ru in options]


FIELDS: tuple[dict[str, Any], ...] = (
    {"key": "site", "kind": "url", "labels": _labels("Address of the site", "Адрес сайта"), **_OPEN,
     "of_customer": True},
    {"key": "page", "kind": "url", "labels": _labels("Address of the page", "Адрес страницы"), **_OPEN},
    {"key": "wanted_on", "kind": "date", "labels": _labels("Wanted on", "К какой дате"), **_OPEN},
    {"key": "banner_size", "kind": "select", "labels": _labels("Size of the banner", "Размер баннера"), **_OPEN,
     "options": _options(("wide", "Wide, 1920×600", "Широкий, 1920×600"), ("square", "Square", "Квадратный"),
                         ("other", "Another one", "Другой"))},
    {"key": "banner_size_other", "kind": "text", "labels": _labels("Which size?", "Какой размер?"), **_OPEN,
     "pattern": r"[0-9]{2,4} ?[x×] ?[0-9]{2,4}", "required_on_create": True,
     "conditions": {"all": [{"field": "custom_fields.banner_size", "operator": "is", "value": "other"}]}},
    {"key": "counter_number", "kind": "text", "labels": _labels("Number of the counter", "Номер счётчика"), **_OPEN},
    {"key": "access_for", "kind": "email", "labels": _labels("Access for whom", "Кому доступ (почта)"), **_OPEN},
    {"key": "access_level", "kind": "select", "labels": _labels("Which access", "Какой доступ"), **_OPEN,
     "options": _options(("read", "Reading", "Просмотр"), ("edit", "Editing", "Редактирование"),
                         ("admin", "Everything", "Полный"))},
    {"key": "place", "kind": "long_text", "labels": _labels("Where to install it", "Куда установить"), **_OPEN},
    {"key": "spent_on", "kind": "select", "labels": _labels("Paid from", "Статья расходов"),
     "options": _options(("support", "Support contract", "Договор поддержки"), ("extra", "Extra", "Отдельно"))},
)  # fmt: skip


@dataclass(frozen=True)
class DemoRequest:
    """A type of request: (en, ru) texts, (field, whether it is required), (en/ru title, whether it is required)."""

    key: str
    name: tuple[str, str]
    description: tuple[str, str]
    team: str
    questions: tuple[tuple[str, bool], ...]
    tasks: tuple[tuple[str, bool], ...]
    priority: str = "normal"
    approved: bool = False


REQUESTS = (
    DemoRequest(
        "site-change", ("Change on the site", "Изменение на сайте"),
        ("A text, a picture or a block is to be another one.", "Заменить текст, картинку или блок."), TEAMS[0],
        (("site", True), ("page", False), ("wanted_on", False)),
        (("Понять, что менять / Know what to change", True),
         ("Изменить на тестовом сайте / Change the test site", False),
         ("Проверить и опубликовать / Check and publish", True)),
    ),
    DemoRequest(
        "banner", ("Banner", "Баннер"), ("A banner on the site.", "Разместить баннер на сайте."), TEAMS[0],
        (("site", True), ("banner_size", True), ("banner_size_other", False), ("page", False), ("wanted_on", True)),
        (("Проверить размер и вес / Check size and weight", True), ("Разместить / Put it up", True),
         ("Проверить ссылку / Check the link", False)),
    ),
    DemoRequest(
        "content", ("New content", "Новый контент"), ("A page, a product or news.", "Страница, товар или новость."),
        TEAMS[0], (("site", True), ("wanted_on", False)),
        (("Вычитать текст / Proofread", False), ("Опубликовать / Publish", True)),
    ),
    DemoRequest(
        "counter", ("Counter", "Счётчик"), ("Statistics on the site.", "Установить счётчик статистики."), TEAMS[1],
        (("site", True), ("counter_number", True)),
        (("Установить / Install", True), ("Проверить, что данные идут / See that it counts", True)),
    ),
    DemoRequest(
        "access", ("Access", "Доступ"),
        ("Somebody is to get in. A lead says yes first.", "Выдать доступ: одобряет старший."),
        TEAMS[1], (("site", True), ("access_for", True), ("access_level", True)),
        (("Выдать доступ / Give access", True), ("Записать, до какой даты / Note until when", False)),
        priority="high", approved=True,
    ),
    DemoRequest(
        "installation", ("Installation", "Установка"), ("A device is to be installed.", "Установить оборудование."),
        TEAMS[0], (("place", True), ("wanted_on", True), ("requester.phone", True)),
        (("Согласовать время / Agree on a time", True), ("Установить / Install", True),
         ("Подписать акт / Have it signed", True)),
    ),
)  # fmt: skip


async def seed(session: AsyncSession, teams: dict[str, UUID]) -> None:
    """Make all of it."""
    for field in FIELDS:
        await fields.create(session, SYSTEM, FieldIn.model_validate(field))
    own = {field["key"] for field in FIELDS}
    for each in REQUESTS:
        names = _labels(*each.name)
        questions: list[dict[str, Any]] = [{"field": "subject"}, {"field": "body"}] + [
            {"field": f"custom_fields.{name}" if name in own else name, "required": required}
            for name, required in each.questions
        ]
        form = {"key": each.key, "titles": names, "questions": questions, "ticket_type": "request"}
        await forms.create(session, Asked(SYSTEM, ()), FormIn.model_validate(form))
        items = [{"title": title, "required": required} for title, required in each.tasks]
        await checklists.create(
            session, SYSTEM, ChecklistIn.model_validate({"key": each.key, "name": each.name[1], "items": items})
        )
        new = {
            "key": each.key, "names": names, "descriptions": _labels(*each.description), "form": each.key,
            "checklist": each.key, "team_id": teams[each.team], "priority": each.priority, "tags": [each.key],
            "approval": {"by": "leads"} if each.approved else None, "position": REQUESTS.index(each),
        }  # fmt: skip
        await request_types.create(session, SYSTEM, RequestTypeIn.model_validate(new), languages=())
