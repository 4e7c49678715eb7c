"""The libraries of the pages, as files in `vendor/`: fetched from npm, held against their hashes, made for browsers.

`vendor/vendor.json` pins each by version and by the hash that npm gives its archive. `make vendor` fetches them with
npm (whose configuration says from where), writes the files and keeps their SHA-256 there. A browser resolves no
bare names, so `"preact"` becomes `"./preact.js"`; of the icons only those named in the list are taken, into one file.
"""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "vendor"
LIST = HERE / "vendor.json"
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")
_ICON = re.compile(r"const \w+ = (\[.*\]);\s*export", re.DOTALL)


def fetched(name: str, version: str, integrity: str, folder: Path) -> Path:
    """The package, unpacked. Raises `ValueError` when the archive is another one than was pinned."""
    command = ["npm", "pack", f"{name}@{version}", "--pack-destination", str(folder), "--silent"]
    archive = folder / subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if integrity not in {"", digest}:
        msg = f"{name}@{version} is {digest} and not {integrity}"
        raise ValueError(msg)
    unpacked = folder / name.replace("/", "-")
    with tarfile.open(archive) as opened:
        opened.extractall(unpacked, filter="data")
    return unpacked / "package"


def adapted(text: str, names: dict[str, str]) -> str:
    """A module that a browser can load: bare names of other libraries are files beside it."""
    for bare, file in names.items():
        text = re.sub(rf"""(from\s*|import\s*)(["']){re.escape(bare)}\2""", rf"\1\2./{file}\2", text)
    return _SOURCE_MAP.sub("\n", text)


def icons(package: Path, names: list[str]) -> str:
    """One module with the named icons as lists of elements: `[tag, attributes]`."""
    lines = []
    for each in names:
        # `ours=theirs` where we call it otherwise.
        name, _, theirs = each.partition("=")
        source = (package / "dist" / "esm" / "icons" / f"{theirs or name}.mjs").read_text(encoding="utf-8")
        found = _ICON.search(source)
        if found is None:
            msg = f"No icon is in {name}"
            raise ValueError(msg)
        shapes = re.sub(r"([{,]\s*)([a-zA-Z][\w-]*):", r'\1"\2":', found[1])
        lines.append(f"  {json.dumps(name)}: {json.dumps(json.loads(shapes), separators=(',', ':'))},")
    return (
        "/** Icons of Lucide (ISC licence, lucide.dev), as lists of SVG elements. Made by `make vendor`. */\n"
        "/** @type {Record<string, [string, Record<string, string>][]>} */\nexport const ICONS = {\n"
        + "\n".join(lines)
        + "\n};\n"
    )


def update() -> None:
    """Write every file anew."""
    wanted: dict[str, Any] = json.loads(LIST.read_text(encoding="utf-8"))
    names = {file["as"]: file["to"] for each in wanted["packages"] for file in each["files"] if "as" in file}
    with tempfile.TemporaryDirectory() as temporary:
        for each in wanted["packages"]:
            package = fetched(each["name"], each["version"], each["integrity"], Path(temporary))
            licence = (package / each["licence_file"]).read_text(encoding="utf-8").strip()
            (HERE / f"{each['name']}.LICENSE").write_text(licence + "\n", encoding="utf-8")
            for file in each["files"]:
                if "icons" in file:
                    text = icons(package, file["icons"])
                else:
                    text = adapted((package / file["from"]).read_text(encoding="utf-8"), names)
                (HERE / file["to"]).write_text(text, encoding="utf-8")
                file["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    LIST.write_text(json.dumps(wanted, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    update()
