"""How far the user has read: the marks that the program set, and when the desk takes one."""

from collections.abc import Iterable

from app.client.actions import Frame


class Marks:
    """The highest mark of each ticket, for as long as the ticket is followed.

    Nothing answers a mark, so whether the desk has it is never known for long: it is said again whenever the ticket
    begins to be followed. The desk keeps the highest, however often it is told. It takes none for a ticket that it
    does not follow for us yet: before its `ok`, and before everything up to that `ok` has come, because instead of the
    rest there may be a `more`.
    """

    def __init__(self) -> None:
        self._marks: dict[str, int] = {}
        # By ticket that was answered on this connection, the counter that the `ok` said.
        self._ends: dict[str, int] = {}

    def put(self, ticket: str, seq: int) -> bool:
        """The user has read up to `seq`; whether that is news."""
        if seq <= self._marks.get(ticket, 0):
            return False
        self._marks[ticket] = seq
        return True

    def forget(self, ticket: str) -> None:
        """The ticket is followed no more, or was another one."""
        self._marks.pop(ticket, None)
        self._ends.pop(ticket, None)

    def clear(self) -> None:
        """All of them were another history's."""
        self._marks.clear()

    def asked(self, tickets: Iterable[str]) -> None:
        """These were asked for, again perhaps: until the answer nobody knows whether they are followed."""
        for ticket in tickets:
            self._ends.pop(ticket, None)

    def answered(self, ticket: str, last: int, have: int) -> list[Frame]:
        """The desk has this ticket and will send what comes after `have`, up to `last` and on."""
        self._ends[ticket] = last
        return self.due(ticket, have)

    def reached(self, ticket: str, have: int) -> list[Frame]:
        """Everything up to `have` was shown now."""
        return self.due(ticket, have) if self._ends.get(ticket) == have else []

    def due(self, ticket: str, have: int) -> list[Frame]:
        """What to tell the desk, if it takes it.

        An `ok` may say how far each participant has read, but not which of them we are.
        """
        if ticket not in self._marks or ticket not in self._ends or have < self._ends[ticket]:
            return []
        return [{"t": "read", "ticket": ticket, "seq": self._marks[ticket]}]
