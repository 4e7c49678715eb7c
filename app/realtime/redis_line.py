"""The bus over Redis or Valkey: publish and subscribe, for desks of more than a few processes."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.realtime.lines import PROBE_SECONDS

SECONDS = 5.0


@contextmanager
def _closed_is_lost() -> Iterator[None]:
    """The event loop calls it an error of ours when the server has hung up a moment before we write."""
    try:
        yield
    except RuntimeError as error:
        if "closed" not in str(error):
            raise
        raise ConnectionResetError(str(error)) from error


class RedisLine:
    """PUBLISH and SUBSCRIBE on one channel per desk. Nothing is kept in Redis: it may lose everything at any time."""

    payload_bytes = 65_536
    lost: tuple[type[Exception], ...] = (RedisError, OSError, TimeoutError)

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        # Several desks may share a Redis. The processes of one desk have its secret in common, and nothing else surely:
        # their addresses of the database may differ.
        self.channel = "otklik:" + hashlib.sha256(f"bus {secret}".encode()).hexdigest()[:16]

    async def connect(self, name: str) -> "RedisWire":
        """Open a wire. Raises RedisError, OSError, TimeoutError."""
        client = Redis.from_url(
            self._url,
            single_connection_client=True,
            client_name=name.replace(" ", "-"),
            socket_timeout=SECONDS,
            socket_connect_timeout=SECONDS,
            # The client must not mend its connection behind our back: what was said meanwhile would be missed.
            retry=Retry(NoBackoff(), 0),
            health_check_interval=0,
        )
        wire = RedisWire(client, self.channel)
        try:
            await wire.now()
        except BaseException:
            await wire.close()
            raise
        return wire


class RedisWire:
    """One connection to Redis."""

    def __init__(self, client: Redis, channel: str) -> None:
        self._client = client
        self._channel = channel

    async def now(self) -> float:
        """The server's time."""
        with _closed_is_lost():
            seconds, microseconds = await self._client.time()
        return float(seconds) + float(microseconds) / 1e6

    async def publish(self, payloads: Sequence[str]) -> None:
        """One after the other; more than one is rare."""
        with _closed_is_lost():
            for payload in payloads:
                await self._client.publish(self._channel, payload)

    async def listen(self, heard: Callable[[str | bytes], None], listening: Callable[[], None]) -> None:
        """SUBSCRIBE, and ask whenever it is quiet whether the server is still there."""
        async with self._client.pubsub() as subscription:
            with _closed_is_lost():
                await subscription.subscribe(self._channel)
            asked = False
            while True:
                with _closed_is_lost():
                    message = await subscription.get_message(timeout=PROBE_SECONDS)
                if message is None:
                    if asked:
                        raise TimeoutError
                    with _closed_is_lost():
                        await subscription.ping()
                    asked = True
                    continue
                asked = False
                if message["type"] == "subscribe":
                    listening()
                elif message["type"] == "message":
                    heard(message["data"])

    async def close(self) -> None:
        """Hang up."""
        # Broken or not.
        with suppress(*RedisLine.lost):
            await self._client.aclose()
