"""By which channel an answer goes: what an agent has chosen, else the one by which the customer wrote, else mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

# Where the customer reads without any channel: on the web, in the app.
HERE: Literal["here"] = "here"
Place: TypeAlias = UUID | Literal["here"]
Reason: TypeAlias = Literal["chosen", "wrote_by", "reads_here", "mail", "waits", "partner", "no_way"]
Obstacle: TypeAlias = Literal["switched_off", "never_wrote", "blocked", "window_closed", "no_address", "own_address"]

WHY: dict[Reason, str] = {
    "chosen": "An agent has chosen it",
    "wrote_by": "The customer wrote by it last",
    "reads_here": "The customer reads here; a mail goes only if they do not",
    "mail": "Mail reaches whoever is not here",
    "waits": "The channel is switched off: what is said waits until it is on again, three days at most",
    "partner": "The partner from whom the ticket came carries its messages",
    "no_way": "There is no channel that reaches the customer",
}
OBSTACLES: dict[Obstacle, str] = {
    "switched_off": "The channel is switched off",
    "never_wrote": "The customer has never written by it",
    "blocked": "The customer has blocked it",
    "window_closed": "The customer wrote too long ago: the channel takes no free text any more",
    "no_address": "No address of the customer is known",
    "own_address": "The address is one of the desk's own",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One channel to one customer. `to` is an address or a conversation; `obstacle` says why it cannot be gone."""

    channel_id: UUID
    kind: str
    name: str
    to: str
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an agent has chosen, and when."""

    place: Place
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """What is known of a thread. Of `ways` the mailboxes are in the order of preference.

    `wrote_by` is where the customer's last message came from, at `wrote_at`; None when it came by none of these places.
    """

    ways: Sequence[Way]
    wrote_by: Place | None = None
    wrote_at: datetime | None = None
    chosen: Chosen | None = None
    live_chat: bool = False
    # There is a sign-in by which the customer can read here.
    reads_here: bool = False
    partner: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an answer goes; without a way it stays here. `if_unread`: only if the customer has not read it by then."""

    way: Way | None
    reason: Reason
    if_unread: bool = False


def decide(thread: Thread) -> Decision:  # noqa: PLR0911 - a table, the first that holds
    """The channel for the next answer of ours. A choice that cannot be had any more is passed over."""
    chosen = standing(thread)
    if chosen is not None and chosen.place == HERE:
        return _here(thread, "chosen")
    if chosen is not None and (way := _of(thread, chosen.place)) is not None:
        return Decision(way, "chosen")
    if thread.wrote_by is not None and thread.wrote_by != HERE and (way := _of(thread, thread.wrote_by)) is not None:
        return Decision(way, "wrote_by")
    if thread.partner:
        return Decision(None, "partner")
    if thread.live_chat or (thread.wrote_by == HERE and thread.reads_here):
        return _here(thread, "reads_here")
    if (way := mail(thread)) is not None:
        return Decision(way, "mail")
    way = _off(thread, chosen)
    return Decision(way, "waits" if way is not None else "no_way")


def standing(thread: Thread) -> Chosen | None:
    """What was chosen, as long as the customer has not written by another channel since."""
    chosen = thread.chosen
    if chosen is None or thread.wrote_at is None or thread.wrote_by is None:
        return chosen
    return None if thread.wrote_at > chosen.at and thread.wrote_by != chosen.place else chosen


def mail(thread: Thread) -> Way | None:
    """The first mailbox that can be used."""
    return next((each for each in thread.ways if each.kind == "email" and each.obstacle is None), None)


def _here(thread: Thread, reason: Reason) -> Decision:
    way = mail(thread)
    return Decision(way, reason, if_unread=way is not None)


def _off(thread: Thread, chosen: Chosen | None) -> Way | None:
    """What only has to be switched on: nothing is lost for that."""
    off = [each for each in thread.ways if each.obstacle == "switched_off"]
    places = (None if chosen is None else chosen.place, thread.wrote_by)
    asked = [each for place in places for each in off if each.channel_id == place]
    return next(iter([*asked, *(each for each in off if each.kind == "email")]), None)


def unreached(thread: Thread, decision: Decision) -> Obstacle | None:
    """Why an answer reaches nobody, where that is certain: the customer wrote by a channel that takes none any more."""
    if decision.reason != "no_way" or thread.wrote_by in {None, HERE}:
        return None
    return next((each.obstacle for each in thread.ways if each.channel_id == thread.wrote_by), "switched_off")


def _of(thread: Thread, place: Place) -> Way | None:
    return next((each for each in thread.ways if each.channel_id == place and each.obstacle is None), None)


def mailboxes(found: Sequence[tuple[UUID, str | None]], *, brand: str | None, came_by: UUID | None) -> list[UUID]:
    """Of these mailboxes (id and brand, oldest first) those that may write on a thread, the best first.

    The one that the thread came by; then the brand's own; then those of no brand. What has no brand is everybody's.
    """
    own = [each for each, _ in found if each == came_by]
    same = [each for each, of in found if brand is not None and of == brand]
    plain = [each for each, of in found if of is None]
    rest = [each for each, _ in found if brand is None]
    return list(dict.fromkeys([*own, *same, *plain, *rest]))
