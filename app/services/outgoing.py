"""Calling addresses that somebody else has chosen, without letting them reach what only the desk can reach.

The name is resolved once and every address behind it must be allowed; the connection then goes to one of those
addresses, and not to the name, so nobody can answer differently the second time. Redirects are not followed.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from app.reaching import ADDRESSES, CONNECT_SECONDS, UnreachableError, meant, resolve, tls
from app.rules.outgoing import Address, Allowed, Url, parse

TOTAL_SECONDS = 10.0
# What is read of an answer; nothing in it is used, but a receiver may fail when nobody listens to the end.
ANSWER_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What matters of an answer: its status, when the receiver wants to hear again (in seconds), its beginning."""

    status: int
    retry_after: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    beginning: bytes = b""


async def post(url: str, body: bytes, headers: Mapping[str, str], *, allow: Sequence[str] = ()) -> Answer:
    """POST to this URL, in at most `TOTAL_SECONDS`. `allow` are the operator's own names and networks.

    Raises `RefusedError` for a URL that is not called, now or ever, and `UnreachableError`.
    """
    target = parse(url)
    end = asyncio.get_running_loop().time() + TOTAL_SECONDS
    try:
        async with asyncio.timeout_at(end):
            addresses = await resolve(target, Allowed.read(allow))
            # Whoever has said a status has a moment left in which it counts.
            return await _post(target, addresses, body, headers, until=end - 0.2)
    except TimeoutError as error:
        raise UnreachableError(f"no answer within {TOTAL_SECONDS:.0f} s") from error


async def _post(
    target: Url, addresses: list[Address], body: bytes, headers: Mapping[str, str], *, until: float
) -> Answer:
    transport = httpx.AsyncHTTPTransport(verify=tls(), trust_env=False)
    # No proxies and credentials from the environment, no cookies, no redirects.
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        tried = addresses[:ADDRESSES]
        for number, address in enumerate(tried, start=1):
            try:
                return await _post_to(client, target, address, body, headers, until=until)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if number == len(tried):
                    raise UnreachableError(meant(error)) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise UnreachableError(meant(error)) from error
    raise UnreachableError("the host has no address")


async def _post_to(
    client: httpx.AsyncClient,
    target: Url,
    address: Address,
    body: bytes,
    headers: Mapping[str, str],
    *,
    until: float,
) -> Answer:
    left = until - asyncio.get_running_loop().time()
    # Connecting and TLS are timed one after the other, and end before we do: httpcore forgets to close a connection
    # that is given up from outside in the middle of its handshake.
    timeout = httpx.Timeout(TOTAL_SECONDS, connect=max(0.01, min(CONNECT_SECONDS, left / 2)))
    place = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6
    request = client.build_request(
        "POST",
        f"{target.scheme}://{place}:{target.port}{target.path}",
        content=body,
        headers={**headers, "host": target.server},
        timeout=timeout,
        # The certificate must be the name's, whatever address it was found at.
        extensions={"sni_hostname": target.host},
    )
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        await listen_politely(response, until)
    finally:
        await response.aclose()
    return Answer(response.status_code, seconds(response.headers.get("retry-after", "")))


async def listen_politely(response: httpx.Response, until: float) -> bytes:
    """Read the beginning of what is answered. The status has been said: trouble in the rest changes nothing."""
    heard = bytearray()
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout_at(until):
            async for part in response.aiter_raw():
                heard += part
                if len(heard) > ANSWER_BYTES:
                    break
    return bytes(heard[:ANSWER_BYTES])


def seconds(said: str) -> float | None:
    """What `Retry-After` says; None when it is no number of seconds."""
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else None  # noqa: PLR2004 - 11 days
