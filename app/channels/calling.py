"""Calling a vendor: every address is looked at first, every answer has an end, and who fails says what it means.

The difference that matters is whether a request may have arrived. `NotReachedError`: certainly not, so that it may be
made again. `CutOffError`: it may have, so that only what is repeatable is made again.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx
import orjson

from app import __version__
from app.channels import json_shapes
from app.channels.base import Delayed, Unsure
from app.reaching import ADDRESSES, CONNECT_SECONDS, UnreachableError, meant, resolve, tls
from app.rules.outgoing import Allowed, RefusedError, parse
from app.settings import settings

ANSWER_BYTES = 1_048_576
TOTAL_SECONDS = 30.0
# Files are large, and lines are slow.
FILE_SECONDS = 45.0
REDIRECTS = 3
# The wait when a channel's own account is the trouble: somebody has to see to it.
ACCOUNT_SECONDS = 300.0

# name of the field -> (file name, content, content type)
Files: TypeAlias = Mapping[str, tuple[str, bytes, str]]

_OK, _MULTIPLE, _BAD, _TIMEOUT, _MANY, _ERROR = 200, 300, 400, 408, 429, 500


class NotReachedError(Exception):
    """Nobody got the request. Its text is for an admin."""


class CutOffError(Exception):
    """The request may have arrived; its answer did not. Its text is for an admin."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its status, the JSON in it (None: there is none), and after how many seconds to come again."""

    status: int
    data: Any
    retry_after: float | None = None

    @property
    def good(self) -> bool:
        """Whether the request was taken."""
        return _OK <= self.status < _MULTIPLE


class _Guarded(httpx.AsyncBaseTransport):
    """Connects to addresses that were looked at, and not to names. Connections of one name are used for no other."""

    def __init__(self) -> None:
        self._allowed = Allowed.read(settings().outgoing_allow)
        self._transports: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        target = parse(str(request.url))
        try:
            addresses = (await resolve(target, self._allowed))[:ADDRESSES]
        except UnreachableError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        transport = self._transports.get(target.server)
        if transport is None:
            transport = httpx.AsyncHTTPTransport(verify=tls(), trust_env=False)
            self._transports[target.server] = transport
        # The certificate must be the name's, whatever address it was found at.
        extensions = {**request.extensions, "sni_hostname": target.host}
        for number, address in enumerate(addresses, start=1):
            moved = httpx.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
            try:
                return await transport.handle_async_request(moved)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpx.ConnectError("the host has no address", request=request)

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()


class Calls:
    """The calls of one thing that is done: they share their connections."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        files: Files | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Said:
        """Make a request; the answer, whatever its status.

        Raises `NotReachedError`, `CutOffError`, and `RefusedError` (a `ValueError`) for an address that is not called.
        """
        sent = dict(headers or {})
        if json is not None:
            content, sent["content-type"] = orjson.dumps(json), "application/json"
        # A URL with something odd in it is refused as every other URL, and not by the library.
        parse(url)
        limit = seconds if seconds is not None else FILE_SECONDS if files else TOTAL_SECONDS
        try:
            async with asyncio.timeout(limit):
                return await self._said(method, url, content, form, files, sent)
        except TimeoutError as error:
            raise CutOffError(f"no answer within {limit:.0f} s") from error

    async def _said(
        self,
        method: str,
        url: str,
        content: bytes | None,
        form: Mapping[str, str] | None,
        files: Files | None,
        headers: Mapping[str, str],
    ) -> Said:
        request = self._client.build_request(method, url, content=content, data=form, files=files, headers=headers)
        try:
            response = await self._client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotReachedError(meant(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise CutOffError(meant(error)) from error
        heard = bytearray()
        try:
            # The status has been said: trouble in the rest changes nothing.
            with suppress(httpx.HTTPError):
                async for part in response.aiter_bytes():
                    heard += part
                    if len(heard) > ANSWER_BYTES:
                        break
        finally:
            await response.aclose()
        return Said(response.status_code, json_shapes.loaded(bytes(heard)), _seconds(response))

    async def download(self, url: str, *, limit: int, headers: Mapping[str, str] | None = None) -> bytes:
        """The bytes at a URL, at most so many.

        Raises `ValueError` when there will never be any (too large, gone, not to be called) and `OSError` when another
        time there may.
        """
        parse(url)
        try:
            async with asyncio.timeout(FILE_SECONDS):
                return await self._downloaded(url, limit, headers or {})
        except TimeoutError as error:
            raise OSError(f"not downloaded within {FILE_SECONDS:.0f} s") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(meant(error)) from error

    async def _downloaded(self, url: str, limit: int, headers: Mapping[str, str]) -> bytes:
        request = self._client.build_request("GET", url, headers={**headers, "accept-encoding": "identity"})
        response = await self._client.send(request, stream=True, follow_redirects=True)
        try:
            status = response.status_code
            if status in {_TIMEOUT, _MANY} or status >= _ERROR:
                raise OSError(f"the file's server answered {status}")
            if status != _OK:
                raise ValueError(f"the file's server answered {status}")
            if int(json_shapes.size(response.headers.get("content-length")) or 0) > limit:
                raise too_large(limit)
            got = bytearray()
            async for part in response.aiter_raw():
                got += part
                if len(got) > limit:
                    raise too_large(limit)
            return bytes(got)
        finally:
            await response.aclose()


@asynccontextmanager
async def calls() -> AsyncIterator[Calls]:
    """Calls that share their connections: no proxies and credentials from the environment, no cookies kept."""
    async with httpx.AsyncClient(
        transport=_Guarded(),
        trust_env=False,
        timeout=httpx.Timeout(FILE_SECONDS, connect=CONNECT_SECONDS),
        headers={"user-agent": f"Otklik/{__version__}"},
        max_redirects=REDIRECTS,
    ) as client:
        yield Calls(client)


async def attempt(made: Awaitable[Said], *, repeatable: bool) -> Said | Delayed | Unsure:
    """The answer to a request, or what its failure means to what was to be sent by it."""
    try:
        return await made
    except NotReachedError as error:
        return Delayed(str(error))
    except CutOffError as error:
        return Delayed(str(error)) if repeatable else Unsure(str(error))
    except ValueError as error:
        # The address is not called as things are: an admin can change that.
        return Delayed(str(error), ACCOUNT_SECONDS)


def too_large(limit: int) -> ValueError:
    """What is said of a file that is not fetched for its size."""
    return ValueError(f"larger than {limit / 1_048_576:.0f} MB")


def check_url(url: str, what: str) -> None:
    """Raises `ValueError` for a URL that is never called, in a sentence for an admin."""
    try:
        target = parse(url)
    except RefusedError as error:
        raise ValueError(f"{what}: {error}") from error
    if target.address is not None and not Allowed.read(settings().outgoing_allow).takes(target.host, target.address):
        raise ValueError(f"{what}: the address is not on the internet; OTKLIK_OUTGOING_ALLOW may allow it")


def _seconds(response: httpx.Response) -> float | None:
    said = response.headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else None  # noqa: PLR2004 - 11 days
