"""Messages and texts in other languages. Whoever translates is not here: what is there already is asked for."""

from typing import Any
from uuid import UUID

from app import clock
from app.models import MessageTranslation
from tests.api.scenarios.registry import Call, World, scenario


@scenario("translateText")
async def translate_text(_world: World) -> Call:
    return Call("/v1/translations", {"text": "Good afternoon", "to": "en-GB", "source_language": "en"})


@scenario("putTicketTranslation")
async def put_ticket_translation(world: World) -> Call:
    path = f"/v1/tickets/{await world.ticket()}/translation"
    return Call(path, {"automatic": False, "agents_language": "ru"})


@scenario("translateMessage")
async def translate_message(world: World) -> Call:
    path = f"/v1/tickets/{await world.ticket()}/messages"
    message = (await world.admin.get(path))["items"][0]["id"]
    done: dict[str, Any] = {"state": "done", "body": "Она неверна.", "source_language": "en", "provider": "deepl"}
    await world.row(MessageTranslation(message_id=UUID(message), language="ru", of_version=1, at=clock.now(), **done))
    return Call(f"{path}/{message}/translations", {"language": "ru"})
