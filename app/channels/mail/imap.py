"""A mailbox at an IMAP server, as the desk follows it: from a thread, one call at a time, and changing nothing in it
unless that is asked for.
"""

import imaplib
import re
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from app.channels.mail import headers
from app.channels.mail.limits import MAX_HEADERS, MAX_RAW, Budget
from app.rules import inbound as rules

# For a server that does not answer; of a large mail some bytes must come in each of them.
SECONDS = 30.0
# Servers log out who idles for half an hour; a network may have forgotten the connection long before.
IDLE_SECONDS = 300.0

After = Literal["nothing", "seen", "move", "delete"]
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_ARRIVED = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
_HEAD = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID RECEIVED)]"


class MailboxError(Exception):
    """The server is away, does not let us in, or does not do as IMAP says. Its text is for an admin."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mailbox is, and how to get in."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    username: str
    password: str
    folder: str


def place_of(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Place | None:
    """The mailbox of a channel; None when it is not followed by IMAP."""
    said = settings.get("imap")
    if said is None:
        return None
    tls = said.get("tls", "implicit")
    return Place(
        host=said["host"],
        port=said.get("port") or (993 if tls == "implicit" else 143),
        tls=tls,
        username=said["username"],
        password=secrets.get("imap_password", ""),
        folder=said.get("folder", "INBOX"),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in the mailbox. `arrived_at` is what the server says; `message_id` only where it was asked for."""

    uid: int
    size: int
    arrived_at: datetime
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Its bytes: all of them, or only its headers."""

    raw: bytes
    whole: bool


class Mailbox:
    """An open mailbox. All calls but `interrupt` come from one thread at a time, and raise `MailboxError`."""

    def __init__(self, box: BaseMailBox, folder: str) -> None:
        self._box = box
        self._stopped = threading.Event()
        with _explained():
            answer = self._box.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
            self._box.folder.set(folder)
        self.uid_validity = int(answer.get("UIDVALIDITY", 0))
        self.uid_next = int(answer.get("UIDNEXT", 0))

    @classmethod
    def open(cls, place: Place) -> "Mailbox":
        """Connect and log in."""
        with _explained():
            context = ssl.create_default_context()
            if place.tls == "implicit":
                box: BaseMailBox = MailBox(place.host, place.port, timeout=SECONDS, ssl_context=context)
            elif place.tls == "starttls":
                box = MailBoxStartTls(place.host, place.port, timeout=SECONDS, ssl_context=context)
            else:
                box = MailBoxUnencrypted(place.host, place.port, timeout=SECONDS)
        try:
            with _explained():
                if place.username.isascii() and place.password.isascii():
                    box.login(place.username, place.password, initial_folder=None)
                else:
                    box.login_utf8(place.username, place.password, initial_folder=None)
            return cls(box, place.folder)
        except BaseException:
            _hang_up(box)
            raise

    def behind(self, uid: int, *, since: date | None = None) -> list[int]:
        """The uids of mails behind this one, lowest first; with `since` only of those that arrived on that day or
        later, by the server's calendar.
        """
        words = ["UID", f"{uid + 1}:*", *(["SINCE", _day(since)] if since is not None else [])]
        with _explained():
            _, found = _checked(self._box.client.uid("SEARCH", *words))
        uids = {int(each) for line in found if line for each in line.split()}
        # `n:*` always has the last mail, also when it is before n.
        return sorted(each for each in uids if each > uid)

    def about(self, uids: Sequence[int], *, heads: bool = False) -> list[Found]:
        """What the server knows of these; those that are gone are left out. With `heads` the time of arrival is that of
        the first server that wrote it down, which a mailbox keeps when it moves.
        """
        words = f"(UID RFC822.SIZE INTERNALDATE{f' {_HEAD}' if heads else ''})"
        with _explained():
            _, lines = _checked(self._box.client.uid("FETCH", ",".join(map(str, uids)), words))
        found: dict[int, Found] = {}
        for each in lines:
            said, head = each if isinstance(each, tuple) else (each, b"")
            uid = _UID.search(said or b"")
            if uid is None:
                continue
            size = _SIZE.search(said)
            arrived, message_id = _arrived(said), None
            if heads:
                fields, _ = headers.split(head, 0, Budget())
                message_id = rules.message_id(head)
                arrived = min(arrived, _received(fields) or arrived)
            found[int(uid[1])] = Found(int(uid[1]), int(size[1]) if size else 0, arrived, message_id)
        return [found[uid] for uid in sorted(found)]

    def fetch(self, found: Found, *, whole: bool = True) -> Fetched | None:
        """A mail, or only its headers: also when it is larger than any that is read. None when it is gone."""
        whole = whole and found.size <= MAX_RAW
        part = "BODY.PEEK[]" if whole else f"BODY.PEEK[HEADER]<0.{MAX_HEADERS}>"
        with _explained():
            _, lines = _checked(self._box.client.uid("FETCH", str(found.uid), f"(UID {part})"))
        raw = next((each[1] for each in lines if isinstance(each, tuple)), None)
        if raw is None:
            return None
        return Fetched(raw[: MAX_RAW + 1], whole and len(raw) <= MAX_RAW)

    def settle(self, uids: Sequence[int], after: After, folder: str) -> None:
        """Do with mails that are stored what the channel says."""
        if not uids or after == "nothing":
            return
        named = [str(each) for each in uids]
        with _explained():
            if after == "seen":
                _checked(self._box.client.uid("STORE", ",".join(named), "+FLAGS", r"(\Seen)"))
            elif after == "move":
                self._box.move(named, folder)
            else:
                self._box.delete(named)

    def wait(self, seconds: float) -> None:
        """Until something may have come, but no longer than this. Without IDLE it is just the time."""
        if self._stopped.is_set():
            raise MailboxError("interrupted")
        client = self._box.client
        if "IDLE" not in client.capabilities:
            self._stopped.wait(seconds)
            return
        with _explained():
            self._box.idle._idle_tag = tag = client._command("IDLE")  # noqa: SLF001 - the library's start stumbles over news
            # What the server had to say before it lets us wait is news too.
            news = False
            while client._get_response() is not None:  # noqa: SLF001
                news = True
                if client.tagged_commands.get(tag):
                    raise MailboxError("The server does not let us wait for mail (IDLE)")
            if not news and not self._has_said() and not self._stopped.is_set():
                self._box.idle.poll(timeout=min(seconds, IDLE_SECONDS))
            self._box.idle.stop()  # type: ignore[no-untyped-call]

    def _has_said(self) -> bool:
        """Whether a line is here already: it came with the one before, and nothing on the socket tells of it."""
        client = self._box.client
        patience = client.sock.gettimeout()
        client.sock.settimeout(0)
        try:
            client._get_line()  # noqa: SLF001 - the library has no other way to read what is there
        except OSError:
            return False
        except imaplib.IMAP4.abort as error:
            if "EOF" in str(error):
                return False  # nothing is here; if it is the end, the next command finds it
            raise
        finally:
            client.sock.settimeout(patience)
        return True

    def interrupt(self) -> None:
        """From any thread: end what the other one waits for. Nothing more can be done with this mailbox."""
        self._stopped.set()
        with suppress(OSError, AttributeError):
            self._box.client.sock.shutdown(2)

    def close(self) -> None:
        """Say goodbye, if the server listens."""
        self._stopped.set()
        _hang_up(self._box)


@contextmanager
def _explained() -> Iterator[None]:
    """Whatever goes wrong below is one error with a sentence, without what the server or the password says."""
    try:
        yield
    except MailboxLoginError as error:
        raise MailboxError("The server does not take this name and password") from error
    except ssl.SSLCertVerificationError as error:
        raise MailboxError(f"The server's certificate is not valid: {error.verify_message}") from error
    except ImapToolsError as error:
        raise MailboxError(f"The server refused: {type(error).__name__}") from error
    except (OSError, EOFError) as error:
        raise MailboxError(f"The server cannot be reached: {type(error).__name__}") from error
    except imaplib.IMAP4.abort as error:
        raise MailboxError("The connection broke") from error
    except imaplib.IMAP4.error as error:
        raise MailboxError("The server does not answer as IMAP servers do, or refused") from error
    except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        # imaplib trusts what servers send.
        raise MailboxError(f"The server's answer makes no sense: {type(error).__name__}") from error


def _checked(answer: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    if answer[0] != "OK":
        raise MailboxError("The server refused")
    return answer


def _hang_up(box: BaseMailBox) -> None:
    # What was fetched is stored by now, and a line that is broken may break in any way when it is left.
    with suppress(Exception):
        box.client.sock.settimeout(2)
        box.client.logout()
    with suppress(Exception):
        box.client.shutdown()


def _day(day: date) -> str:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.day}-{months[day.month - 1]}-{day.year}"


def _arrived(said: bytes) -> datetime:
    found = _ARRIVED.search(said)
    try:
        return datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z") if found else _LONG_AGO
    except ValueError:
        return _LONG_AGO


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _received(fields: headers.Headers) -> datetime | None:
    """When the last server took it, as it wrote above the mail."""
    written = headers.text(fields.raw("received")).rpartition(";")[2].strip()
    try:
        said = parsedate_to_datetime(written[:100])
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
