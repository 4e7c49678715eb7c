"""`docs/openapi.json` is what the desk is: whoever changes the one sees the other change in review."""

import copy

import orjson
import pytest

from tests.checks import DESCRIPTION
from tests.contract.description import differences
from tests.make.otklik import otklik


def test_the_file_is_what_is_served() -> None:
    """And what `otklik openapi` prints, which needs no database and no settings."""
    printed = otklik("openapi")
    assert printed.returncode == 0, printed.stderr
    new = printed.stdout.encode()
    old = DESCRIPTION.read_bytes()
    if new == old:
        return
    told = differences(orjson.loads(old), orjson.loads(new)) or ["only the order or the words have changed"]
    breaking = sum(each.startswith("BREAKING") for each in told)
    shown = "\n  ".join([*sorted(told, key=lambda each: not each.startswith("BREAKING"))[:60]])
    pytest.fail(
        f"docs/openapi.json is not what the desk is: {len(told)} differences, {breaking} of them break clients.\n"
        f"  {shown}\nIf all of this is meant: make openapi, and look at the diff.",
        pytrace=False,
    )


def test_what_breaks_clients_is_named() -> None:
    old = orjson.loads(DESCRIPTION.read_bytes())
    new = copy.deepcopy(old)
    del new["paths"]["/v1/skills"]["get"]
    new["paths"]["/v1/tickets"]["get"]["parameters"].pop(0)
    shape = new["components"]["schemas"]["TicketIn"]
    shape["properties"]["colour"] = {"type": "string"}
    shape["required"] = [*shape.get("required", []), "colour"]
    del new["components"]["schemas"]["TicketOut"]["properties"]["subject"]
    new["components"]["schemas"]["TicketOut"]["properties"]["mood"] = {"type": "string"}
    gone = old["paths"]["/v1/tickets"]["get"]["parameters"][0]
    assert sorted(differences(old, new)) == [
        "BREAKING GET /v1/skills is gone",
        f"BREAKING GET /v1/tickets takes no {gone['in']} parameter {gone['name']}",
        "BREAKING TicketIn.colour is new",
        "BREAKING TicketOut.subject is gone",
        "TicketOut.mood is new",
    ]
    assert differences(old, old) == []
