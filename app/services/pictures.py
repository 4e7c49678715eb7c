"""Pictures that people upload are made anew: small, without what was hidden in them, safe to show anywhere."""

import asyncio
import io
import re
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from uuid import UUID

from PIL import Image, ImageOps
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Invalid, NotFound
from app.models import Picture

# What is uploaded; a photograph of a phone fits.
MOST_BYTES = 12 * 1024 * 1024
# In pixels: a small file can claim to be a huge picture, and each costs 20 bytes while it is made anew.
MOST_PIXELS = 25_000_000
# Of a JPEG, which can be unpacked smaller at once.
MOST_SHRUNK = 110_000_000
FACE = 256
LOGO = (512, 256)
_UPLOADS = re.compile(r"/v1/(agents/[^/]+/avatar|brands/[^/]+/logo)")
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# Asked below, of each picture: the library would only warn.
Image.MAX_IMAGE_PIXELS = None
# Pictures being unpacked at a time: each may take hundreds of megabytes.
_THREADS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")

_DROP = "DELETE FROM pictures WHERE id = $1"


def limits() -> tuple[tuple[re.Pattern[str], int], ...]:
    """What bodies of these paths may have, in bytes."""
    return ((_UPLOADS, MOST_BYTES),)


def address(picture_id: UUID | None) -> str | None:
    """Where anybody sees it: a path of the desk, which may be known by several names."""
    return None if picture_id is None else f"/v1/pictures/{picture_id}"


async def face(data: bytes) -> bytes:
    """A face made anew: a square of 256 pixels. Raises `Invalid` (`not_a_picture`)."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _anew, data, _face)


async def logo(data: bytes) -> bytes:
    """A logo made anew: as it is, in 512 by 256 pixels. Raises `Invalid` (`not_a_picture`)."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _anew, data, _logo)


async def store(session: AsyncSession, kind: Literal["face", "logo"], data: bytes) -> UUID:
    """Store what was made; its id."""
    row = Picture(kind=kind, content_type="image/webp", data=data, created_at=clock.now())
    session.add(row)
    await session.flush()
    return row.id


async def drop(session: AsyncSession, picture_id: UUID | None) -> None:
    """Remove one that nobody shows any more."""
    if picture_id is not None:
        await session.flush()
        await (await raw_connection(session)).execute(_DROP, picture_id)


async def read(connection: Connection, picture_id: UUID) -> tuple[bytes, str]:
    """The bytes and their type. Raises `NotFound`."""
    row = await connection.fetchrow("SELECT data, content_type FROM pictures WHERE id = $1", picture_id)
    if row is None:
        raise NotFound
    return row["data"], row["content_type"]


def _anew(data: bytes, made: Callable[[Image.Image], Image.Image]) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            _fits(opened, MOST_SHRUNK)
            # A large photograph is unpacked smaller at once.
            opened.draft("RGB", (2 * LOGO[0], 2 * LOGO[0]))
            _fits(opened, MOST_PIXELS)
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
        kept = io.BytesIO()
        made(upright).save(kept, "WEBP", quality=85, method=4)
    # Pillow says what is wrong with a file by nearly any exception; none of them is about us.
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, struct.error) as error:
        raise _refused("It cannot be read as a PNG, JPEG, WebP or GIF") from error
    return kept.getvalue()


def _fits(picture: Image.Image, most: int) -> None:
    if picture.width * picture.height > most:
        raise _refused(f"It has more than {most // 1_000_000} million pixels")


def _face(picture: Image.Image) -> Image.Image:
    return ImageOps.fit(picture, (FACE, FACE), Image.Resampling.LANCZOS)


def _logo(picture: Image.Image) -> Image.Image:
    picture.thumbnail(LOGO, Image.Resampling.LANCZOS)
    return picture


def _refused(detail: str) -> Invalid:
    return Invalid(f"This is no picture that the desk can show. {detail}", code="not_a_picture")
