"""A small asynchronous client of `desk.v1` for replays, bots and tests; it depends on no other part of the desk."""

from app.client.actions import Ack, Changed, Failed, Gone, Notice, Problem, Reset, Typing, Update
from app.client.dialing import Refused
from app.client.socket import DeskSocket
from app.client.state import DeskState

__all__ = [
    "Ack", "Changed", "DeskSocket", "DeskState", "Failed", "Gone", "Notice", "Problem", "Refused", "Reset", "Typing",
    "Update",
]  # fmt: skip
