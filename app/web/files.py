"""What browsers load: every file under `app/web/` at `/web/{version}/`, the client at `/client/desk.js`, `/widget.js`.

There is no build: a browser gets the files as they are here. `{version}` is a hash of all of them, so an address never
changes what it says and may be kept for a year; a page asks for its own version, whose modules import each other by
relative addresses. Texts of a desk's own (`OTKLIK_LOCALES/pages/{language}/{area}.json`) lie over the built-in ones.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app import clock
from app.locales import CatalogueError
from app.web.lightening import lighter

HERE: Final = Path(__file__).resolve().parent
CLIENT: Final = HERE / "client" / "desk.js"
_TYPES: Final[Mapping[str, str]] = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ogg": "audio/ogg",
    ".LICENSE": "text/plain; charset=utf-8",
}
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']""")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# How often a change of the files is looked for: whoever writes pages sees it with the next reload.
_LOOK_SECONDS: Final = 1.0
# Any page may load these: they hold no secret and act as nobody.
_SHARED: Final[Mapping[str, str]] = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "vary": "accept-encoding",
}


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    content: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        """The entity tag, of what is inside."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'

    @property
    def packed_etag(self) -> str:
        """That of what is packed: two encodings are two representations (RFC 9110, 8.8.3)."""
        return f'{self.etag[:-1]}-gzip"'

    @cached_property
    def packed(self) -> bytes | None:
        """The same for those who take gzip; None where that gains nothing."""
        packed = gzip.compress(self.content, 9, mtime=0)
        return packed if len(packed) < len(self.content) * 0.9 else None


class Tree:
    """All files, read once and again when one of them has changed. Raises `CatalogueError` for texts that are none."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own / "pages" if own is not None and (own / "pages").is_dir() else None
        self._looked = 0.0
        self._seen: frozenset[tuple[str, int, int]] = frozenset()
        self._files: dict[str, File] = {}
        # Made of the files of this version, and asked for with every view of every page.
        self._needed: dict[str, list[str]] = {}
        self._loader: File | None = None
        self.version = ""
        self.refresh()

    def refresh(self) -> None:
        """Read what has changed, at most once a second."""
        now = clock.monotonic()
        if self._files and now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        found = self._paths()
        seen = frozenset((name, path.stat().st_mtime_ns, path.stat().st_size) for name, path in found.items())
        if seen == self._seen:
            return
        files = {name: _read(path) for name, path in found.items()}
        files["texts/index.json"] = File(_index(files), _TYPES[".json"])
        digest = hashlib.sha256()
        for name in sorted(files):
            digest.update(f"{name}\0{files[name].etag}\n".encode())
        self._seen, self._files, self.version = seen, files, digest.hexdigest()[:12]
        self._needed, self._loader = {}, None

    def __getitem__(self, name: str) -> File:
        """A file that is part of the desk."""
        self.refresh()
        return self._files[name]

    def get(self, name: str) -> File | None:
        """The file of this name (`shared/api.js`)."""
        self.refresh()
        return self._files.get(name)

    def needed(self, name: str) -> list[str]:
        """The modules that this one cannot start without, itself first. A page names them: none is then waited for."""
        self.refresh()
        if name in self._needed:
            return self._needed[name]
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop(0)
            file = self._files.get(each)
            if each in found or file is None:
                continue
            found[each] = None
            folder = each.rpartition("/")[0]
            waiting += [_joined(folder, address) for address in _IMPORT.findall(file.content.decode())]
        self._needed[name] = list(found)
        return self._needed[name]

    def loader(self) -> File:
        """What a site's one script tag loads: it finds the modules of the version that the desk is of now."""
        self.refresh()
        if self._loader is None:
            found = self._files["widget/loader.js"]
            # All that it needs at once, and not one after another as each is read.
            needed = ",".join(self.needed("widget/main.js")).encode()
            content = found.content.replace(b"__VERSION__", self.version.encode()).replace(b"__NEEDED__", needed)
            self._loader = File(content, found.media_type)
        return self._loader

    def _paths(self) -> dict[str, Path]:
        found = {
            str(path.relative_to(HERE)): path for path in sorted(HERE.rglob("*")) if path.suffix in _TYPES
        }  # fmt: skip
        if self._own is not None:
            for path in sorted(self._own.glob("*/*.json")):
                if _LANGUAGE.fullmatch(path.parent.name) is None:
                    msg = f"{path.parent.name} is no language, in {self._own}"
                    raise CatalogueError(msg)
                _check(path)
                found[f"texts/{path.parent.name}/{path.name}"] = path
        return found


def _read(path: Path) -> File:
    content = path.read_bytes()
    if path.suffix in {".js", ".css"} and path.parent.name != "vendor":
        content = lighter(content.decode()).encode()
    return File(content, _TYPES[path.suffix])


def _check(path: Path) -> None:
    try:
        texts = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read as JSON: {error}"
        raise CatalogueError(msg) from error
    if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
        msg = f"{path} is no object of texts"
        raise CatalogueError(msg)


def _index(files: Mapping[str, File]) -> bytes:
    """Which languages have texts of which areas: nobody asks for what is not there."""
    languages: dict[str, list[str]] = {}
    for name in sorted(files):
        folder, _, file = name.removeprefix("texts/").partition("/")
        if name.startswith("texts/") and file:
            languages.setdefault(folder, []).append(file.removesuffix(".json"))
    return json.dumps({"languages": languages}, separators=(",", ":")).encode()


def _joined(folder: str, address: str) -> str:
    parts = folder.split("/") if folder else []
    for part in address.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def sent(request: Request, file: File, *, lasting: bool) -> Response:
    """The file, packed where that is taken; 304 to whoever has it. `lasting`: its address will never say otherwise."""
    packed = file.packed if _takes_gzip(request.headers.get("accept-encoding", "")) else None
    etag = file.etag if packed is None else file.packed_etag
    headers = {
        **_SHARED,
        "etag": etag,
        # Asked for again each time, which costs a 304: page and desk are then of one version.
        "cache-control": "public, max-age=31536000, immutable" if lasting else "no-cache",
    }
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if packed is None:
        return Response(file.content, media_type=file.media_type, headers=headers)
    return Response(packed, media_type=file.media_type, headers={**headers, "content-encoding": "gzip"})


def _takes_gzip(accepted: str) -> bool:
    """Whether this `Accept-Encoding` names gzip, and not to refuse it."""
    for each in accepted.lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() == "gzip":
            return re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return False


def tree_of(request: Request) -> Tree:
    """The files of this process."""
    tree: Tree = request.app.state.pages
    return tree


async def file(request: Request) -> Response:
    """A file of a version; one of another version is answered as it is now, for a page that was open meanwhile."""
    tree = tree_of(request)
    found = tree.get(request.path_params["path"])
    if found is None:
        return Response("There is no such file.\n", 404, media_type="text/plain; charset=utf-8")
    return sent(request, found, lasting=request.path_params["version"] == tree.version)


@cache
def whole(path: Path) -> File:
    """A script with its comments."""
    return File(path.read_bytes(), _TYPES[path.suffix])


async def client(request: Request) -> Response:
    """The client of the socket, for pages of any site."""
    return sent(request, whole(CLIENT), lasting=False)


async def widget(request: Request) -> Response:
    """The loader of the widget, for pages of any site."""
    return sent(request, tree_of(request).loader(), lasting=False)
