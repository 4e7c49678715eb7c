"""Channels that take free text only for a time after the customer wrote, and what carries a text afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from app.channels.base import Account, Adapter


@runtime_checkable
class Windowed(Protocol):
    """What an adapter of such a channel has besides."""

    def window_open(self, last_inbound_at: datetime | None, now: datetime) -> bool:
        """Whether free text is taken now, when the customer wrote last at that time."""

    def template(self, account: Account, text: str) -> Mapping[str, Any] | None:
        """What carries a text when it is not; None: the account has nothing for that."""


def is_open(adapter: Adapter, last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether this channel takes free text now."""
    return not isinstance(adapter, Windowed) or adapter.window_open(last_inbound_at, now)


def template(adapter: Adapter, account: Account, text: str) -> Mapping[str, Any] | None:
    """What carries a text when the channel takes no free one."""
    return adapter.template(account, text) if isinstance(adapter, Windowed) else None
