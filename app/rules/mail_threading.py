"""Which ticket a mail belongs to, and whether its sender may speak there: facts in, a decision out.

What names a ticket (an address, an id) says only which one is meant: it can be passed on, or guessed. Who may speak is
decided by the sender, and a sender whom the mailbox's own server calls an impostor is nobody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias
from uuid import UUID

By: TypeAlias = Literal["plus_address", "signed_id", "stored_id", "number", "new"]
Trust: TypeAlias = Literal["participant", "pending", "unproven", "sender"]

_NUMBER: Final = re.compile(r"\[#(\d{1,12})\]")
_DMARC: Final = re.compile(r"(?:^|[;\s])dmarc\s{0,3}=\s{0,3}([a-z]{1,20})", re.IGNORECASE)
_READ: Final = 4_000  # characters of a header that are looked at
_NAMED: Final = 20  # ids of one mail that are looked up


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """What is known about a mail: tickets that it names, in each way in the order of the mail, and who speaks there.

    `participants` are the addresses, in lower case, of whom each named ticket knows: its requester and those in copy. A
    ticket that is not there does not exist (any more). On tickets in `unvouched` this sender speaks without a proof:
    nobody has ever vouched for them there, and an agent, or the ticket's beginning, let them in all the same.
    """

    sender: str
    proven: bool = True
    plus: Sequence[UUID] = ()
    signed: Sequence[UUID] = ()
    stored: Sequence[UUID] = ()
    numbered: Sequence[UUID] = ()
    participants: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    unvouched: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """Where the mail goes: `ticket_id` (None: a new ticket), by what it was known, and how far the sender is trusted.

    `participant`: they speak. `pending`: nobody there knows them, an agent decides. `unproven`: the mail says that it
    is from somebody whom the ticket knows, and their own domain says that it is not; an agent decides. `sender`: of a
    new ticket, its requester.
    """

    ticket_id: UUID | None
    by: By
    trust: Trust
    why: str

    @property
    def held(self) -> bool:
        """Whether an agent decides before it is said on the ticket."""
        return self.ticket_id is not None and self.trust != "participant"


def decide(facts: ThreadFacts) -> Decision:
    """The first way that leads to a ticket: verified reply address, our signed id, a stored id, a number."""
    ways: tuple[tuple[By, Sequence[UUID], str], ...] = (
        ("plus_address", facts.plus, "it came to the ticket's own address"),
        ("signed_id", facts.signed, "it answers a mail of ours"),
        ("stored_id", facts.stored, "it answers a mail of this mailbox"),
    )
    for by, named, why in ways:
        for ticket_id in named:
            if ticket_id in facts.participants:
                return _known(facts, ticket_id, by, why)
    for ticket_id in facts.numbered:
        # Anybody can write a number: it opens nothing to whom the ticket does not know.
        if facts.proven and facts.sender in facts.participants.get(ticket_id, ()):
            return Decision(ticket_id, "number", "participant", "a participant names the ticket in the subject")
    trust: Trust = "sender" if facts.proven else "unproven"
    return Decision(None, "new", trust, "nothing in it names a ticket that is there")


def _known(facts: ThreadFacts, ticket_id: UUID, by: By, why: str) -> Decision:
    if ticket_id in facts.unvouched:
        return Decision(ticket_id, by, "participant", f"{why}, and nobody but the sender has vouched for them before")
    if facts.sender not in facts.participants[ticket_id]:
        return Decision(ticket_id, by, "pending", f"{why}, and the ticket does not know the sender")
    if not facts.proven:
        return Decision(ticket_id, by, "unproven", f"{why}, and the sender's domain says that it is not from them")
    return Decision(ticket_id, by, "participant", why)


def numbers(subject: str) -> tuple[int, ...]:
    """The tickets that a subject names (`[#1042]`), each once, not more than three."""
    return tuple(dict.fromkeys(int(each) for each in _NUMBER.findall(subject[:_READ])))[:3]


def answered(in_reply_to: Iterable[str], references: Sequence[str]) -> tuple[str, ...]:
    """The ids that a mail answers, the nearest one first: what it replies to, then its references from the last on."""
    return tuple(dict.fromkeys([*in_reply_to, *reversed(references)]))[:_NAMED]


def proves(results: Sequence[str], authserv_id: str | None, authors: Sequence[str]) -> bool:
    """False when the mailbox's own server says that the sender's domain disowns the mail (`dmarc=fail`, RFC 8601), and
    when it cannot have said it of the sender: the `authors`, addresses in `From`, are nobody, or of several domains.

    Only lines of `authserv_id` count: whoever sends a mail can write such lines too. Without one nothing is known, and
    the author is believed.
    """
    if not authors:
        return False
    if not authserv_id:
        return True
    if len({each.rpartition("@")[2].casefold() for each in authors}) > 1:
        return False
    return not any(_disowns(line, authserv_id.strip().casefold()) for line in results)


def _disowns(line: str, server: str) -> bool:
    """Whether a line is this server's and says so. It may have several; what a forged one says helps nobody."""
    head, _, said = line.partition(";")
    words = head[:_READ].split()
    return bool(words) and words[0].casefold() == server and "fail" in map(str.casefold, _DMARC.findall(said))
