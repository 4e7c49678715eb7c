"""Whatever comes to a webhook, adapters neither fail nor grow: JSON of no shape, half shapes, deep ones, huge ones."""

import hashlib
import hmac
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.channels import json_shapes
from app.channels.adapters import ADAPTERS
from app.channels.base import Account, Delivered, ForgedError, Incoming, Received
from tests.channels import accounts, shapes

MADE = {
    "telegram": accounts.telegram(),
    "whatsapp": accounts.whatsapp(),
    "vk": accounts.vk(),
    "custom": accounts.custom(),
}
SHAPES = {"telegram": shapes.TELEGRAM, "whatsapp": shapes.WHATSAPP, "vk": shapes.VK, "custom": shapes.CUSTOM}


def delivered(account: Account, body: bytes) -> Delivered:
    """A request that proves whom it is from."""
    headers = {}
    match account.kind:
        case "telegram":
            headers["x-telegram-bot-api-secret-token"] = account.secrets["webhook_secret"]
        case "whatsapp":
            mac = hmac.digest(account.secrets["app_secret"].encode(), body, hashlib.sha256).hex()
            headers["x-hub-signature-256"] = f"sha256={mac}"
        case "custom":
            headers = accounts.signed(account, "msg_1", body)
    return Delivered("POST", headers, {}, body)


def check(account: Account, body: bytes) -> list[Incoming]:
    """Receive and read; the promises hold."""
    adapter = ADAPTERS[account.kind]
    try:
        received = adapter.receive(account, delivered(account, body))
    except ForgedError:
        # The secret of one is in its body, the signature of the other is of a text.
        assert account.kind in {"vk", "custom"}
        return []
    assert isinstance(received, Received)
    found: list[Incoming] = []
    for update in received.updates:
        assert update.external_id is None or 0 < len(update.external_id) <= 250
        try:
            found += adapter.read(account, update.body)
        except ValueError:
            continue
    for each in found:
        assert len(each.text) <= 300_000
        assert "\x00" not in each.text
        each.text.encode()
        assert len(each.files) <= 25
        assert len(each.thread) <= 200
        assert len(each.external_id) <= 450
        assert each.person is None or each.person.external_id
    return found


@pytest.mark.parametrize("kind", list(MADE))
@settings(max_examples=50)
@given(data=st.data())
def test_half_a_shape_is_read_or_refused_and_never_an_error(kind: str, data: st.DataObject) -> None:
    check(MADE[kind], orjson.dumps(_plain(data.draw(shapes.spoiled(SHAPES[kind])))))


@pytest.mark.parametrize("kind", list(MADE))
@settings(max_examples=40)
@given(body=st.binary(max_size=60) | shapes.JUNK.map(lambda junk: orjson.dumps(_plain(junk))))
def test_bytes_of_no_shape(kind: str, body: bytes) -> None:
    check(MADE[kind], body)


@pytest.mark.parametrize("kind", list(MADE))
@pytest.mark.parametrize("levels", [10, 300, 5_000, 100_000])
def test_deep_nesting(kind: str, levels: int) -> None:
    check(MADE[kind], shapes.deep(levels))
    inside = orjson.dumps(SHAPES[kind])[:-1] + b',"more":' + shapes.deep(levels) + b"}"
    check(MADE[kind], inside)


@pytest.mark.parametrize("kind", ["telegram", "whatsapp", "vk"])
def test_a_megabyte_of_each_field_is_cut(kind: str) -> None:
    def swell(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: swell(each) for key, each in value.items()}
        if isinstance(value, list):
            return [swell(each) for each in value] * 2
        return value * 10_000 if isinstance(value, str) and value not in KEPT else value

    check(MADE[kind], orjson.dumps(swell(SHAPES[kind])))


KEPT = {"private", "text", "vk-secret-word", "message_new", "photo", "doc", "video"}


def _plain(value: Any) -> Any:
    """What orjson can write: no integers of more than 64 bits, no lone surrogates."""
    if isinstance(value, dict):
        return {_plain(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode()
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**64:
        return 2**64 - 1
    return value


@given(st.text(), st.integers(1, 50))
def test_texts_are_cut_and_storable(text: str, limit: int) -> None:
    cut = json_shapes.text(text, limit)
    assert len(cut) <= limit
    assert "\x00" not in cut
    assert cut.encode().decode() == cut


@pytest.mark.parametrize("value", [True, None, [], {}, 1.5, "", "a b", "x" * 201, "\n"])
def test_what_is_no_identifier(value: object) -> None:
    assert json_shapes.identifier(value) == ""


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, "1e5", "٣", "", "--5", True, 10**30, "9" * 30])
def test_what_is_no_whole_number(value: object) -> None:
    assert json_shapes.whole(value) is None


@pytest.mark.parametrize("value", [0, -5, 253_402_300_800, 2**62, "soon", None])
def test_what_is_no_moment(value: object) -> None:
    assert json_shapes.moment(value) is None
