"""Files of the pages: types hold, libraries are what was pinned, texts are whole, addresses of a version last."""

import hashlib
import json
import os
import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import httpx
import pytest

from app.locales import CatalogueError
from app.web.files import HERE, Tree
from app.web.lightening import lighter
from app.worker_tables import BULK, JOBS
from tests import npm
from tests.browser.conftest import NODE
from tests.conftest import Desk

CONTRACT = NODE.parents[1] / "contract" / "node"
LANGUAGES = sorted(path.name for path in (HERE / "texts").iterdir())


def test_types() -> None:
    """Pages call the API as it is described, and each other as they are."""
    for folder in (NODE, CONTRACT):
        npm.installed(folder)
    found = subprocess.run([NODE / "check"], capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 0, found.stdout[-4000:] + found.stderr[-2000:]


def test_libraries_are_what_was_pinned() -> None:
    wanted = json.loads((HERE / "vendor" / "vendor.json").read_text(encoding="utf-8"))["packages"]
    files = {file["to"]: file["sha256"] for each in wanted for file in each["files"]}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (HERE / "vendor").iterdir()
        if path.suffix in {".js", ".css"}
    }
    assert found == files
    for each in wanted:
        assert re.fullmatch(r"sha512-[\w+/]{86}==", each["integrity"]), each["name"]
        assert (HERE / "vendor" / f"{each['name']}.LICENSE").exists(), each["name"]
        assert "GPL" not in each["licence"], each["name"]


def test_nothing_is_loaded_from_elsewhere() -> None:
    """Pages name no other host but in links to read."""
    for path in HERE.rglob("*"):
        if path.suffix in {".js", ".css", ".html"} and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?:import|from|src=|url\()\s*[\"']?https?:", text), path


def test_pages_work_without_tls() -> None:
    """As in an office: what browsers give to pages with TLS alone is asked for where there is a way without it."""
    for path in HERE.rglob("*.js"):
        if "vendor" not in path.parts and path.name not in {"ids.js", "copying.js"}:
            text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert not re.search(r"crypto\.randomUUID|navigator\.clipboard", text), path


def test_modules_import_one_way() -> None:
    """No module needs itself by way of others: what comes first when it is loaded would be left to chance."""
    imports = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["']""", re.MULTILINE)
    needs = {
        path: [(path.parent / found).resolve() for found in imports.findall(path.read_text(encoding="utf-8"))]
        for path in HERE.rglob("*.js")
    }
    assert sum(map(len, needs.values())) > len(needs), "imports are found"
    TopologicalSorter(needs).prepare()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_texts_are_whole(language: str) -> None:
    """Every text is there in every language that is built in, with the same blanks."""
    for path in sorted((HERE / "texts" / "en").glob("*.json")):
        english = json.loads(path.read_text(encoding="utf-8"))
        other = json.loads((HERE / "texts" / language / path.name).read_text(encoding="utf-8"))
        assert {_base(key) for key in english} == {_base(key) for key in other}, path.name
        for key, text in english.items():
            if key in other and "#" not in key:
                assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", other[key])), (
                    path.name,
                    key,
                )


def _base(key: str) -> str:
    return key.partition("#")[0]


