"""Which adapter each kind of channel has. Mail has none: its doors and its way out are its own."""

from collections.abc import Mapping

from app.channels.base import Adapter
from app.channels.custom import Custom
from app.channels.telegram import Telegram
from app.channels.vk import Vk
from app.channels.whatsapp import WhatsApp

ADAPTERS: Mapping[str, Adapter] = {
    "telegram": Telegram(),
    "whatsapp": WhatsApp(),
    "vk": Vk(),
    "custom": Custom(),
}
