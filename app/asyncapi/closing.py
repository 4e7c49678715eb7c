"""What a socket's end means: the close codes of `desk.v1` and of the protocol below it."""

from dataclasses import dataclass

from app.realtime.limits import Close


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a socket ended, and what its client does then."""

    why: str
    then: str


ENDINGS: dict[int, Ending] = {
    1001: Ending("A browser or a balancer has gone away.", "Connect again."),
    1002: Ending("The WebSocket protocol itself was broken.", "A bug of the client: do not send it again."),
    1006: Ending("The connection broke, or the peer read nothing for 15 s.", "Connect again."),
    1007: Ending("Text that is not UTF-8.", "A bug of the client: do not send it again."),
    1009: Ending("A frame over 64 KiB, or one in more than 1,000 parts.", "A bug of the client: do not send it again."),
    1011: Ending("A ping was not answered for 20 s.", "Connect again."),
    Close.RESTART: Ending("The process has stopped.", "Connect again."),
    Close.GO_AWAY: Ending("The process is about to stop; `goaway` has said when to come back.", "Connect again then."),
    Close.CREDENTIAL_ENDED: Ending("The token has ended.", "Connect again with a newer one, or send `auth` in time."),
    Close.SLOW: Ending("Reserved: a peer that reads too slowly is cut off instead (1006).", "Connect again."),
    Close.TEMPORARY: Ending("Nobody knows what became of a frame.", "Connect again and send it again, same `cmid`."),
    Close.RESYNC: Ending("The desk has another history: a backup was restored.", "Connect again; `reset` follows."),
    Close.RATE: Ending("More frames than the desk reads, for more than 10 s.", "Connect again, and send less."),
    Close.BAD_FRAME: Ending("Not a frame at all: bad JSON, a binary message, no `hello`.", "A bug: do not come back."),
    Close.FORBIDDEN: Ending("Signed out, revoked or disabled.", "Do not come back without a new sign-in."),
    Close.AUTH_TIMEOUT: Ending("No `hello` within 10 s.", "A bug: do not come back."),
    Close.TOO_MANY: Ending("Asked 20 times for more subscriptions than allowed.", "A bug: do not come back."),
    Close.VERSION: Ending("Reserved: the desk no longer speaks this version.", "Do not come back before an update."),
}
