"""The description of the socket: whole, valid, served, and true (sockets.py holds every frame of the tests to it)."""

import base64
import hashlib
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from pydantic import BaseModel, TypeAdapter

from app.asyncapi import examples
from app.asyncapi.closing import ENDINGS
from app.asyncapi.document import FROM_CLIENT, FROM_SERVER, document, frame_type, message_key
from app.asyncapi.page import POLICY, page
from app.realtime.limits import Close
from app.schemas.realtime import FROM_CLIENT as READ_BY_DESK
from app.schemas.realtime_out import FROM_SERVER as READ_BY_CLIENT
from tests.conftest import Desk
from tests.npm import installed
from tests.realtime import described

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "realtime.md"
# AsyncAPI's own word for a hint; the one that we get says that there is a newer minor version of AsyncAPI.
HINT = 2


@pytest.mark.timeout(120)
def test_the_official_parser_finds_nothing_wrong() -> None:
    folder = installed(Path(__file__).with_name("asyncapi"))
    done = subprocess.run(
        ["node", "validate.js"],
        cwd=folder,
        input=orjson.dumps(document()),
        capture_output=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = orjson.loads(done.stdout)
    assert [each for each in found["said"] if each["severity"] < HINT] == []
    assert found["messages"] == len(FROM_CLIENT) + len(FROM_SERVER)


@pytest.mark.parametrize(
    ("side", "reader", "shown"),
    [
        (described.FROM_CLIENT, READ_BY_DESK, examples.FROM_CLIENT),
        (described.FROM_SERVER, READ_BY_CLIENT, examples.FROM_SERVER),
    ],
)
def test_every_frame_has_an_example_that_is_one(
    side: str, reader: TypeAdapter[Any], shown: dict[type[BaseModel], dict[str, Any]]
) -> None:
    models = FROM_CLIENT if side == described.FROM_CLIENT else FROM_SERVER
    assert set(shown) == set(models)
    for model, example in shown.items():
        assert type(reader.validate_json(orjson.dumps(example))) is model
        described.hold(side, example)


def test_every_frame_is_said_by_somebody() -> None:
    made = document()
    operations = made["operations"].values()
    said = [
        each["$ref"] for one in operations for each in (*one["messages"], *one.get("reply", {}).get("messages", ()))
    ]
    assert {each.rpartition("/")[2] for each in said} == {message_key(model) for model in (*FROM_CLIENT, *FROM_SERVER)}


def test_every_close_code_is_told_in_the_description_and_the_guide() -> None:
    codes = {code for name, code in vars(Close).items() if name.isupper()}
    assert codes <= set(ENDINGS)
    assert {str(code) for code in ENDINGS} == set(document()["info"]["x-close-codes"])
    table = set(re.findall(r"^\| ([0-9, ]+) \|", GUIDE.read_text(), re.MULTILINE))
    assert set(ENDINGS) == {int(code) for row in table for code in row.split(",")}
    for code, ending in ENDINGS.items():
        comes_back = not ending.then.startswith(("A bug", "Do not"))
        assert comes_back == (code < 4500 and code not in {1002, 1007, 1009}), code


def test_the_guide_tells_of_every_frame() -> None:
    rows = set(re.findall(r"^\| (`[a-z_`, ]+`) \|", GUIDE.read_text(), re.MULTILINE))
    told = {name.strip("` ") for row in rows for name in row.split(",")}
    assert {frame_type(model) for model in (*FROM_CLIENT, *FROM_SERVER)} <= told


async def test_both_are_served_and_load_nothing(desk: Desk) -> None:
    async with httpx.AsyncClient(base_url=desk.url, verify=False) as client:  # noqa: S501 - loopback
        served = await client.get("/asyncapi.json")
        assert served.json() == document()
        shown = await client.get("/asyncapi")
        assert shown.headers["content-type"] == "text/html; charset=utf-8"
        assert shown.headers["content-security-policy"] == POLICY
        style = shown.text.partition("<style>")[2].partition("</style>")[0]
        assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in POLICY
        assert "default-src 'none'" in POLICY
        assert shown.text == page()
        again = await client.get("/asyncapi", headers={"if-none-match": shown.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.head("/asyncapi.json")).status_code == 200
        assert (await client.post("/asyncapi")).status_code == 405
    links = set(re.findall(r"(?:href|src)='([^']*)'", shown.text))
    assert {each for each in links if not each.startswith("#")} == {"/asyncapi.json", "/docs"}
    assert "<script" not in shown.text
    anchors = set(re.findall(r"id='([^']*)'", shown.text))
    assert {each.removeprefix("#") for each in links if each.startswith("#")} <= anchors
    assert {message_key(model) for model in (*FROM_CLIENT, *FROM_SERVER)} <= anchors
    # What a description says is text, whatever characters it has.
    assert "team:&lt;id&gt;" in shown.text
