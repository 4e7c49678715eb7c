"""What a peer might send: frames that are nearly right, frames that are not, and bytes that are no frames at all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.realtime.peers import BINARY, CLOSE, CONT, PING, PONG, TEXT, frame

NOWHERE = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
# Replaced by ids of real tickets when it is sent: one's own, and somebody else's.
OWN, FOREIGN = "$own", "$foreign"

_NUMBERS = st.one_of(
    st.integers(),
    st.sampled_from([-1, 0, 2**31 - 1, 2**31, 2**53, 2**63, 10**400]),
    st.floats(allow_nan=True),
)
_WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "\x00", "\ud800", "\u200b", "a" * 20_000, OWN, FOREIGN, NOWHERE, "mine", f"team:{NOWHERE}"]),
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=4)),
    max_leaves=12,
)
_TICKETS = st.sampled_from([OWN, OWN, FOREIGN, NOWHERE])
_IDS = st.integers(0, 99)


def _shape(t: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"t": st.just(t), **fields})


_SUB = st.one_of(
    st.fixed_dictionaries({"ticket": _TICKETS, "after": st.integers(0, 5)}),
    st.fixed_dictionaries({"queue": st.just(NOWHERE)}),
    st.fixed_dictionaries({"inbox": st.sampled_from(["mine", f"team:{NOWHERE}"])}),
)
VALID = st.one_of(
    _shape("hello", features=st.lists(st.sampled_from(["typing", "receipts", "presence", "viewing"]), max_size=3)),
    _shape("sub", id=_IDS, subs=st.lists(_SUB, min_size=1, max_size=4), epoch=st.sampled_from([None, "x"])),
    _shape("unsub", id=_IDS, tickets=st.lists(_TICKETS, max_size=3)),
    _shape("send", id=_IDS, ticket=_TICKETS, cmid=st.sampled_from(["a", "b", "c"]), body=st.sampled_from(["x", "y"])),
    _shape("viewing", ticket=_TICKETS, on=st.booleans()),
    _shape("typing", ticket=_TICKETS, on=st.booleans(), visibility=st.sampled_from(["public", "internal"])),
    _shape("read", ticket=_TICKETS, seq=st.integers(0, 2**31 - 1)),
    _shape("presence", state=st.sampled_from(["active", "idle"])),
    _shape("auth", id=_IDS, token=st.sampled_from(["x", "a.b.c", "otk_x"])),
)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    shape = dict(draw(VALID))
    for _ in range(draw(st.integers(0, 2))):
        key = draw(st.one_of(st.sampled_from(sorted(shape)), _WORDS)) if shape else draw(_WORDS)
        if key in shape and draw(st.booleans()):
            del shape[key]
        else:
            shape[key] = draw(JSON)
    content = json.dumps(shape, ensure_ascii=draw(st.booleans()))
    if draw(st.integers(0, 5)) == 0 and content:
        at = draw(st.integers(0, len(content) - 1))
        content = content[:at] + draw(_WORDS) + content[at + draw(st.integers(0, 3)) :]
    return content


@dataclass(frozen=True)
class Sent:
    """Something that is sent: a text, or bytes that may leave a frame unfinished or say anything at all."""

    content: str | bytes

    @property
    def wild(self) -> bool:
        """Whether these are bytes."""
        return isinstance(self.content, bytes)

    def bytes(self, known: Mapping[str, str]) -> bytes:
        """What goes over the wire, with ids for names."""
        content = self.content
        if not isinstance(content, str):
            return content
        for name, identifier in known.items():
            content = content.replace(name, identifier)
        return frame(TEXT, content.encode(errors="surrogatepass"))


_OPCODES = st.sampled_from([TEXT, BINARY, CONT, CLOSE, PING, PONG, 0x3, 0xF])
_LIES = [0, 1, 125, 126, 65_535, 65_536, 65_537, 2**63, 2**64 - 1]
_FRAMES = st.builds(
    lambda opcode, payload, fin, rsv, masked, lie: Sent(
        frame(opcode, payload, fin=fin, rsv=rsv, masked=masked, length=lie)
    ),
    _OPCODES,
    st.binary(max_size=200),
    st.booleans(),
    st.sampled_from([0, 0, 0, 0, 1, 2, 4, 7]),
    st.sampled_from([True, True, True, True, False]),
    st.one_of(
        st.none(), st.none(), st.none(), st.sampled_from([0, 1, 125, 126, 65_535, 65_536, 65_537, 2**63, 2**64 - 1])
    ),
)
_TEXTS = _mutated().map(Sent)
SCRIPTS = st.lists(
    st.one_of(_TEXTS, _TEXTS, _TEXTS, _FRAMES, st.binary(max_size=300).map(Sent)),
    min_size=1,
    max_size=6,
)


_SPLINTERS = [b"\r\n", b"\r\n\r\n", b": ", b",", b"\x00", b"%", b"a" * 9_000]


@st.composite
def heads(draw: st.DrawFn, whole: bytes) -> bytes:
    """A head of an upgrade that is nearly right, or is not."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 6))] = draw(
            st.one_of(
                st.binary(max_size=6), st.sampled_from([b"\r\n", b"\r\n\r\n", b": ", b",", b"\x00", b"%", b"a" * 9_000])
            )
        )
    return bytes(data)
