"""A process that reads mails and does nothing else: one after the other from its input, until that ends.

A single byte says that the process is ready. A mail comes as a length of 8 bytes, the CPU seconds it may take (as a
double), a byte that says whether its HTML is read, and its bytes. The answer is a length and the packed mail.
"""

import resource
import signal
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

from app.channels.mail import reading, wire

HEAD = struct.Struct("!Qd?")
LENGTH = struct.Struct("!Q")
READY = b"R"
MEMORY = 768 * 1024 * 1024


def limit() -> None:
    """Take from this process what it does not need: much memory, files that grow, dumps of its memory."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system has every limit.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Read mails until there are no more."""
    sink.write(READY)
    sink.flush()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        size, seconds, with_html = HEAD.unpack(head)
        raw = source.read(size)
        # Time that others take does not count. The signal ends the process, whatever it is in.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = wire.pack(reading.read(raw, with_html=with_html))
        signal.setitimer(signal.ITIMER_PROF, 0)
        sink.write(LENGTH.pack(len(answer)))
        sink.write(answer)
        sink.flush()
        del raw, answer


def main() -> None:
    """The process itself."""
    # Whoever stops the desk at a terminal stops its children by closing their input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
