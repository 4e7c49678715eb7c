"""What stands in the readme and the guides works: shell is run against the real desk, JSON fits its shape, requests are
to operations that are there, programs do what they say. A new block is tried, or it is listed here with a reason.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.schemas.calls import PhoneSettings
from app.services import passwords
from tests import checks
from tests.api.test_imports import bring
from tests.api.webhooks import signature
from tests.conftest import Callers, Desk
from tests.contract.guides import ELLIPSIS, Block, blocks

BLOCKS = blocks()
SHELL = [(file, list(found)) for file, found in groupby([b for b in BLOCKS if b.calls], key=lambda each: each.file)]
SHAPED = [each for each in BLOCKS if each.kind == "json" and each.shape]
WRITTEN = [each for each in BLOCKS if each.requests and not each.calls]
PROGRAMS = {
    "docs/guides/partner.md": ["def verify"],
    "docs/guides/frontend.md": ["jwt.encode"],
    "docs/guides/simulation.md": ["simulate("],
}
# What is not tried here, by what it begins with, and why.
LISTED = {
    "make run": "tests/make starts the desk as people do",
    "OTKLIK_ADMIN_EMAIL=you": "the same",
    "otklik import tickets.jsonl": "tests/worker/test_import_killed.py runs the command",
    "umask 077": "needs the operator's own folder; pg_dump is Postgres' own",
    "NEW=/var/lib/otklik-restored": "needs a backup and another user's right to a folder; pg_restore is Postgres' own",
    "npm install openapi-fetch": "tests/contract/test_clients.py does it with pinned versions",
    "pipx run openapi-python-client": "the same",
    "const desk =": "the socket in a browser: tests/clients",
    "<script type": "the same",
    "const ws =": "the same",
    '-> {"t":"hello"': "frames: tests/realtime/test_asyncapi.py",
    "GET .../events": "two shapes side by side: tests/api/test_events.py and the frames",
    "import json, pathlib, time, httpx": "never ends: tests/worker/test_feed.py reads the feed like this",
    '{"type": "message", "id": "': "of no operation: tests/channels/test_sending.py tries both ways",
    "import base64, hashlib, hmac, json, time, urllib": "tests/api/test_intake.py runs it",
    '{"kind": "organization"': "imported below",
    "# main.cf": "Postfix' own settings; the listener behind them is tried in tests/channels/test_mail_listening.py",
    '{"numbers": ["+74951234567"]': "settings of a line: below",
    '{"t": "call"': "a frame: tests/realtime/test_asyncapi.py holds such a one against its shape",
    "OTKLIK_PUBLIC_URL=https://desk.example.com": "tests/identity signs in at a real provider",
    ".venv/bin/python - <<'END'": "a mail server that never ends: tests/api/test_portal.py has such a one",
    "import { createHmac": "the same as in Python, which is tried",
    '<script src="https://desk.example.com/widget.js"': "tests/browser/test_widget.py has such a page",
    "Otklik.identify(": "the same",
    "script-src https://desk.example.com": "a policy: tests/browser/test_widget.py has it on its page",
}  # fmt: skip


def listed(block: Block) -> bool:
    return any(block.text.lstrip().startswith(each) for each in LISTED)


def program(block: Block) -> bool:
    return block.kind == "python" and any(each in block.text for each in PROGRAMS.get(block.file, []))


def test_every_block_is_tried_or_listed_with_a_reason() -> None:
    tried = {str(each) for each in [*SHAPED, *WRITTEN]} | {str(each) for _, found in SHELL for each in found}
    new = [str(each) for each in BLOCKS if str(each) not in tried and not program(each) and not listed(each)]
    assert not new, (
        f"{new}: name the shape after `json` (as in ```json TicketOut), write requests as `POST /v1/... {{...}}`, ask "
        "the desk with curl, try the program here, or put the block into LISTED with a reason."
    )
    unused = [each for each in LISTED if not any(one.text.lstrip().startswith(each) for one in BLOCKS)]
    assert not unused, f"no such block: {unused}"


def test_the_settings_of_a_line_are_its_settings() -> None:
    (block,) = [each for each in BLOCKS if each.text.startswith('{"numbers"')]
    assert PhoneSettings.model_validate_json(block.text).region == "RU"


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """What does not fit; what is left out with an ellipsis may be anything, and more."""
    found = []
    for error in checks.contract().validator(schema).iter_errors(value):
        place: Any = value
        for part in error.instance_path:
            place = place[part]
        if ELLIPSIS not in json.dumps(place):
            found.append(f"{error.instance_path}: {error.message}")
    return found


@pytest.mark.parametrize("block", SHAPED, ids=str)
def test_json_fits_its_shape(block: Block) -> None:
    for value in block.values:
        assert faults({"$ref": f"#/components/schemas/{block.shape}"}, value) == []


@pytest.mark.parametrize("block", WRITTEN, ids=str)
def test_requests_are_to_operations_that_are_there(block: Block) -> None:
    for method, path, body in block.requests:
        template = checks.contract().template(method.lower(), path)
        assert template is not None, f"{method} {path}"
        content = checks.contract().paths[template][method.lower()].get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if body is not None and schema:
            assert faults(schema, body) == [], f"{method} {path}"


@pytest.fixture
async def surroundings(callers_: Callers, desk: Desk) -> dict[str, str]:
    """What the guides take for granted: people who can sign in, a brand, a team, a ticket."""
    admin, maria = await callers_.admin(), await callers_.agent()
    people = {
        admin.who: ("you@example.com", "your password here"),
        maria.who: ("maria@otklik.example", "otklik-demo-desk"),
    }
    async with desk.database.lean() as connection:
        for who, (email, password) in people.items():
            kept = await passwords.hashed(password)
            await connection.execute("UPDATE agents SET email = $2, password_hash = $3 WHERE id = $1", who, email, kept)
    team = await callers_.team("Support", maria)
    await admin.post("/v1/brands", {"key": "meridian", "name": "Meridian", "default_team_id": str(team)})
    hours = {"mon": [{"opens": "09:00", "closes": "18:00"}]}
    calendar = await admin.post("/v1/calendars", {"name": "Mondays", "zone": "UTC", "weekly": hours})
    ticket = await admin.post("/v1/tickets", {"subject": "x", "body": "y", "requester": {"email": "v@example.com"}})
    token = admin.token or ""
    return {
        "TICKET": ticket["id"], "TEAM": str(team), "OFFICE": calendar["id"], "CALENDAR": calendar["id"],
        "TOKEN": token, "ADMIN": token, "LEAD": token, "AGENT": token, "DESK": desk.url,
    }  # fmt: skip


STRICT = 'set -euo pipefail\ncurl() { command curl --fail-with-body --max-time 60 "$@"; }\n'


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="needs bash and curl")
@pytest.mark.parametrize(("file", "found"), SHELL, ids=[file for file, _ in SHELL])
async def test_shell_works_against_the_desk(surroundings: dict[str, str], file: str, found: list[Block]) -> None:
    """The blocks of a file one after the other, as its reader would type them; a request that is refused ends it."""
    script = STRICT + "\n".join(each.text for each in found).replace("http://127.0.0.1:8000", surroundings["DESK"])
    environment = {**os.environ, **surroundings, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = await asyncio.to_thread(
        subprocess.run,
        ["bash", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=140,
        check=False,
    )
    assert done.returncode == 0, f"{file}: {done.stdout[-1500:]} {done.stderr[-1500:]}"


def text_of(file: str, part: str) -> str:
    """The program in a guide that has this in it."""
    return next(
        each.text for each in BLOCKS if each.kind == "python" and each.file.endswith(file) and part in each.text
    )


def test_the_simulation_in_python() -> None:
    exec(text_of("simulation.md", "simulate("), {})  # noqa: S102 - the guide's own


def test_a_receiver_verifies_webhooks_as_the_guide_does() -> None:
    known: dict[str, Any] = {}
    exec(text_of("partner.md", "def verify"), known)  # noqa: S102 - the guide's own
    secret = "whsec_" + "A" * 32
    body, at = b'{"a": 1}', str(int(clock.now().timestamp()))
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": at,
        "webhook-signature": signature(secret, "msg_1", at, body),
    }
    known["verify"](secret, headers, body)
    for wrong in ({"webhook-signature": "v1,AAAA"}, {"webhook-timestamp": str(int(at) - 900)}):
        with pytest.raises(ValueError, match=r"too old|not from the desk"):
            known["verify"](secret, headers | wrong, body)


async def test_a_customer_is_signed_in_by_the_shop_as_the_guide_does(callers_: Callers) -> None:
    admin = await callers_.admin()
    await admin.post("/v1/brands", {"key": "shop", "name": "The shop"})
    secret = (await admin.post("/v1/brands/shop/identity-secret"))["secret"]
    known: dict[str, Any] = {"IDENTITY_SECRET": secret}
    exec(text_of("frontend.md", "jwt.encode"), known)  # noqa: S102 - the guide's own
    made = await callers_.nobody().post("/v1/widget/sessions", {"brand": "shop", "identity_token": known["token"]})
    assert (await admin.get(f"/v1/customers/{made['customer_id']}"))["email"] == "vera@example.com"


async def test_the_lines_of_an_import_come_in(callers_: Callers, desk: Desk, tmp_path: Path) -> None:
    admin = await callers_.admin()
    block = next(each for each in BLOCKS if each.file.endswith("import.md") and each.kind == "json")
    await bring(desk, tmp_path, block.values)
    (ticket,) = (await admin.get("/v1/tickets"))["items"]
    assert (ticket["external_id"], ticket["status"]) == ("4711", "solved")
    said = await admin.get(f"/v1/tickets/{ticket['id']}/messages")
    assert [each["body"] for each in said["items"]] == ["Where is it?", "On its way"]
