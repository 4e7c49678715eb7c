"""One bounded call of a provider: JSON (or a form) there, JSON back, within a time and a size, or `ProviderFailed`.

The host is the operator's own choice, so it may lie in a private network; where it sends us is not: no redirect is
followed, and no proxy, cookie or credential comes from the environment.
"""

import asyncio
import re
from collections.abc import Mapping
from contextlib import nullcontext
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias
from urllib.parse import urlencode

import httpx
import orjson

from app import __version__, clock
from app.providers import breaker
from app.providers.base import Endpoint, ProviderFailed
from app.reaching import meant, tls
from app.rules.outgoing import RefusedError, parse

ANSWER_BYTES = 1_048_576
CONNECT_SECONDS = 3.0
# No provider's word keeps us away for longer.
LONGEST_WAIT = 3_600.0

_OK, _MULTIPLE, _BAD, _ERROR = 200, 300, 400, 500
_REFUSED = frozenset({401, 402, 403, 407})
# 456: the quota is used up (DeepL). 529: too busy (DeepL, others).
_BUSY = frozenset({408, 425, 429})
_QUOTA = 456
_WORDS = 200


async def ask(
    endpoint: Endpoint,
    path: str,
    *,
    json: object = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
    seconds: float | None = None,
) -> Any:  # noqa: ANN401 - JSON is JSON
    """The JSON that the provider answers with 2xx. Raises `ProviderFailed` for everything else.

    Call it while no transaction is open: it takes up to `endpoint.seconds` (or `seconds`, where less is asked for).
    """
    with nullcontext() if endpoint.judged else breaker.counting(endpoint.name):
        return await _bounded(endpoint, path, _sent(json, form), headers or {}, method, seconds or endpoint.seconds)


# The bytes of a request, and their type.
_Sent: TypeAlias = tuple[bytes, str] | None


def _sent(json: object, form: Mapping[str, str] | None) -> _Sent:
    if form is not None:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    return None if json is None else (orjson.dumps(json), "application/json")


async def _bounded(
    endpoint: Endpoint, path: str, body: _Sent, headers: Mapping[str, str], method: str, seconds: float
) -> Any:  # noqa: ANN401
    url = endpoint.url.rstrip("/") + path
    try:
        parse(url)
    except RefusedError as error:
        raise ProviderFailed("rejected", f"its address cannot be called: {error}") from error
    try:
        # Over all of it: a server that sends a byte a second never runs into a timeout of httpx's.
        async with asyncio.timeout(seconds):
            return await _asked(url, body, headers, method, seconds)
    except TimeoutError as error:
        raise ProviderFailed("slow", f"no whole answer within {seconds:g} s") from error


async def _asked(url: str, body: _Sent, headers: Mapping[str, str], method: str, seconds: float) -> Any:  # noqa: ANN401
    # Nothing is unpacked: a small answer could be a large one.
    sent = {"accept": "application/json", "accept-encoding": "identity", "user-agent": f"Otklik/{__version__}"}
    content = None if body is None else body[0]
    if body is not None:
        sent["content-type"] = body[1]
    timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    async with httpx.AsyncClient(verify=tls(), trust_env=False, timeout=timeout) as client:
        try:
            request = client.build_request(method, url, content=content, headers={**sent, **headers})
            response = await client.send(request, stream=True)
            try:
                return _read(response, await _body(response))
            finally:
                await response.aclose()
        except httpx.TimeoutException as error:
            raise ProviderFailed("slow", meant(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderFailed("unreachable", meant(error)) from error
        except UnicodeEncodeError as error:
            raise ProviderFailed("refused", "its key has characters that no header can carry") from error


async def _body(response: httpx.Response) -> bytes:
    heard = bytearray()
    async for part in response.aiter_raw():
        heard += part
        if len(heard) > ANSWER_BYTES:
            raise ProviderFailed("nonsense", f"its answer is larger than {ANSWER_BYTES // 1_048_576} MiB")
    return bytes(heard)


def _read(response: httpx.Response, body: bytes) -> Any:  # noqa: ANN401
    status = response.status_code
    if _OK <= status < _MULTIPLE:
        return _json(response, body)
    if status == _QUOTA:
        raise ProviderFailed("busy", "its quota is used up", retry_after=LONGEST_WAIT)
    if status in _BUSY or status >= _ERROR:
        raise ProviderFailed("busy", f"it answered {status}", retry_after=_wait(response))
    if status in _REFUSED:
        raise ProviderFailed("refused", f"it answered {status}: check the key and the account{_said(body)}")
    if status < _BAD:
        raise ProviderFailed("nonsense", f"it answered {status}: redirects are not followed, check its address")
    raise ProviderFailed("rejected", f"it answered {status}{_said(body)}")


def _json(response: httpx.Response, body: bytes) -> Any:  # noqa: ANN401
    if response.headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
        raise ProviderFailed("nonsense", "its answer is packed although that was not asked for")
    try:
        return orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise ProviderFailed("nonsense", "its answer is not JSON") from error


def _said(body: bytes) -> str:
    """The provider's own sentence, where there is one in a usual place: short, one line."""
    try:
        found = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError):
        return ""
    said = found.get("error", found.get("message")) if isinstance(found, dict) else None
    if isinstance(said, dict):
        said = said.get("message")
    if not isinstance(said, str):
        return ""
    words = " ".join(re.sub(r"[^\S ]|[\x00-\x1f\x7f]", " ", said[: _WORDS * 4]).split())[:_WORDS]
    return f": {words}" if words else ""


def _wait(response: httpx.Response) -> float | None:
    """`Retry-After` in seconds or as a date (RFC 9110, 10.2.3), within reason."""
    said = response.headers.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,9}", said):
        return min(float(said), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return min(max((moment - clock.now()).total_seconds(), 0.0), LONGEST_WAIT)
