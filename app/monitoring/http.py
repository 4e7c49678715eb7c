"""Pages and services over HTTP: each hop of a redirect is guarded as the first address was."""

from urllib.parse import urljoin

import httpx

from app import clock
from app.monitoring import certificates
from app.monitoring.base import Asked, FailedError, Found, Watch, addresses
from app.reaching import ADDRESSES, CONNECT_SECONDS
from app.rules.outgoing import Address, RefusedError, Url, parse

# A keyword further down is not found.
BODY_BYTES = 1_048_576
AGENT = "Otklik monitor"
# All others are read as UTF-8: a server may say what there is not, and Python knows encodings that keep it busy.
_CHARSETS = frozenset({"utf-8", "us-ascii", "iso-8859-1", "windows-1251", "windows-1252", "koi8-r", "utf-16"})


async def http(asked: Asked, watch: Watch) -> Found:
    """Whether a page answers as it should: its status, its words, in time, over certificates that are good."""
    target, hops = parse(asked.target), 0
    first = (target.scheme, target.host, target.port)
    most: int = asked.expect.get("redirects", 5)
    while True:
        # What is meant for one server is not told to another.
        headers = dict(asked.headers) if (target.scheme, target.host, target.port) == first else {}
        answer = await _asked_of(target, asked, headers, watch)
        following = answer.headers.get("location")
        if not answer.is_redirect or following is None or most == 0:
            break
        hops += 1
        if hops > most:
            raise FailedError("too_many_redirects", f"It sends on more than {most} times")
        try:
            target = parse(urljoin(str(target), following).partition("#")[0])
        except (RefusedError, ValueError) as error:
            raise FailedError("refused", f"It sends on to an address that is not called: {error}") from error
    facts = {"status": answer.status_code, "redirects": hops, **answer.extensions.get("otklik", {})}
    _judge(asked, answer, facts)
    return Found("ok", ms=watch.ms, facts=facts)


def _judge(asked: Asked, answer: httpx.Response, facts: dict[str, object]) -> None:
    wanted: list[int] = asked.expect.get("statuses") or []
    status = answer.status_code
    if status not in wanted if wanted else not 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
        raise FailedError("status", f"It answers {status}", **facts)
    text = answer.extensions["otklik_body"]
    keyword: str | None = asked.expect.get("keyword")
    unwanted: str | None = asked.expect.get("keyword_absent")
    if keyword is not None and keyword not in text:
        raise FailedError("keyword", "The keyword is not on the page", **facts)
    if unwanted is not None and unwanted in text:
        raise FailedError("keyword", "The page says what it should not", **facts)
    least: int | None = asked.expect.get("min_days")
    left = facts.get("days_left")
    if least is not None and isinstance(left, int) and left < least:
        raise FailedError("expiry", f"The certificate is good for {left} more days", **facts)


async def _asked_of(target: Url, asked: Asked, headers: dict[str, str], watch: Watch) -> httpx.Response:
    found = (await addresses(target, asked.allow))[:ADDRESSES]
    context = certificates.context(asked.expect.get("authority"))
    transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
    # No proxies and credentials from the environment, no cookies.
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        for number, address in enumerate(found, start=1):
            try:
                return await _of_address(client, target, address, headers, watch)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if (why := certificates.refusal(error)) is not None:
                    raise FailedError("certificate", why) from error
                if number == len(found):
                    raise FailedError("unreachable", "Nobody takes the connection") from error
            except httpx.TimeoutException as error:
                raise FailedError("timeout", "No whole answer in time") from error
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise FailedError("broken", "What it answers is not HTTP, or breaks off") from error
    raise FailedError("unresolved", "The name has no address")


async def _of_address(
    client: httpx.AsyncClient, target: Url, address: Address, headers: dict[str, str], watch: Watch
) -> httpx.Response:
    shown = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6
    request = client.build_request(
        "GET",
        f"{target.scheme}://{shown}:{target.port}{target.path}",
        headers={"accept-encoding": "identity", "user-agent": AGENT, **headers, "host": target.server},
        timeout=httpx.Timeout(watch.left, connect=max(0.01, min(CONNECT_SECONDS, watch.left / 2))),
        # The certificate must be the name's, whatever address it was found at.
        extensions={"sni_hostname": target.host},
    )
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        body = bytearray()
        # As it is sent: what was packed is not unpacked, however small it says it is.
        async for part in response.aiter_raw():
            body += part
            if len(body) >= BODY_BYTES:
                break
        stream = response.extensions.get("network_stream")
        secured = stream.get_extra_info("ssl_object") if stream is not None else None
        if secured is not None and (der := secured.getpeercert(binary_form=True)):
            response.extensions["otklik"] = certificates.described(der, clock.now())
    finally:
        await response.aclose()
    response.extensions["otklik_body"] = bytes(body[:BODY_BYTES]).decode(_charset(response), "replace")
    return response


def _charset(response: httpx.Response) -> str:
    said = (response.charset_encoding or "").lower()
    return said if said in _CHARSETS else "utf-8"
