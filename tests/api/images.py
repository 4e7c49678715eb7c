"""Pictures as people upload them."""

import io
from typing import Any

from PIL import Image


def picture(width: int = 40, height: int = 30, kind: str = "PNG", color: str = "#3b5bdb", **more: Any) -> bytes:
    """A picture of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", (width, height), color).save(kept, kind, **more)
    return kept.getvalue()


def seen(data: bytes) -> Image.Image:
    """A picture as a browser sees it."""
    return Image.open(io.BytesIO(data))
