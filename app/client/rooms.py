"""How rooms (tickets, and lists that agents follow) are named: one text for the program, members in frames."""

from app.client.actions import Frame

_PLURAL = {"ticket": "tickets", "queue": "queues", "inbox": "inboxes"}


def is_list(room: str) -> bool:
    """Whether this is `mine`, `team:<id>` or `queue:<id>`, and not the id of a ticket."""
    return room == "mine" or ":" in room


def item(room: str) -> Frame:
    """The room as `sub` names it."""
    if not is_list(room):
        return {"ticket": room}
    queue = room.removeprefix("queue:")
    return {"queue": queue} if queue != room else {"inbox": room}


def items(room: str) -> Frame:
    """The room as `unsub` names it."""
    return {_PLURAL[name]: [value] for name, value in item(room).items()}


def named(frame: Frame) -> str:
    """The room that a frame, or an answer in an `ok`, is about."""
    return str(frame.get("ticket") or frame.get("inbox") or f"queue:{frame.get('queue')}")
