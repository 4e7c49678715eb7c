"""How rooms (tickets, and lists that agents follow) are named: one text for the program, members in frames."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.client.actions import Frame

# As the desk writes them: in another case they would be other rooms to us, and no answer would be theirs.
_ROOM = re.compile(r"mine|notifications|views|(team:|queue:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The desk takes so many in one frame.
SUBS_PER_FRAME = 200
_PLURAL = {"ticket": "tickets", "queue": "queues", "inbox": "inboxes"}


def is_room(room: str) -> bool:
    """Whether this names a room at all; the desk refuses the whole frame in which one does not."""
    return _ROOM.fullmatch(room) is not None


def is_list(room: str) -> bool:
    """Whether this is `mine`, `notifications`, `views`, `team:<id>` or `queue:<id>`, and not the id of a ticket."""
    return room in {"mine", "notifications", "views"} or ":" in room


def item(room: str) -> Frame:
    """The room as `sub` names it."""
    if not is_list(room):
        return {"ticket": room}
    queue = room.removeprefix("queue:")
    return {"queue": queue} if queue != room else {"inbox": room}


def parts(rooms: Sequence[str]) -> Iterator[list[str]]:
    """The rooms by frames."""
    for start in range(0, len(rooms), SUBS_PER_FRAME):
        yield list(rooms[start : start + SUBS_PER_FRAME])


def subs(rooms: Sequence[str], cursors: Mapping[str, int]) -> list[Frame]:
    """What a `sub` asks for: tickets from their cursors on, and lists."""
    return [item(each) if is_list(each) else {**item(each), "after": cursors.get(each, 0)} for each in rooms]


def items(room: str) -> Frame:
    """The room as `unsub` names it."""
    return {_PLURAL[name]: [value] for name, value in item(room).items()}


def named(frame: Frame) -> str:
    """The room that a frame, or an answer in an `ok`, is about."""
    return str(frame.get("ticket") or frame.get("inbox") or f"queue:{frame.get('queue')}")
