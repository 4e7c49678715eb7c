"""Messages that are written and neither acknowledged nor refused, and which of them are under way."""

import json
from collections.abc import Callable, Sequence

from app.client.actions import Frame
from app.client.counts import Counts

# Until a `welcome` says otherwise.
IN_FLIGHT = 16
FRAME_BYTES = 65_536
# The id and the rest of a frame that is not counted when a message is measured.
FRAME_MARGIN = 256


class Outbox:
    """`waiting` holds the frames by cmid, in the order in which they were written."""

    def __init__(self, counts: Counts) -> None:
        self.waiting: dict[str, Frame] = {}
        self._counts = counts
        self._in_flight = IN_FLIGHT
        self._frame_bytes = FRAME_BYTES
        # Frame ids of this connection, and cmids that were on any.
        self._under_way: dict[int, str] = {}
        self._sent_before: set[str] = set()

    @property
    def under_way(self) -> Sequence[str]:
        """The cmids that were sent on this connection and have no answer."""
        return list(self._under_way.values())

    def limit(self, limits: Frame) -> None:
        """What the desk said in its `welcome`."""
        self._in_flight = limits.get("in_flight", IN_FLIGHT)
        self._frame_bytes = limits.get("frame", FRAME_BYTES)

    def write(self, frame: Frame) -> bool:
        """Put in a message, unless the desk does not take it: a frame that is too large would end every connection
        that it is sent on. Whether it fits.
        """
        # Half a character (a lone surrogate) is no text: the desk would hang up on it, again and again.
        frame = {**frame, "body": frame["body"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")}
        if len(encode(frame).encode()) > self._frame_bytes - FRAME_MARGIN:
            return False
        self.waiting[frame["cmid"]] = frame
        return True

    def next(self, make_id: Callable[[], int]) -> list[Frame]:
        """What may be sent now, in order."""
        frames: list[Frame] = []
        sent = set(self._under_way.values())
        for cmid, frame in self.waiting.items():
            if len(self._under_way) >= self._in_flight:
                break
            if cmid not in sent:
                identifier = make_id()
                self._under_way[identifier] = cmid
                self._counts.resent += cmid in self._sent_before
                self._sent_before.add(cmid)
                frames.append({**frame, "id": identifier})
        return frames

    def about(self, re: int | None) -> str | None:
        """The cmid of the send with this frame id."""
        return None if re is None else self._under_way.get(re)

    def settle(self, re: int, cmid: str) -> bool:
        """It is acknowledged or refused; whether that is news."""
        self._under_way.pop(re, None)
        self._sent_before.discard(cmid)
        return self.waiting.pop(cmid, None) is not None

    def cut(self) -> None:
        """Nothing that was under way is known to have arrived."""
        self._under_way.clear()


def encode(frame: Frame) -> str:
    """A frame as text, with every character as itself: escapes would make six bytes of two."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
