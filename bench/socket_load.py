"""Socket callers for the load generator: one unacknowledged message per connection."""

import os
from time import perf_counter
from typing import Any

import orjson

from bench.peers import Peer
from bench.tally import Tally


class SocketCaller(Peer):
    """One participant of one ticket: follows it, then sends; the next message goes out after the ack.

    The ticket's own events come back too, as they do to every participant; only acks are counted.
    """

    def __init__(self, token: str, ticket: str, body: str, tally: Tally) -> None:
        """`token` is the caller's bearer; `body` is what each message says."""
        super().__init__(token, {ticket: None})
        self._tally = tally
        self._prefix = b'{"t":"send","ticket":"' + ticket.encode() + b'","body":' + orjson.dumps(body) + b',"id":'
        # Unique among connections and rounds: a repeated cmid would be answered as a duplicate and store nothing.
        self._key = os.urandom(12).hex()
        self._sent = 1
        self._started = 0.0

    def is_followed(self) -> None:
        """Now it can send."""
        super().is_followed()
        self._send()

    def answered(self, said: dict[str, Any], payload: bytes) -> None:
        """The message is stored."""
        if said["t"] != "ack":
            return
        if said["re"] != self._sent or said.get("dup"):
            self.fail(f"an ack for something else: {payload.decode()}")
            return
        self._tally.count(self._started, perf_counter())
        self._tally.size += len(payload)
        self._send()

    def _send(self) -> None:
        self._started = perf_counter()
        if self._started >= self._tally.until:
            self.finish()
            return
        self._sent += 1
        cmid = f"{self._key}{self._sent:08x}"
        self.say(self._prefix + f'{self._sent},"cmid":"{cmid}"}}'.encode())
