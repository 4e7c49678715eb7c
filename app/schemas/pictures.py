"""Pictures on the wire: how one is sent, and what comes back."""

from typing import Any

_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself: PNG, JPEG, WebP or GIF, up to 12 MB.",
        "content": {"application/octet-stream": _BYTES, "image/*": _BYTES},
    }
}
SHOWN: dict[int | str, dict[str, Any]] = {200: {"content": {"image/webp": _BYTES}, "description": "The picture"}}
