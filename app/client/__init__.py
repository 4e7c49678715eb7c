"""A small asynchronous client of `desk.v1` for replays, bots and tests; it depends on no other part of the desk."""

from app.client.socket import DeskSocket, Refused
from app.client.state import Ack, Reset, Update

__all__ = ["Ack", "DeskSocket", "Refused", "Reset", "Update"]
