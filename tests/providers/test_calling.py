"""A provider that misbehaves in every way fails in a defined way, in bounded time and memory."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime

import orjson
import pytest

from app import clock
from app.providers import breaker, openai
from app.providers.base import Endpoint, Failure, ProviderFailed
from app.providers.calling import ask
from tests.conftest import free_port
from tests.receivers import Answer, Got, a_receiver, saying

pytestmark = pytest.mark.usefixtures("_forgetful")


@pytest.fixture
def _forgetful() -> Iterator[None]:
    breaker.forget()
    yield
    breaker.forget()


def at(url: str, *, seconds: float = 30.0) -> Endpoint:
    return Endpoint("fake", url.removesuffix("/hook"), key="the-secret-key", model="m", seconds=seconds)


async def hang(_got: Got, _writer: asyncio.StreamWriter) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), 1)


async def drip(_got: Got, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 Fine\r\ncontent-length: 100000\r\n\r\n")
    with suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b"[")
            await writer.drain()
            await asyncio.sleep(0.01)


async def flood(_got: Got, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 Fine\r\ncontent-length: 104857600\r\n\r\n")
    with suppress(ConnectionError):
        for _ in range(1_600):
            writer.write(b" " * 65_536)
            await writer.drain()


async def reset(_got: Got, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def half(_got: Got, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 Fine\r\ncontent-length: 1000\r\n\r\n{"a": 1')
    await writer.drain()
    writer.transport.abort()


async def gibberish(_got: Got, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\x01SSH-2.0 hello\r\n\r\n")
    await writer.drain()


PAGE = b"<!doctype html><html><body>Sign in</body></html>"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        pytest.param(reset, "unreachable", "broke off", id="reset"),
        pytest.param(half, "unreachable", "broke off", id="half"),
        pytest.param(gibberish, "unreachable", "not HTTP", id="gibberish"),
        pytest.param(flood, "nonsense", "larger than 1 MiB", id="100 MB"),
        pytest.param(saying(200, body=PAGE), "nonsense", "not JSON", id="page"),
        pytest.param(saying(200, body=b""), "nonsense", "not JSON", id="empty"),
        pytest.param(saying(200, body=b'{"a": NaN}'), "nonsense", "not JSON", id="NaN"),
        pytest.param(saying(200, body=b"[" * 100_000), "nonsense", "not JSON", id="deep"),
        pytest.param(saying(200, "content-encoding: gzip", body=b"\x1f\x8b"), "nonsense", "packed", id="packed"),
        pytest.param(saying(302, "location: http://169.254.169.254/"), "nonsense", "redirects", id="redirect"),
        pytest.param(saying(500, body=PAGE), "busy", "500", id="500"),
        pytest.param(saying(401, body=b'{"error": "no such key"}'), "refused", "no such key", id="401"),
        pytest.param(saying(403, body=PAGE), "refused", "403", id="403"),
        pytest.param(saying(456), "busy", "quota", id="quota"),
        pytest.param(
            saying(400, body=b'{"error": {"message": "xx is\\nnot\\u0000 supported"}}'), "rejected",
            "xx is not supported", id="400",
        ),
    ],
)  # fmt: skip
async def test_an_answer_that_cannot_be_used_fails_as_what_it_is(answer: Answer, kind: Failure, words: str) -> None:
    async with a_receiver(answer) as receiver:
        with pytest.raises(ProviderFailed, match=words) as failed:
            await ask(at(receiver.url), "/x", json={"q": "text"})
        assert failed.value.kind == kind
        assert "the-secret-key" not in str(failed.value)
        assert len(receiver.got) == 1


@pytest.mark.parametrize("answer", [hang, drip])
async def test_the_time_is_for_all_of_a_call_and_not_for_a_byte(answer: Answer) -> None:
    async with a_receiver(answer) as receiver:
        begun = clock.monotonic()
        with pytest.raises(ProviderFailed) as failed:
            await ask(at(receiver.url, seconds=0.15), "/x")
        assert failed.value.kind == "slow"
        assert clock.monotonic() - begun < 30


async def test_nobody_there_is_unreachable() -> None:
    with pytest.raises(ProviderFailed, match="no connection") as failed:
        await ask(at(f"http://127.0.0.1:{free_port()}"), "/x")
    assert failed.value.kind == "unreachable"


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("17", 17, 17),
        ("99999999", 3_600, 3_600),
        ("in ten minutes", 500, 600),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("soon", None, None),
        ("-5", None, None),
    ],
)
async def test_retry_after_is_read_within_reason(said: str, least: float | None, most: float | None) -> None:
    if said == "in ten minutes":
        said = format_datetime(clock.now() + timedelta(seconds=600), usegmt=True)
    async with a_receiver(saying(429, f"retry-after: {said}")) as receiver:
        with pytest.raises(ProviderFailed) as failed:
            await ask(at(receiver.url), "/x")
    assert failed.value.kind == "busy"
    wait = failed.value.retry_after
    assert (wait is None) if least is None or most is None else (wait is not None and least <= wait <= most)


async def test_after_five_failures_in_a_row_it_is_left_alone_and_then_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_receiver(saying(503)) as receiver:
        for _ in range(5):
            with pytest.raises(ProviderFailed, match="503"):
                await ask(at(receiver.url), "/x")
        with pytest.raises(ProviderFailed) as failed:
            await ask(at(receiver.url), "/x")
        assert failed.value.kind == "resting"
        assert failed.value.retry_after is not None
        assert 0 < failed.value.retry_after <= breaker.REST_SECONDS
        assert len(receiver.got) == 5
        later = clock.monotonic() + breaker.REST_SECONDS + 1
        monkeypatch.setattr(clock, "monotonic", lambda: later)
        # Once is enough now.
        for kind in ("busy", "resting"):
            with pytest.raises(ProviderFailed) as failed:
                await ask(at(receiver.url), "/x")
            assert failed.value.kind == kind
        monkeypatch.setattr(clock, "monotonic", lambda: later + breaker.REST_SECONDS + 1)
        receiver.answer = saying(200, body=b"{}")
        assert await ask(at(receiver.url), "/x") == {}
        receiver.answer = saying(503)
        with pytest.raises(ProviderFailed, match="503"):
            await ask(at(receiver.url), "/x")


async def test_requests_that_are_at_fault_themselves_do_not_shut_the_provider_out() -> None:
    async with a_receiver(saying(400)) as receiver:
        for _ in range(7):
            with pytest.raises(ProviderFailed) as failed:
                await ask(at(receiver.url), "/x")
            assert failed.value.kind == "rejected"


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://user:pass@127.0.0.1", "http://127.1", "not a url"])
async def test_an_address_that_could_be_read_in_two_ways_is_not_called(url: str) -> None:
    with pytest.raises(ProviderFailed) as failed:
        await ask(at(url), "/x")
    assert failed.value.kind == "rejected"


async def test_a_key_that_no_header_can_carry_is_refused() -> None:
    with pytest.raises(ProviderFailed) as failed:
        await openai.models(Endpoint("fake", "http://127.0.0.1:1", key="ключ"))
    assert failed.value.kind == "refused"


def completion(text: object, **more: object) -> Answer:
    body = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}], **more}
    return saying(200, body=orjson.dumps(body))


async def test_a_chat_is_asked_for_and_read() -> None:
    usage = {"prompt_tokens": 12, "completion_tokens": True}
    async with a_receiver(completion(" Hi\x00 there \n", usage=usage)) as receiver:
        done = await openai.chat(at(receiver.url), [{"role": "user", "content": "Say hi"}], json=True)
        got = receiver.got[0]
    assert done == openai.Completion("Hi there", cut=False, prompt_tokens=12, completion_tokens=None)
    assert got.path == "/chat/completions"
    assert got.headers["authorization"] == "Bearer the-secret-key"
    sent = orjson.loads(got.body)
    assert sent["model"] == "m"
    assert sent["messages"] == [{"role": "user", "content": "Say hi"}]
    assert sent["response_format"] == {"type": "json_object"}
    assert "tools" not in sent


async def test_a_model_is_not_told_again_what_it_refuses_to_be_told() -> None:
    async def picky(got: Got, writer: asyncio.StreamWriter) -> None:
        asked, said = orjson.loads(got.body), None
        if "max_tokens" in asked:
            said = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
        elif "temperature" in asked:
            said = "Unsupported value: 'temperature' does not support 0.2 with this model."
        answer = completion("Hi") if said is None else saying(400, body=orjson.dumps({"error": {"message": said}}))
        await answer(got, writer)

    async with a_receiver(picky) as receiver:
        for _ in range(2):
            done = await openai.chat(at(receiver.url), [{"role": "user", "content": "Say hi"}], max_tokens=50)
            assert done.text == "Hi"
        sent = [orjson.loads(each.body) for each in receiver.got]
    # Found out at the first call, known at the second.
    assert [("max_tokens" in each, "temperature" in each) for each in sent] == [
        (True, True), (False, True), (False, False), (False, False),
    ]  # fmt: skip
    assert sent[-1]["max_completion_tokens"] > 50


@pytest.mark.parametrize("words", [b"max_completion_tokens temperature", b"no"])
async def test_a_model_that_refuses_everything_is_not_asked_for_ever(words: bytes) -> None:
    async with a_receiver(saying(400, body=b'{"message": "' + words + b'"}')) as receiver:
        with pytest.raises(ProviderFailed) as failed:
            await openai.chat(at(receiver.url), [{"role": "user", "content": "Say hi"}])
        assert len(receiver.got) == (1 if words == b"no" else 2)
    assert failed.value.kind == "rejected"


@pytest.mark.parametrize(
    "body",
    [
        b"[]", b"{}", b'{"choices": []}', b'{"choices": {"0": 1}}', b'{"choices": [null]}',
        b'{"choices": [{"message": "text"}]}', b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": ["text"]}}]}', b'{"choices": [{"message": {"content": " \\u0000 "}}]}',
    ],
)  # fmt: skip
async def test_a_chat_without_a_text_is_nonsense(body: bytes) -> None:
    async with a_receiver(saying(200, body=body)) as receiver:
        with pytest.raises(ProviderFailed) as failed:
            await openai.chat(at(receiver.url), [{"role": "user", "content": "Say hi"}])
    assert failed.value.kind == "nonsense"


async def test_the_models_are_listed_to_see_that_the_key_is_taken() -> None:
    async with a_receiver(saying(200, body=b'{"data": [{"id": "small"}, {"id": 5}, "x"]}')) as receiver:
        assert await openai.models(at(receiver.url)) == ["small"]
        receiver.answer = saying(200, body=b'{"data": 5}')
        with pytest.raises(ProviderFailed):
            await openai.models(at(receiver.url))
