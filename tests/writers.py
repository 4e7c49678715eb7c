"""A model as the assistant is given one: an OpenAI-compatible server on loopback that lies, hangs and obeys."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.receivers import Answer, Got, Receiver, a_receiver, saying

# What it says to a request; or how it answers on the wire.
Says = Callable[[str], str | Awaitable[str]]


@dataclass
class Writer:
    """What it was asked, newest last, and what it says next. `wire` takes the place of a good answer."""

    receiver: Receiver
    says: str | Says = "Thank you."
    wire: Answer | None = None
    finish: str = "stop"
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What an operator sets."""
        return self.receiver.url.removesuffix("/hook") + "/v1"

    @property
    def request(self) -> str:
        """The user's part of the last request."""
        return str(self.asked[-1]["messages"][-1]["content"])

    @property
    def rules(self) -> str:
        """Our instructions in the last request."""
        return str(self.asked[-1]["messages"][0]["content"])

    async def answer(self, got: Got, stream: asyncio.StreamWriter) -> None:
        """Answer one request."""
        if self.wire is not None:
            await self.wire(got, stream)
            return
        if got.path.endswith("/models"):
            await _said({"data": [{"id": "small"}]}, stream, got)
            return
        self.asked.append(orjson.loads(got.body))
        said = self.says if isinstance(self.says, str) else self.says(self.request)
        text = said if isinstance(said, str) else await said
        choice = {"message": {"role": "assistant", "content": text}, "finish_reason": self.finish}
        await _said({"choices": [choice], "usage": {"prompt_tokens": 100, "completion_tokens": 20}}, stream, got)


async def _said(answer: dict[str, Any], stream: asyncio.StreamWriter, got: Got) -> None:
    await saying(200, "content-type: application/json", body=orjson.dumps(answer))(got, stream)


async def hangs(_got: Got, stream: asyncio.StreamWriter) -> None:
    """Never come to an end, a byte at a time, until nobody listens any more."""
    stream.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n")
    while True:
        stream.write(b" ")
        await stream.drain()
        await asyncio.sleep(0.02)


async def dribbles(_got: Got, stream: asyncio.StreamWriter) -> None:
    """Rubbish without an end."""
    stream.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    while True:
        stream.write(b"data: {\xff\xfe" * 20_000)
        await stream.drain()


@asynccontextmanager
async def a_writer() -> AsyncIterator[Writer]:
    """A model that listens."""
    async with a_receiver() as receiver:
        made = Writer(receiver)
        receiver.answer = made.answer
        yield made
