"""Calling the same addresses again and again: connections are kept, and the guard of `outgoing` with them.

A connection is to an address that was allowed when it was made, and belongs to one name: its certificate was held
against that name, so it is not used for another one at the same address. What a name resolves to is asked again soon.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import httpx

from app import clock, reaching
from app.reaching import UnreachableError
from app.rules.outgoing import Address, Allowed, Url, parse
from app.services import outgoing
from app.services.outgoing import Answer

# Receivers whose connections are kept in one process, and for how long an idle one is.
RECEIVERS = 200
IDLE_SECONDS = 20.0
# For so long what a name resolved to is taken for true.
NAMES_SECONDS = 5.0
# A connection that was kept may have been closed by its other end at this very moment: that is found at once.
STALE_SECONDS = 1.0


_Key: TypeAlias = tuple[str, str, int, Address]


class Pool:
    """Connections of one process to many receivers, each used for its own name and address only, by one at a time.

    A transport of httpx here is one connection: a pool of many looks at every one of them for every request.
    """

    def __init__(self, allow: Sequence[str]) -> None:
        self._allowed = Allowed.read(allow)
        # Those that nobody uses now, with the time since when; of each receiver the last one used is used first.
        self._idle: OrderedDict[_Key, list[tuple[float, httpx.AsyncHTTPTransport]]] = OrderedDict()
        self._names: OrderedDict[str, tuple[float, list[Address]]] = OrderedDict()
        self._look_at = 0.0

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST to this URL, in at most `outgoing.TOTAL_SECONDS`, as `outgoing.post` does.

        Raises `RefusedError` for a URL that is not called, now or ever, and `UnreachableError`.
        """
        target = parse(url)
        loop = asyncio.get_running_loop()
        end = loop.time() + outgoing.TOTAL_SECONDS
        await self._close_old()
        try:
            async with asyncio.timeout_at(end):
                addresses = await self._resolve(target)
                return await self._post(target, addresses, body, headers, until=end - 0.2)
        except TimeoutError as error:
            raise UnreachableError(f"no answer within {outgoing.TOTAL_SECONDS:.0f} s") from error

    async def close(self) -> None:
        """Close every connection."""
        for _, transport in (each for kept in self._idle.values() for each in kept):
            await transport.aclose()
        self._idle.clear()

    async def _resolve(self, target: Url) -> list[Address]:
        if target.address is not None:
            return await reaching.resolve(target, self._allowed)
        known = self._names.get(target.host)
        if known is not None and known[0] > clock.monotonic():
            return known[1]
        found = await reaching.resolve(target, self._allowed)
        self._names[target.host] = (clock.monotonic() + NAMES_SECONDS, found)
        if len(self._names) > RECEIVERS:
            self._names.popitem(last=False)
        return found

    async def _post(
        self, target: Url, addresses: list[Address], body: bytes, headers: Mapping[str, str], *, until: float
    ) -> Answer:
        tried = addresses[: reaching.ADDRESSES]
        for number, address in enumerate(tried, start=1):
            key = (target.scheme, target.host, target.port, address)
            transport, started = self._take(key), clock.monotonic()
            try:
                answer = await _post_by(transport, target, address, body, headers, until=until)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                await transport.aclose()
                if number == len(tried):
                    raise UnreachableError(reaching.meant(error)) from error
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                await transport.aclose()
                if clock.monotonic() - started > STALE_SECONDS:
                    raise UnreachableError(reaching.meant(error)) from error
                return await _again(self._new(), target, address, body, headers, until=until)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                await transport.aclose()
                raise UnreachableError(reaching.meant(error)) from error
            except BaseException:
                await transport.aclose()
                raise
            else:
                self._give(key, transport)
                return answer
        raise UnreachableError("the host has no address")

    def _new(self) -> httpx.AsyncHTTPTransport:
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE_SECONDS)
        return httpx.AsyncHTTPTransport(verify=reaching.tls(), trust_env=False, limits=limits)

    def _take(self, key: _Key) -> httpx.AsyncHTTPTransport:
        kept = self._idle.get(key)
        return kept.pop()[1] if kept else self._new()

    def _give(self, key: _Key, transport: httpx.AsyncHTTPTransport) -> None:
        self._idle.setdefault(key, []).append((clock.monotonic(), transport))
        self._idle.move_to_end(key)

    async def _close_old(self) -> None:
        now = clock.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + IDLE_SECONDS / 4
        old = [each for kept in self._idle.values() for each in kept if now - each[0] > IDLE_SECONDS]
        for key in list(self._idle):
            kept = [each for each in self._idle[key] if now - each[0] <= IDLE_SECONDS]
            if kept:
                self._idle[key] = kept
            else:
                del self._idle[key]
        while len(self._idle) > RECEIVERS:
            old += self._idle.popitem(last=False)[1]
        for _, transport in old:
            await transport.aclose()


async def _again(
    transport: httpx.AsyncHTTPTransport,
    target: Url,
    address: Address,
    body: bytes,
    headers: Mapping[str, str],
    *,
    until: float,
) -> Answer:
    try:
        return await _post_by(transport, target, address, body, headers, until=until)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreachableError(reaching.meant(error)) from error
    finally:
        await transport.aclose()


async def _post_by(
    transport: httpx.AsyncHTTPTransport,
    target: Url,
    address: Address,
    body: bytes,
    headers: Mapping[str, str],
    *,
    until: float,
) -> Answer:
    left = until - asyncio.get_running_loop().time()
    # See outgoing: connecting and TLS end before we do.
    connect = max(0.01, min(reaching.CONNECT_SECONDS, left / 2))
    place = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6
    request = httpx.Request(
        "POST",
        f"{target.scheme}://{place}:{target.port}{target.path}",
        content=body,
        headers={**headers, "host": target.server},
        extensions={
            "timeout": httpx.Timeout(outgoing.TOTAL_SECONDS, connect=connect).as_dict(),
            # The certificate must be the name's, whatever address it was found at.
            "sni_hostname": target.host,
        },
    )
    # No client: no redirects, no cookies, no proxies, and a third of the time.
    response = await transport.handle_async_request(request)
    try:
        beginning = await outgoing.listen_politely(response, until)
    finally:
        await response.aclose()
    said = dict(list(response.headers.items())[:50])
    return Answer(response.status_code, outgoing.seconds(said.get("retry-after", "")), said, beginning)
