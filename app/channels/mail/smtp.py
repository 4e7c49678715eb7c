"""Handing a mail to a mail server: where it is, the steps of SMTP, and what its answers mean."""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from app.channels.base import Delayed, Outcome, Refused, Sent, Unsure

STEP_SECONDS = 10.0
# Until the server is ready to take the message. Some let strangers wait half a minute for each answer.
READY_SECONDS, PATIENT_SECONDS = 90.0, 45.0
# What a server may take to say that it has taken it; whoever goes before does not know (RFC 5321, 4.5.3.2.6).
TAKEN_SECONDS = 300.0
SAID_CHARACTERS = 200

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DOT = re.compile(rb"^\.", re.MULTILINE)
_GO_ON, _TAKEN = 354, range(200, 300)
_SAID_NO, _SAID_NEVER = range(400, 600), range(500, 600)

_BROKE_OFF = "the connection to the mail server broke off before it answered"

# Called when the message is about to become the server's; what it raises ends the attempt, and nothing was sent.
Mark: TypeAlias = Callable[[], Awaitable[None]]


class UnusableServerError(ValueError):
    """An address that names no mail server."""


def server(url: str, *, own_name: str, seconds: float = STEP_SECONDS) -> dict[str, Any]:
    """A server as aiosmtplib wants it, from `smtp://user:password@host:port?starttls=offered`.

    `smtp` with a password insists on STARTTLS, unless the server is on this machine: a password must not travel in
    clear because somebody in between said so. Without one STARTTLS is used when it is offered. `smtps` is TLS at once.
    `own_name` is said in the greeting; without it the library would ask a name server for our own name.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    insists = bool(password) and host not in _LOOPBACK
    wanted = parse_qs(parts.query).get("starttls", ["always" if insists else "offered"])[0]
    implicit = parts.scheme == "smtps"
    return {
        "hostname": host,
        "port": parts.port or (465 if implicit else 587 if password else 25),
        "use_tls": implicit,
        "start_tls": False if implicit else {"always": True, "never": False}.get(wanted),
        "username": user or None,
        "password": password or None,
        "local_hostname": own_name,
        "timeout": seconds,
    }


def check(url: str) -> None:
    """Raise `UnusableServerError` for what is no address of a mail server. It is not repeated: it holds a password."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.path in {"", "/"}
        _ = parts.port
    except ValueError:
        usable = False
    if not usable or parts.query not in {"", "starttls=always", "starttls=offered", "starttls=never"}:
        msg = (
            "must be smtp://user:password@host:port or smtps://, perhaps with ?starttls=always, offered or never; "
            "percent-encode # / ? and @ of the password"
        )
        raise UnusableServerError(msg)


async def hand(
    at: Mapping[str, Any], *, sender: str, recipient: str, raw: bytes, mark: Mark, taken_seconds: float = TAKEN_SECONDS
) -> Outcome:
    """Hand a message to the server for one recipient. `mark` is awaited when the server waits for the message.

    Until then nothing can have arrived, whatever breaks. From then on only the server knows, until it answers:
    a connection that breaks in between is `Unsure`.
    """
    marked = False
    client = aiosmtplib.SMTP(**at)
    try:
        async with asyncio.timeout(READY_SECONDS):
            await client.connect()
            client.timeout = max(PATIENT_SECONDS, client.timeout or 0.0)
            await client.mail(sender, options=_size(client, raw))
            await client.rcpt(recipient)
            ready = await client.execute_command(b"DATA")
        if ready.code != _GO_ON:
            return _answered(aiosmtplib.SMTPDataError(ready.code, ready.message))
        await mark()
        marked = True
        answer = await _message(client, raw, taken_seconds)
        if answer.code not in _TAKEN:
            no = answer.code in _SAID_NO
            return _answered(aiosmtplib.SMTPDataError(answer.code, answer.message)) if no else Unsure(_BROKE_OFF)
        await leave(client)
        return Sent(())
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        return Unsure(_BROKE_OFF) if marked else _answered(error)
    finally:
        client.close()


def _size(client: aiosmtplib.SMTP, raw: bytes) -> list[str]:
    # A server that knows the size refuses before anything has travelled.
    return [f"size={len(raw)}"] if client.supports_extension("size") else []


async def _message(client: aiosmtplib.SMTP, raw: bytes, seconds: float) -> aiosmtplib.SMTPResponse:
    protocol = client.protocol
    if protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("Connection lost")
    end = b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"
    protocol.write(_DOT.sub(b"..", raw) + end)
    return await protocol.read_response(timeout=seconds)


def _answered(error: Exception) -> Outcome:
    meant = meaning(error)
    return Refused(meant.text) if meant.never else Delayed(meant.text)


async def leave(client: aiosmtplib.SMTP) -> None:
    """Say goodbye; the message has been taken or not, and what comes now changes nothing."""
    try:
        async with asyncio.timeout(2):
            await client.quit()
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        client.close()


class Meaning:
    """What an error of a mail server means: its words for an admin, and whether it would say the same for ever."""

    def __init__(self, text: str, *, never: bool = False) -> None:
        self.text = text
        self.never = never


def meaning(error: Exception) -> Meaning:  # noqa: PLR0911 - a table
    """What went wrong while a mail was handed over."""
    wrong = _certificate(error)
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return meaning(error.recipients[0])
        case aiosmtplib.SMTPRecipientRefused() | aiosmtplib.SMTPDataError() if error.code in _SAID_NEVER:
            return Meaning(_said(error), never=True)
        case aiosmtplib.SMTPNotSupported():
            return Meaning("the mail server cannot send to such an address (no SMTPUTF8)", never=True)
        case aiosmtplib.SMTPResponseException():
            # A passing trouble, or one of the sender or our password and not of this address: an operator mends it.
            return Meaning(_said(error))
        case UnicodeEncodeError():
            return Meaning("the mail server cannot send to such an address (no SMTPUTF8)", never=True)
        case _ if wrong is not None:
            return Meaning(f"the mail server's certificate is not good: {wrong}")
        case aiosmtplib.SMTPException() if type(error) is aiosmtplib.SMTPException:
            # The library's own words: no STARTTLS where we insist on it, no way of signing in that both know.
            return Meaning(_line(error.message))
        case TimeoutError():
            return Meaning("the mail server did not answer in time")
        case _:
            return Meaning("no connection to the mail server, or it broke off")


def _said(error: aiosmtplib.SMTPResponseException) -> str:
    """An SMTP answer for people, on one line of bearable length."""
    return f"the mail server said {error.code} {_line(str(error.message))[:SAID_CHARACTERS]}"


def _line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _certificate(error: BaseException | None) -> str | None:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return str(error.verify_message)
        error = error.__cause__ or error.__context__
    return None
