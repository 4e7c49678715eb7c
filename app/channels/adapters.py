"""Which adapter each kind of channel has. Mail has none: its doors and its way out are its own."""

from collections.abc import Mapping

from app.channels.base import Adapter

ADAPTERS: Mapping[str, Adapter] = {}
