"""What a file may be called on the wire: types that are shown, types that are only ever bytes."""

from fnmatch import fnmatchcase

OCTETS = "application/octet-stream"
# Two libraries name the same things differently.
SAME = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/x-aiff": "audio/aiff",
    "audio/x-midi": "audio/midi",
    "application/ogg": "audio/ogg",
    "application/x-gzip": "application/gzip",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-rar": "application/vnd.rar",
    "application/x-zip-compressed": "application/zip",
    "application/x-matroska": "video/x-matroska",
    "image/x-ms-bmp": "image/bmp",
    "image/vnd.microsoft.icon": "image/x-icon",
    "image/heif": "image/heic",
    "video/avi": "video/x-msvideo",
    "text/rtf": "application/rtf",
}
# A browser that shows one of these runs nothing.
INLINE = frozenset(
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp",
        "audio/mpeg", "audio/ogg", "audio/wav", "audio/flac", "audio/mp4", "audio/aac", "audio/webm", "audio/amr",
        "video/mp4", "video/webm", "video/quicktime", "video/ogg",
    }
)  # fmt: skip
# Text that its sender names more closely than its bytes do.
TEXTS = frozenset({"text/plain", "text/csv", "text/markdown", "text/calendar", "text/vcard"})
OFFICE = "application/vnd.openxmlformats-officedocument."


def canonical(mime: str) -> str:
    """One name for one type."""
    lowered = mime.partition(";")[0].strip().lower()
    return SAME.get(lowered, lowered)


def may_be_inline(mime: str) -> bool:
    """Whether a browser may show it in a page."""
    return mime in INLINE


def allowed(mime: str, patterns: list[str]) -> bool:
    """Whether a type fits one of these patterns: `image/png`, `image/*`, `*/*`."""
    return any(fnmatchcase(mime, each.lower()) for each in patterns)
