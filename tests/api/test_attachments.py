"""Files: who gets them, in which parts, as what; and what becomes of those that nobody wants."""

import asyncio
import io
import struct
import wave
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from app import clock
from app.ids import new_id
from app.services import attachment_keeping, attachment_links, attachment_store, attachments, rate_limits, scanning
from app.settings import Settings, configure
from app.settings import settings as current
from tests.conftest import Api, Callers, Desk, free_port
from tests.desks import eventually
from tests.s3 import a_bucket


def png() -> bytes:
    """A picture of one pixel."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0\0\0\0")) + part(b"IEND", b"")


def voice(seconds: int = 1) -> bytes:
    """A recording."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(256)) * (seconds * 8000 * 2 // 256))
    return buffer.getvalue()


async def upload(
    who: Api,
    data: bytes | AsyncIterator[bytes],
    name: str = "a.bin",
    *,
    expect: int = 201,
    headers: dict[str, str] | None = None,
) -> Any:
    """Send a file; the answer."""
    made = await who("POST", "/v1/attachments", expect=expect, params={"name": name}, content=data, headers=headers)
    return made.json()


@contextmanager
def set_up(settings: Settings, **changed: Any) -> Iterator[None]:
    """The desk with other settings."""
    before = current()
    configure(settings.model_copy(update=changed))
    try:
        yield
    finally:
        configure(before)


async def keep(desk: Desk) -> None:
    """Do what is due with files."""
    while await attachment_keeping.do_next(desk.database):
        pass


async def overdue(desk: Desk) -> None:
    """Let time pass for files that wait for something."""
    async with desk.database.lean() as connection:
        await connection.execute(
            "UPDATE attachments SET next_at = $1 WHERE next_at IS NOT NULL", clock.now() - timedelta(1)
        )


async def settled(desk: Desk, count: int) -> None:
    """Let time pass until only so many files are left; the desk's own loop may be faster than we are."""
    while await rows(desk) != count:
        await overdue(desk)
        await keep(desk)


def objects(files: Path) -> set[str]:
    """What is in the store."""
    return {each.name for each in files.rglob("*") if each.is_file()}


async def rows(desk: Desk) -> int:
    """How many files the desk knows."""
    async with desk.database.lean() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM attachments"))


async def test_a_voice_message_is_sent_and_played_in_parts(callers_: Callers) -> None:
    vera, anna, other = await callers_.customer(), await callers_.agent(), await callers_.customer(name="Other")
    said = voice()
    file = await upload(vera, said, "голос.wav", headers={"content-type": "text/html"})
    assert (file["content_type"], file["size"], file["state"], file["inline"]) == (
        "audio/wav",
        len(said),
        "unscanned",
        True,
    )
    # Until it is sent it is nobody else's.
    await anna.refused("GET", f"/v1/attachments/{file['id']}", 404, "not_found")
    ticket = await vera.post("/v1/tickets", {"subject": "Voice", "body": "Listen", "attachment_ids": [file["id"]]})
    shown = (await anna.get(f"/v1/tickets/{ticket['id']}/messages"))["items"][0]["attachments"]
    assert shown == [{k: file[k] for k in ("id", "name", "content_type", "size", "state", "warning")}]
    for who in (vera, anna):
        about = await who.get(f"/v1/attachments/{file['id']}")
        whole = await callers_.nobody()("GET", about["url"], expect=200)
        assert whole.content == said
        assert whole.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in whole.headers["content-security-policy"]
        assert whole.headers["content-disposition"].startswith("attachment; ")
        assert unquote(whole.headers["content-disposition"].partition("''")[2]) == "голос.wav"
    content = f"/v1/attachments/{file['id']}/content"
    for asked, start, end in (("bytes=0-99", 0, 100), ("bytes=15000-", 15000, None), ("bytes=-7", -7, None)):
        part = await vera("GET", content, expect=206, headers={"range": asked})
        assert part.content == said[start:end]
        first = start if start >= 0 else len(said) + start
        assert part.headers["content-range"] == f"bytes {first}-{first + len(part.content) - 1}/{len(said)}"
    beyond = await vera("GET", content, expect=416, headers={"range": f"bytes={len(said)}-"})
    assert beyond.headers["content-range"] == f"bytes */{len(said)}"
    assert (await vera("GET", content, expect=200, headers={"range": "bytes=0-1,5-6"})).content == said
    etag = part.headers["etag"]
    changed = {"range": "bytes=0-9", "if-range": '"other"'}
    assert (await vera("GET", content, expect=200, headers=changed)).content == said
    assert len((await vera("GET", content, expect=206, headers={**changed, "if-range": etag})).content) == 10
    assert (await vera("GET", content, expect=304, headers={"if-none-match": etag})).content == b""
    plays = await vera("GET", content + "?inline=true", expect=200)
    assert plays.headers["content-disposition"].startswith("inline; ")
    await other.refused("GET", content, 404, "not_found")
    await callers_.nobody().refused("GET", content, 401, "unauthenticated")


