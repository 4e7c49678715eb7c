"""Waiting for mail at servers that are not like dovecot: news with the answer itself, no IDLE, nonsense."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.channels.mail.imap import Mailbox, MailboxError, Place


@contextmanager
def server(idle: bytes, *, capabilities: bytes = b"IMAP4rev1 IDLE", status: bytes = b"") -> Iterator[Place]:
    """A server that answers IDLE like this."""
    answers: dict[bytes, Callable[[bytes], bytes]] = {
        b"CAPABILITY": lambda tag: b"* CAPABILITY " + capabilities + b"\r\n" + tag + b" OK done\r\n",
        b"STATUS": lambda tag: (status or b"* STATUS INBOX (UIDVALIDITY 1 UIDNEXT 5)\r\n") + tag + b" OK done\r\n",
        b"IDLE": lambda _: idle,
    }

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK hello\r\n")
            waiting = b""
            for line in lines:
                tag, _, words = line.strip().partition(b" ")
                if tag == b"DONE":
                    connection.sendall(waiting + b" OK done\r\n")
                    continue
                waiting, word = tag, words.split()[0].upper()
                answer = answers.get(word)
                connection.sendall(tag + b" OK done\r\n" if answer is None else answer(tag))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Place("127.0.0.1", listening.getsockname()[1], "none", "ann", "secret", "INBOX")
        thread.join(5)


@pytest.mark.parametrize("said", [b"+ idling\r\n* 5 EXISTS\r\n", b"* 5 EXISTS\r\n+ idling\r\n"])
def test_news_that_comes_with_the_answer_is_heard(said: bytes) -> None:
    with server(said) as place:
        box = Mailbox.open(place)
        begun = time.monotonic()
        box.wait(20)
        assert time.monotonic() - begun < 10
        box.close()


def test_a_server_without_idle_is_asked_again_after_a_while() -> None:
    with server(b"", capabilities=b"IMAP4rev1") as place:
        box = Mailbox.open(place)
        box.wait(0.01)
        threading.Timer(0.05, box.interrupt).start()
        begun = time.monotonic()
        box.wait(20)
        assert time.monotonic() - begun < 10
        with pytest.raises(MailboxError):
            box.wait(20)
        box.close()


def test_nonsense_is_an_error_with_a_sentence() -> None:
    with server(b"", status=b"* STATUS\r\n") as place, pytest.raises(MailboxError, match="makes no sense"):
        Mailbox.open(place)
