"""Limits of the hub, told to clients in `welcome` or in the guide."""

FRAME_BYTES = 65_536
BODY_CHARACTERS = 16_384
# Sends that a client may have under way; they are processed one after the other.
IN_FLIGHT = 16
SUBSCRIPTIONS = 200
# A connection that asks for more than it may follow as often as this is ended.
SUBSCRIPTION_REFUSALS = 20
# Frames that a connection may send at once, in seconds of its rate, and how long it may press on beyond them.
BURST_SECONDS = 5
RATE_SECONDS = 10.0
# More `typing` than this is dropped.
TYPING_PER_SECOND = 5
# Changes of `presence` that are told at once, and how often one more is told.
PRESENCE_BURST = 5
PRESENCE_SECONDS = 1.0
# Pings, pongs and continuations, which are no frames of ours; a peer that sends more is cut off.
CONTROL_PER_SECOND = 100
CONTROL_BURST = 1_000
# Sockets of one caller in one process.
SOCKETS_PER_CALLER = 200
# A gap larger than this is paged over: `more`.
GAP = 200
# Frames that may wait for a slow reader before its rooms are only remembered as behind.
WINDOW = 256
# And their bytes: 256 messages of the longest would be 16 MB for each reader that stands still.
WINDOW_BYTES = 262_144

# The head of a request, in bytes and in seconds since its first byte, and the rest of it.
HEAD_BYTES = 65_536
HEAD_SECONDS = 10.0
BODY_SECONDS = 60.0
# A file may come over a bad line.
UPLOAD_SECONDS = 600.0
# A connection may rest for longer than clients and proxies keep theirs (httpx five seconds, load balancers a minute):
# whoever ends it must not be the one who is about to be sent a request.
RESTING_SECONDS = 75
# Parts that one message may come in, and bytes that are looked at before others have their turn.
FRAGMENTS = 1_000
SLICE_BYTES = 4_096

# Upgrades and subscriptions that are done at the same time: enough to keep the database busy, few enough that a storm
# of clients that come back does not stand before the messages of those who stayed.
COMING_AT_ONCE = 4

HELLO_SECONDS = 10.0
HEARTBEAT_SECONDS = 25.0
PING_SECONDS = 20.0
STALL_SECONDS = 15.0
# Beyond the time to drain, what is under way when a process stops has this long.
STOP_SECONDS = 5
# At this time before the end of it, whoever still does not read is cut off.
GOODBYE_SECONDS = 0.5
# How often the callers behind the sockets are looked up again, in case a hint about one was lost.
RECHECK_SECONDS = 30.0


class Close:
    """Close codes: 4000-4499 reconnect, 4500-4999 do not."""

    GO_AWAY = 4001
    CREDENTIAL_ENDED = 4003
    SLOW = 4008
    TEMPORARY = 4010
    RESYNC = 4012
    RATE = 4029
    BAD_FRAME = 4500
    FORBIDDEN = 4503
    AUTH_TIMEOUT = 4504
    TOO_MANY = 4505
    VERSION = 4506
    RESTART = 1012