async def test_links_are_for_one_file_and_a_short_time(callers_: Callers) -> None:
    anna = await callers_.agent()
    one, two = [await upload(anna, b"words", f"{n}.txt") for n in range(2)]
    nobody = callers_.nobody()
    token = one["url"].partition("token=")[2]
    await nobody("GET", one["url"], expect=200)
    await nobody.refused("GET", f"/v1/attachments/{two['id']}/content?token={token}", 401, "invalid_link")
    for odd in ("x", "%00", "A" * 51, token[:-2] + "AA"):
        await nobody.refused("GET", f"/v1/attachments/{one['id']}/content?token={odd}", 401, "invalid_link")
    old = attachment_links.sign(one["id"], expires_at=clock.now() - timedelta(seconds=1))
    await nobody.refused("GET", f"/v1/attachments/{one['id']}/content?token={old}", 401, "link_expired")


async def test_files_of_a_note_are_never_a_customers(callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    file = await upload(anna, b"inside", "note.txt")
    note = {"body": "", "visibility": "internal", "attachment_ids": [file["id"]]}
    await anna.post(f"/v1/tickets/{ticket['id']}/messages", note)
    for path in ("", "/content"):
        await vera.refused("GET", f"/v1/attachments/{file['id']}{path}", 404, "not_found")
    assert file["id"] not in (await vera("GET", f"/v1/tickets/{ticket['id']}/events")).text
    assert file["id"] in (await anna("GET", f"/v1/tickets/{ticket['id']}/events")).text


async def test_a_file_is_attached_once_and_only_by_its_owner(callers_: Callers) -> None:
    vera, anna, boris = await callers_.customer(), await callers_.agent(), await callers_.agent(name="Boris")
    ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    to = f"/v1/tickets/{ticket['id']}/messages"
    file = await upload(anna, b"x", "a.txt")
    message = {"body": "Here", "attachment_ids": [file["id"]], "client_message_id": "c-1"}
    problem = await boris.refused("POST", to, 422, "unknown_attachment", json=message)
    assert problem["errors"][0]["pointer"] == "/attachment_ids/0"
    # Many at once: one message has it, the others are refused whole.
    answers = await asyncio.gather(
        *(anna("POST", to, json={**message, "client_message_id": f"c-{n}"}) for n in range(5))
    )
    assert sorted(each.status_code for each in answers) == [201, 422, 422, 422, 422]
    assert len((await anna.get(to))["items"]) == 2
    won = next(each for each in answers if each.status_code == 201).json()
    again = {**message, "client_message_id": won["client_message_id"]}
    repeated = await anna.post(to, again, expect=200)
    assert repeated == won
    await anna.refused("POST", to, 422, "idempotency_mismatch", json={**again, "attachment_ids": []})
    await anna.refused("POST", to, 422, "invalid", json={"body": ""})
    twice = {"body": "x", "attachment_ids": [file["id"]] * 2}
    await anna.refused("POST", to, 422, "too_many_attachments", json=twice)
    await anna.refused("DELETE", f"/v1/attachments/{file['id']}", 409, "attachment_sent")


async def test_what_a_file_is_says_its_content(callers_: Callers, settings: Settings) -> None:
    anna = await callers_.agent()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(1 << 20))
    small = bytearray(bomb.getvalue())
    at = small.rindex(b"PK\x01\x02")
    # The directory says 3 GiB: nobody unpacks it to see.
    small[at + 24 : at + 28] = (3 << 30).to_bytes(4, "little")
    octets = "application/octet-stream"
    page = b"<!DOCTYPE html><script>alert(1)</script>"
    expected: list[tuple[str, bytes, str, str, str | None]] = [
        ("a.png", png(), "image/png", "image/png", None),
        ("a.svg", b'<svg xmlns="x"><script>1</script></svg>', "image/svg+xml", octets, None),
        ("a.html", page, "text/html", octets, None),
        ("a.txt", page, "text/plain", octets, None),
        ("a.png", page, "image/png", octets, None),
        ("a.gif", b"GIF89a/*" + bytes(200) + b"*/=1;" + page, "image/gif", octets, "mixed_content"),
        ("a.png", png() + bomb.getvalue(), "image/png", octets, "mixed_content"),
        ("a.zip", bytes(small), "application/zip", "application/zip", "archive_ratio"),
        ("a.csv", b"a,b\n1,2\n", "text/csv", "text/csv", None),
        ("a.txt", "Здравствуйте".encode(), "application/javascript", "text/plain", None),
        ("a.exe", b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0", "image/png", octets, None),
        ("empty", b"", "image/png", octets, None),
    ]  # fmt: skip
    for name, data, declared, kind, warning in expected:
        file = await upload(anna, data, name, headers={"content-type": declared})
        assert (file["content_type"], file["warning"]) == (kind, warning), name
        shown = await anna("GET", f"/v1/attachments/{file['id']}/content?inline=true", expect=200)
        assert shown.content == data
        assert shown.headers["content-disposition"].startswith(
            "inline" if name == "a.png" and data == png() else "attachment"
        )
    with set_up(settings, attachment_types=["image/*"]):
        await upload(anna, png(), "a.png")
        problem = await upload(anna, b"%PDF-1.4\n1 0 obj\n" + bytes(50), "a.pdf", expect=422)
        assert problem["code"] == "type_not_allowed"


async def test_what_is_too_large_or_cut_off_leaves_nothing(
    desk: Desk, callers_: Callers, settings: Settings, files: Path
) -> None:
    anna = await callers_.agent()
    before = objects(files)
    limit = settings.attachment_bytes

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(limit // (1 << 20) + 2):
            yield bytes(1 << 20)

    problem = await upload(anna, endless(), "big", expect=413)
    assert problem["code"] == "body_too_large"
    reader, writer = await asyncio.open_connection("127.0.0.1", int(desk.url.rpartition(":")[2]))
    head = ["POST /v1/attachments?name=x HTTP/1.1", "host: x", f"authorization: Bearer {anna.token}"]
    writer.write("\r\n".join([*head, "content-length: 900000", "", ""]).encode() + bytes(100_000))
    await writer.drain()
    while await rows(desk) < 1:  # noqa: ASYNC110 - it comes over a socket
        await asyncio.sleep(0.01)
    writer.close()
    del reader

    # Nothing is said to be overdue here: what is still being written must not be taken for what was left behind.
    async def left() -> int:
        await keep(desk)
        return await rows(desk)

    await eventually(left, lambda count: count == 0)
    assert objects(files) == before
    with set_up(settings, attachment_unattached=2):
        kept = [await upload(anna, b"x", "x") for _ in range(2)]
        assert (await upload(anna, b"x", "x", expect=429))["code"] == "rate_limited"
        await anna("DELETE", f"/v1/attachments/{kept[0]['id']}", expect=204)
        await upload(anna, b"x", "x")


async def test_an_upload_with_a_key_is_stored_once(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    key = {"idempotency-key": "upload-0001"}
    both = await asyncio.gather(*(upload(anna, b"same", "a.txt", headers=key) for _ in range(2)))
    assert both[0] == both[1]
    other = await upload(anna, b"other", "a.txt", expect=422, headers=key)
    assert other["code"] == "idempotency_mismatch"
    # The second copies are removed, and the first is there.
    while await rows(desk) > 1:
        await keep(desk)
    assert (await anna("GET", f"/v1/attachments/{both[0]['id']}/content", expect=200)).content == b"same"


async def test_what_nobody_wants_goes_and_what_is_drafted_stays(desk: Desk, callers_: Callers, files: Path) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    orphan, drafted, sent = [await upload(anna, b"x", f"{n}.txt") for n in range(3)]
    await anna.put(f"/v1/tickets/{ticket['id']}/draft", {"body": "", "attachment_ids": [drafted["id"]]})
    await anna.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "x", "attachment_ids": [sent["id"]]})
    await settled(desk, 2)
    await anna.refused("GET", f"/v1/attachments/{orphan['id']}", 404, "not_found")
    assert {drafted["id"], sent["id"]} <= objects(files)
    assert orphan["id"] not in objects(files)
    # A process that died between the row and the bytes, or after them: the row tells what to clean away.
    half = new_id()
    async with desk.database.lean() as connection:
        await connection.execute(
            "INSERT INTO attachments (id, owner_kind, owner_id, name, content_type, size, state, place, attempts,"
            " next_at, created_at) VALUES ($1, 'agent', $2, 'x', 'x', 0, 'uploading', 0, 0, $3, $3)",
            half,
            anna.who,
            clock.now() - timedelta(hours=2),
        )

    async def bytes_() -> AsyncIterator[bytes]:
        yield b"half"

    await attachment_store.put(half, bytes_())
    await anna.refused("GET", f"/v1/attachments/{half}", 404, "not_found")
    await settled(desk, 2)
    assert str(half) not in objects(files)


@asynccontextmanager
async def clamd(address: str) -> AsyncIterator[None]:
    """A scanner at this address that speaks INSTREAM and finds whatever says EICAR."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\0")
        if asked == b"zPING\0":
            writer.write(b"PONG\0")
            writer.close()
            return
        assert asked == b"zINSTREAM\0"
        data = b""
        while size := int.from_bytes(await reader.readexactly(4)):
            data += await reader.readexactly(size)
        writer.write(b"stream: Eicar-Test-Signature FOUND\0" if b"EICAR" in data else b"stream: OK\0")
        await writer.drain()
        writer.close()

    parts = urlsplit(address)
    if parts.port is None:
        server = await asyncio.start_unix_server(talk, parts.path)
    else:
        server = await asyncio.start_server(talk, parts.hostname, parts.port)
    async with server:
        yield


@pytest.mark.parametrize("socket", [False, True])
async def test_what_the_scanner_finds_is_never_served(
    desk: Desk, callers_: Callers, settings: Settings, tmp_path: Path, *, socket: bool
) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    address = f"clamd://{tmp_path / 'clamd'}" if socket else f"clamd://127.0.0.1:{free_port()}"
    with set_up(settings, scanner=address):
        files = [await upload(vera, data, "a.txt") for data in (b"fine", b"EICAR")]
        good, bad = [each["id"] for each in files]
        # What waits for the scanner may be sent, and cannot be had yet.
        ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "B", "attachment_ids": [good, bad]})
        await anna.refused("GET", f"/v1/attachments/{good}/content", 409, "attachment_pending")
        assert not await scanning.answers(address)
        async with clamd(address):
            assert await scanning.answers(address)
            for each in (bad, good):
                while (await vera.get(f"/v1/attachments/{each}"))["state"] == "pending":
                    await overdue(desk)
                    await keep(desk)
    assert (await anna("GET", f"/v1/attachments/{good}/content", expect=200)).content == b"fine"
    for who in (vera, anna):
        await who.refused("GET", f"/v1/attachments/{bad}/content", 409, "attachment_infected")
        assert (await who.get(f"/v1/attachments/{bad}"))["url"] is None
    told = (await vera.get(f"/v1/tickets/{ticket['id']}/events"))["items"]
    found = [each["data"] for each in told if each["type"] == "attachment.scanned"]
    assert {each["attachment_id"]: each["state"] for each in found} == {good: "clean", bad: "infected"}


async def test_without_its_scanner_a_file_waits(desk: Desk, callers_: Callers, settings: Settings) -> None:
    anna = await callers_.agent()
    address = f"clamd://127.0.0.1:{free_port()}"
    with set_up(settings, scanner=address):
        file = await upload(anna, b"fine", "a.txt")
        assert file["state"] == "pending"
        await anna.refused("GET", f"/v1/attachments/{file['id']}/content", 409, "attachment_pending")
        while file["state"] == "pending":
            await overdue(desk)
            await keep(desk)
            file = await anna.get(f"/v1/attachments/{file['id']}")
    assert (file["state"], file["url"]) == ("failed", None)
    async with clamd(address):
        with set_up(settings, scanner=address):
            while (await anna.get(f"/v1/attachments/{file['id']}"))["state"] == "failed":
                await overdue(desk)
                await keep(desk)
    assert (await anna.get(f"/v1/attachments/{file['id']}"))["state"] == "clean"


async def test_partners_send_files_for_their_own_tickets(callers_: Callers) -> None:
    partner, stranger = await callers_.partner(), await callers_.customer()
    file = await upload(partner, b"log", "log.txt")
    await partner.post(
        "/v1/tickets",
        {"subject": "S", "body": "B", "requester": {"email": "v@x.test"}, "attachment_ids": [file["id"]]},
    )
    await partner("GET", f"/v1/attachments/{file['id']}/content", expect=200)
    await stranger.refused("GET", f"/v1/attachments/{file['id']}/content", 404, "not_found")


@pytest.fixture
async def bucket(settings: Settings) -> AsyncIterator[None]:
    """The desk with its files in a bucket."""
    async with a_bucket() as endpoint:
        keys = {"s3_access_key": SecretStr("key"), "s3_secret_key": SecretStr("secret")}
        with set_up(settings, attachments="s3://files/desk", s3_endpoint=endpoint, **keys):
            yield


@pytest.mark.usefixtures("bucket")
async def test_files_in_a_bucket(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    large = bytes(range(256)) * 4 * 6 * 1024
    for data in (voice(), large, b""):
        file = await upload(anna, data, "a.wav")
        content = f"/v1/attachments/{file['id']}/content"
        assert (await anna("GET", content, expect=200)).content == data
        if data:
            part = await anna("GET", content, expect=206, headers={"range": "bytes=100-199"})
            assert part.content == data[100:200]
    await anna("DELETE", f"/v1/attachments/{file['id']}", expect=204)
    while await rows(desk) > 2:
        await keep(desk)


@pytest.mark.usefixtures("bucket")
async def test_an_upload_may_go_to_the_bucket_itself(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    asked = await anna.post("/v1/attachments/presigned", {"name": "../voice.wav", "size": 20_000})
    done = f"/v1/attachments/{asked['id']}/complete"
    await anna.refused("POST", done, 409, "not_uploaded")
    await boris.refused("POST", done, 404, "not_found")
    async with httpx.AsyncClient(verify=False) as browser:  # noqa: S501 - loopback
        assert (await browser.put(asked["url"], content=voice())).status_code == 200
        both = await asyncio.gather(*(anna("POST", done) for _ in range(2)))
        assert {each.status_code for each in both} == {200}
        file = both[0].json()
        assert (file["name"], file["content_type"], file["size"]) == ("voice.wav", "audio/wav", len(voice()))
        # Whoever puts something else there later changes nothing that was looked at.
        await browser.put(asked["url"], content=b"<script>")
    assert (await anna.post(done, expect=200))["sha256"] == file["sha256"]
    assert (await anna("GET", f"/v1/attachments/{file['id']}/content", expect=200)).content == voice()
    with set_up(current(), attachment_bytes=2_000):
        await anna.refused("POST", "/v1/attachments/presigned", 422, "invalid", json={"name": "a", "size": 2_001})
        liar = await anna.post("/v1/attachments/presigned", {"name": "a", "size": 1})
        async with httpx.AsyncClient(verify=False) as browser:  # noqa: S501 - loopback
            await browser.put(liar["url"], content=bytes(2_001))
        await anna.refused("POST", f"/v1/attachments/{liar['id']}/complete", 413, "body_too_large")


async def test_without_a_bucket_files_come_to_the_desk(callers_: Callers) -> None:
    anna = await callers_.agent()
    await anna.refused("POST", "/v1/attachments/presigned", 409, "no_presigned_uploads", json={"name": "a", "size": 1})


async def test_a_store_that_is_away_is_a_clear_answer(callers_: Callers, settings: Settings) -> None:
    anna = await callers_.agent()
    with set_up(settings, attachments="file:///proc/nothing"):
        assert (await upload(anna, b"x", "a.txt", expect=503))["code"] == "temporarily_unavailable"
    file = await upload(anna, b"x", "a.txt")
    await anna("GET", f"/v1/attachments/{file['id']}/content", expect=200)


async def test_a_visitor_does_not_fill_the_disk(callers_: Callers) -> None:
    rate_limits.forget()
    vera = await callers_.customer()
    file = await upload(vera, voice(), "first.wav")
    chat = await vera.post("/v1/chats", {"body": "Listen", "attachment_ids": [file["id"]]})
    first = (await vera.get(f"/v1/tickets/{chat['ticket_id']}/messages"))["items"][0]
    assert [each["id"] for each in first["attachments"]] == [file["id"]]
    for _ in range(attachments.UPLOADS - 1):
        rate_limits.check("uploads", str(vera.who), limit=attachments.UPLOADS, seconds=attachments.UPLOADS_SECONDS)
    refused = await vera("POST", "/v1/attachments?name=x", content=b"x", expect=429)
    assert int(refused.headers["retry-after"]) > 0
    rate_limits.forget()
