"""Who takes what came in by which kind of channel: one table. What is not in it waits."""

from collections.abc import Mapping

from app.services import inbound_updates, mail_taking
from app.services.inbound_types import Taker

TAKERS: Mapping[str, Taker] = {
    "email": mail_taking.prepare,
    "telegram": inbound_updates.prepare,
    "whatsapp": inbound_updates.prepare,
    "vk": inbound_updates.prepare,
    "custom": inbound_updates.prepare,
}
