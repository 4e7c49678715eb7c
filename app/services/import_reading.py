"""Files of an import, record by record: JSON, JSONL and CSV, whatever is in them and however large they are."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import orjson

# A document of JSON that is no JSONL is read whole, and takes some ten times its size then.
MAX_DOCUMENT = 200_000_000
ATTACHMENTS = "attachments"
MAX_LINE = 32_000_000
MAX_COLUMNS = 1000
SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".csv"})
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_MARK = b"\xef\xbb\xbf"


def files_of(path: Path) -> list[Path]:
    """The files of an import, in a fixed order. Within a folder links are passed over: they may lead anywhere.

    What is in `attachments` are files of messages, whatever they are called.
    """
    if path.is_dir():
        found = (each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
        apart = path / ATTACHMENTS
        return sorted(each for each in found if each.suffix.lower() in SUFFIXES and apart not in each.parents)
    return [path]


def attachments_of(path: Path) -> Path | None:
    """The folder with the bytes of attachments beside the files of an import; None when there is none."""
    folder = (path if path.is_dir() else path.parent) / ATTACHMENTS
    return folder if folder.is_dir() and not folder.is_symlink() else None


def records_of(path: Path) -> Iterator[tuple[int, Any]]:
    """Each record with its line; an exception in the place of what cannot be read."""
    suffix = path.suffix.lower()
    with path.open("rb") as opened:
        begins = opened.read(8)
    if begins.startswith(_PACKED):
        yield 1, ValueError("it is packed: unpack it first")
    elif begins.removeprefix(_MARK).lstrip().startswith(b"<"):
        yield 1, ValueError("it is XML, which is not read: export as JSON")
    elif suffix == ".csv":
        yield from _csv(path)
    elif suffix == ".json" and (document := _document(path)) is not None:
        yield from enumerate(document, 1)
    else:
        with path.open("rb") as opened:
            yield from _lines(opened)


def _lines(opened: BinaryIO) -> Iterator[tuple[int, Any]]:
    number = 0
    while line := opened.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            # The rest of it, a piece at a time.
            while line and not line.endswith(b"\n"):
                line = opened.readline(MAX_LINE)
            yield number, ValueError(f"a line has at most {MAX_LINE} bytes")
        elif line.strip():
            yield number, _loads(line.removeprefix(_MARK))


def _loads(line: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return ValueError(f"not JSON: {error}")


def _document(path: Path) -> list[Any] | None:
    """A file that is one JSON document: its list, or itself; None when it is JSON line by line."""
    if path.stat().st_size > MAX_DOCUMENT:
        return None
    try:
        found = orjson.loads(path.read_bytes().removeprefix(_MARK))
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, list) else [found]


def _csv(path: Path) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(min(sys.maxsize, MAX_LINE))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        reader = csv.DictReader(_bounded(opened), strict=True)
        while True:
            try:
                if len(reader.fieldnames or ()) > MAX_COLUMNS:
                    yield 1, ValueError(f"the first line names more than {MAX_COLUMNS} columns")
                    return
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num, ValueError(f"not CSV: {error}")
                continue
            except _TooLongError:
                # Where the next row begins is not known any more.
                yield reader.line_num + 1, ValueError(f"a line has at most {MAX_LINE} characters")
                return
            if None in row:
                yield reader.line_num, ValueError("more cells than the first line names")
            else:
                yield reader.line_num, row


class _TooLongError(Exception):
    """A line that is too long to be held."""


def _bounded(opened: TextIO) -> Iterator[str]:
    while line := opened.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise _TooLongError
        yield line
