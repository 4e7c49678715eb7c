"""Faces and logos: whoever may set them, what is left of a photograph, and what is no picture at all."""

import struct
import zlib

import pytest
from PIL import Image

from tests.api.images import picture, seen
from tests.conftest import Callers


@pytest.mark.usefixtures("long_offers")
async def test_a_face_is_seen_by_whoever_is_helped(callers_: Callers) -> None:
    anna, vera = await callers_.agent(online=True), await callers_.customer()
    exif = Image.Exif()
    exif[0x0110] = "A camera that knows where Anna lives"
    exif[0x0112] = 6
    photograph = picture(3000, 2000, "JPEG", exif=exif.tobytes())
    made = (await anna("PUT", f"/v1/agents/{anna.id}/avatar", content=photograph, expect=200)).json()
    shown = await callers_.nobody()("GET", made["avatar_url"], expect=200)
    face = seen(shown.content)
    assert (face.format, face.size, dict(face.getexif())) == ("WEBP", (256, 256), {})
    assert b"camera" not in shown.content
    assert shown.headers["cache-control"].endswith("immutable")
    assert shown.headers["access-control-allow-origin"] == "*"

    chat = await vera.post("/v1/chats", {"body": "Hello"})
    accepted = await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    mine = await vera.get(f"/v1/chats/{chat['id']}")
    assert mine["agent"] == accepted["agent"] == {"id": str(anna.id), "name": "Anna", "avatar_url": made["avatar_url"]}
    faces = await vera.get("/v1/faces", params={"id": [str(anna.id), str(vera.id)]})
    assert faces["items"] == [mine["agent"]]

    gone = (await anna("DELETE", f"/v1/agents/{anna.id}/avatar", expect=200)).json()
    assert gone["avatar_url"] is None
    await callers_.nobody().refused("GET", made["avatar_url"], 404, "not_found")


async def test_only_oneself_and_admins_set_a_face(callers_: Callers) -> None:
    anna, boris, ada = await callers_.agent(), await callers_.agent(), await callers_.admin()
    path = f"/v1/agents/{anna.id}/avatar"
    await boris.refused("PUT", path, 403, "forbidden", content=picture())
    await (await callers_.customer()).refused("PUT", path, 403, "forbidden", content=picture())
    await callers_.nobody().refused("PUT", path, 401, "unauthenticated", content=picture())
    made = await ada("PUT", path, content=picture(), expect=200)
    await anna.refused("DELETE", path, 412, "stale", headers={"if-match": '"1"'})
    await anna("DELETE", path, headers={"if-match": made.headers["etag"]}, expect=200)
    unknown = f"/v1/agents/{path.split('/')[3][::-1].replace('-', '')[:8]}-0000-7000-8000-000000000000/avatar"
    assert (await ada("PUT", unknown, content=picture())).status_code in {404, 422}


def _bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


HOSTILE = {
    "nothing": b"",
    "text": b"hello",
    "script": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page": b"<!doctype html><script>alert(1)</script>",
    "cut": picture(400, 400, "JPEG")[:300],
    "bomb": _bomb(),
    "blast": _bomb(5_200, 5_000),
    "tiff": picture(10, 10, "TIFF"),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_what_is_no_picture_is_refused(callers_: Callers, kind: str) -> None:
    anna = await callers_.agent()
    problem = await anna.refused("PUT", f"/v1/agents/{anna.id}/avatar", 422, "not_a_picture", content=HOSTILE[kind])
    assert "Traceback" not in problem["detail"]
    assert (await anna.get(f"/v1/agents/{anna.id}"))["avatar_url"] is None


async def test_too_large_a_file_is_refused(callers_: Callers) -> None:
    anna = await callers_.agent()
    too_large = b"\x89PNG" + bytes(12 * 1024 * 1024)
    await anna.refused("PUT", f"/v1/agents/{anna.id}/avatar", 413, "body_too_large", content=too_large)


async def test_a_logo_keeps_its_shape_and_what_is_behind_it(callers_: Callers) -> None:
    ada = await callers_.admin()
    await ada.post("/v1/brands", {"key": "shop", "name": "The Shop"})
    wide = picture(2000, 400, "PNG")
    made = (await ada("PUT", "/v1/brands/shop/logo", content=wide, expect=200)).json()
    logo = seen((await callers_.nobody()("GET", made["appearance"]["logo_url"], expect=200)).content)
    assert logo.size == (512, 102)
    await ada.patch("/v1/brands/shop", {"appearance": {"accent": "#FFD400"}})
    looks = await callers_.nobody().get("/v1/widget/appearance", params={"brand": "shop"})
    assert looks["logo_url"] == made["appearance"]["logo_url"]
    await (await callers_.agent(role="lead")).refused("DELETE", "/v1/brands/shop/logo", 403, "forbidden")
    gone = (await ada("DELETE", "/v1/brands/shop/logo", expect=200)).json()
    assert gone["appearance"]["logo_url"] is None
