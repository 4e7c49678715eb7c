"""Who is being shown as somebody who types."""

from app.client.actions import Action, Frame, Typing


class Typists:
    """Whoever was shown is taken off the screen exactly once."""

    def __init__(self) -> None:
        self._shown: set[tuple[str, str]] = set()

    def told(self, frame: Frame) -> list[Action]:
        """Somebody types, or has stopped."""
        ticket, who = frame["ticket"], frame["who"]
        if not frame["on"]:
            return self.stop(ticket, who)
        self._shown.add((ticket, who))
        return [Typing(ticket, who, on=True, ttl=frame["ttl"], frame=frame)]

    def stop(self, ticket: str, who: str) -> list[Action]:
        """They have stopped, have written, or nothing was heard of it for too long."""
        if (ticket, who) not in self._shown:
            return []
        self._shown.discard((ticket, who))
        return [Typing(ticket, who, on=False, ttl=0, frame={})]
