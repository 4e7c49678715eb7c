"""Reading mails: ordinary ones beside Python's own parser in the same run, and hostile ones of the largest size."""

import asyncio
import base64
import email
import email.policy
import random
import resource
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

from app.channels.mail.pool import Pool, UnreadableError
from bench.figures import Figure

# One worker must read so many ordinary mails in a second; a hostile one may cost it so many seconds.
TARGET = 50
LONGEST = 2.0
_TEXT = "Добрый день! Заказ так и не пришёл, хотя деньги списали. Please look where the parcel is, I wait for a week. "


def ordinary(count: int, *, seed: int = 7) -> Iterator[bytes]:
    """Mails as customers write them: text and HTML, old answers below, a picture in every third one."""
    chance = random.Random(seed)
    for number in range(count):
        mail = EmailMessage()
        mail["From"] = f"Анна Петрова {number} <anna{number}@example.com>"
        mail["To"] = "Поддержка <help@desk.example>"
        mail["Subject"] = f"Re: Где мой заказ {number}?"
        mail["Message-ID"] = f"<{number}@example.com>"
        mail["References"] = " ".join(f"<{number}.{at}@example.com>" for at in range(chance.randrange(1, 9)))
        said = _TEXT * chance.randrange(1, 8)
        old = "\n".join("> " + _TEXT * chance.randrange(1, 4) for _ in range(chance.randrange(0, 15)))
        mail.set_content(f"{said}\n\nOn Monday, Support wrote:\n{old}\n")
        quoted = "".join(f"<p>{line}</p>" for line in old.splitlines())
        mail.add_alternative(f"<div><p>{said}</p><blockquote>{quoted}</blockquote></div>", subtype="html")
        if number % 3 == 0:
            mail.add_attachment(chance.randbytes(150_000), maintype="image", subtype="png", filename="снимок.png")
        yield mail.as_bytes()


def hostile() -> dict[str, bytes]:
    """What costs most, each as large as it may be."""
    head = b"From: a@b.example\r\n"
    html = head + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(2000))
    content = base64.encodebytes(random.Random(7).randbytes(25 * 1024 * 1024))
    file = b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + content
    mixed = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    return {
        "80 KB of quotes": head + b"\r\n" + b"".join(b"> " * (at % 40) + b"said\r\n" for at in range(2000))[:80_000],
        "20,000 encoded words": head + b"Subject: " + b" ".join([b"=?utf-8?b?0J/RgNC4?="] * 20_000) + b"\r\n\r\nx",
        "2,000 nested parts": head + nested + b"\r\nx",
        "200,000 parts": head + mixed + b"\r\nx\r\n--b\r\n" * 200_000,
        "25 MB in a file": head + mixed + file + b"\r\n--b--",
        "25 MB of text": head + b"\r\n" + (_TEXT.encode("cp1251", "replace") + b"\r\n") * 240_000,
        "9 million borders": head + mixed + b"--\r\n" * 9_000_000,
        "a megabyte of headers and more": b"a: b\r\n c\r\n" * 3_000_000,
        "HTML of 80,000 deep": html + b"<div>" * 80_000,
        "HTML that hides how deep it is": html + b"<div><textarea></div></textarea>" * 15_000,
        "HTML of half a million ampersands": html + b"&" * 500_000,
    }


def measure(count: int) -> dict[str, Figure]:
    """Mails a second of one worker, that as a share of what Python's parser does, and the dearest hostile one."""
    mails = list(ordinary(count))
    pool = Pool(1)
    try:
        asyncio.run(_all(pool, mails[:20]))
        desk = count / _seconds(lambda: asyncio.run(_all(pool, mails)))
        floor = count / _seconds(lambda: [plainly(each) for each in mails])
    finally:
        pool.close()
    costs = {name: _cpu(raw) for name, raw in hostile().items()}
    worst = max(costs, key=lambda name: costs[name])
    details = {"mails": count, "floor": round(floor, 1), "cleaned": "HTML too, in another process"}
    return {
        "mails": Figure("ordinary mails read a second by one worker", desk, TARGET, at_most=False, details=details),
        "mails_ratio": Figure(
            "of what Python's email package reads a second, without cleaning", desk / floor, 1.0, at_most=False,
            details=details,
        ),
        "hostile_mail": Figure(
            f"CPU seconds for the dearest hostile mail ({worst})", costs[worst], LONGEST, at_most=True,
            details={name: round(cost, 3) for name, cost in costs.items()},
        ),
    }  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _cpu(raw: bytes) -> float:
    """CPU seconds of the processes that read this mail, their start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pool = Pool(1)
    asyncio.run(_all(pool, [raw]))
    pool.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


async def _all(pool: Pool, mails: list[bytes]) -> None:
    for each in mails:
        try:
            await pool.read(each, LONGEST)
        except UnreadableError:
            # It cost what it cost; the desk shows it among what could not be read.
            continue


def plainly(raw: bytes) -> tuple[Any, Any, Any, list[tuple[str | None, bytes]]]:
    """A mail as Python's own parser reads it: headers, text, HTML and files."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    rich = mail.get_body(("html",))
    return (
        [(name, str(value)) for name, value in mail.items()],
        body and body.get_content(),
        rich and rich.get_content(),
        [(each.get_filename(), each.get_content()) for each in mail.iter_attachments()],
    )