def test_every_text_that_is_asked_for_is_there() -> None:
    texts = {
        f"{path.stem}.{_base(key)}"
        for path in (HERE / "texts" / "en").glob("*.json")
        for key in json.loads(path.read_text(encoding="utf-8"))
    }
    asked = {
        (found, str(path.relative_to(HERE)))
        for path in HERE.rglob("*.js")
        if "vendor" not in path.parts
        for found in re.findall(r"""\bt(?:\.n)?\(\s*["']([a-z]+\.[\w-]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert sorted(each for each in asked if each[0] not in texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_job_has_words(language: str) -> None:
    texts = json.loads((HERE / "texts" / language / "setup.json").read_text(encoding="utf-8"))
    kinds = {key.removeprefix("job_kind.") for key in texts if key.startswith("job_kind.")}
    assert kinds == {*JOBS, *BULK}


async def test_a_version_lasts_and_the_rest_is_asked_for_again(desk: Desk) -> None:
    version = desk.app.state.pages.version
    async with httpx.AsyncClient(base_url=desk.url) as http:
        found = await http.get(f"/web/{version}/shared/api.js")
        assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert found.headers["content-encoding"] == "gzip"
        assert found.headers["access-control-allow-origin"] == "*"
        assert found.headers["content-type"] == "text/javascript; charset=utf-8"
        # A page that was open while the desk was updated finds the file of today.
        older = await http.get("/web/000000000000/shared/api.js")
        assert older.content == found.content
        assert older.headers["cache-control"] == "no-cache"
        again = await http.get(f"/web/{version}/shared/api.js", headers={"if-none-match": found.headers["etag"]})
        assert again.status_code == 304
        # Unpacked it is another representation, with another tag; who refuses gzip by name does not get it.
        plain = await http.get(f"/web/{version}/shared/api.js", headers={"accept-encoding": "identity"})
        for taken in ("identity", "br, gzip;q=0", "gzip ; q=0.000", "xgzip"):
            plain = await http.get(f"/web/{version}/shared/api.js", headers={"accept-encoding": taken})
            assert "content-encoding" not in plain.headers, taken
            assert plain.content == found.content
            assert plain.headers["etag"] != found.headers["etag"]
            assert plain.headers["vary"] == "accept-encoding"
        for tag, status in ((found.headers["etag"], 200), (f"W/{plain.headers['etag']}", 304), ("*", 304)):
            headers = {"accept-encoding": "identity", "if-none-match": tag}
            assert (await http.get(f"/web/{version}/shared/api.js", headers=headers)).status_code == status, tag
        head = await http.head(f"/web/{version}/shared/api.js")
        assert (head.headers["etag"], head.content) == (found.headers["etag"], b"")
        for name in ("files.py", "../settings.py", "%2e%2e/settings.py", "..%2f..%2fpyproject.toml", "start.html"):
            assert (await http.get(f"/web/{version}/{name}")).status_code == 404, name


async def test_frames_let_nothing_else_run(desk: Desk) -> None:
    async with httpx.AsyncClient(base_url=desk.url) as http:
        for path in ("/console", "/console/tickets/x", "/portal/shop"):
            policy = (await http.get(path)).headers["content-security-policy"]
            assert "script-src 'self'" in policy, path
            assert "unsafe" not in policy, path
            assert "require-trusted-types-for 'script'" in policy, path


def test_texts_of_a_desk_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "he"
    folder.mkdir(parents=True)
    (folder / "common.json").write_text('{"close": "סגור"}', encoding="utf-8")
    tree = Tree(tmp_path)
    made = tree.get("texts/he/common.json")
    index = tree.get("texts/index.json")
    assert made is not None
    assert index is not None
    assert "סגור" in made.content.decode()
    assert json.loads(index.content)["languages"]["he"] == ["common"]
    (folder / "common.json").write_text('{"close": 1}', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"common\.json is no object of texts"):
        Tree(tmp_path)


def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "he"
    folder.mkdir(parents=True)
    path = folder / "common.json"
    path.write_text('{"close": "one"}', encoding="utf-8")
    tree = Tree(tmp_path)
    before = tree.version
    path.write_text('{"close": "another"}', encoding="utf-8")
    os.utime(path, (1, 1))
    tree._looked = 0  # the second between two looks is over
    found = tree.get("texts/he/common.json")
    assert found is not None
    assert "another" in found.content.decode()
    assert tree.version != before


def test_comments_are_not_sent_and_nothing_else_is_missing() -> None:
    """Words for readers stay here; lines stay in their places, and what may be within a text is left alone."""
    written = "const a = 1; // stays\n  // goes\n/**\n * Goes.\n */\n  const b = `\n  // stays\n`;\n  /* goes */\n"
    assert lighter(written) == "const a = 1; // stays\n\n\n\n\nconst b = `\n  // stays\n`;\n\n"
    for path in HERE.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert lighter(text).count("\n") == text.count("\n"), path
