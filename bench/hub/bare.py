"""Bare uvicorn: sockets that are told pre-encoded text; no callers, no rooms, no database."""

import argparse
from typing import Any

import orjson
import uvicorn


class Bare:
    """The ASGI application: it answers `hello` and `sub`, and sends anything else on to everybody as it is."""

    def __init__(self) -> None:
        """Nobody is here."""
        self._here: set[Any] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        """ASGI."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "desk.v1"})
        self._here.add(send)
        try:
            while (message := await receive())["type"] == "websocket.receive":
                text: str = message["text"]
                if text.startswith('{"t":"hello"'):
                    await send({"type": "websocket.send", "text": '{"t":"welcome","epoch":"bare"}'})
                elif text.startswith('{"t":"sub"'):
                    subs = [{"ticket": each["ticket"]} for each in orjson.loads(text)["subs"]]
                    answer = orjson.dumps({"t": "ok", "re": 1, "subs": subs}).decode()
                    await send({"type": "websocket.send", "text": answer})
                else:
                    for each in list(self._here):
                        await each({"type": "websocket.send", "text": text})
        finally:
            self._here.discard(send)


def main() -> None:
    """Serve on a loopback port until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    uvicorn.run(
        Bare(), host="127.0.0.1", port=given.port, loop="uvloop", http="httptools", ws="websockets-sansio",
        ws_per_message_deflate=False, access_log=False, log_level="warning", timeout_graceful_shutdown=2,
    )  # fmt: skip


if __name__ == "__main__":
    main()
