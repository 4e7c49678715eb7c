"""Frames held against the published description, as a client generated from it would read them."""

from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from app.asyncapi.document import document

FROM_CLIENT, FROM_SERVER = "client", "desk"


@cache
def _validator(key: str) -> Draft7Validator:
    components = document()["components"]
    return Draft7Validator({**components["messages"][key]["payload"], "components": components})


def hold(side: str, frame: dict[str, Any]) -> None:
    """Fail unless this is a frame of the description. `side` is whose it is."""
    faults = [f"{each.json_path}: {each.message}" for each in _validator(f"{side}.{frame['t']}").iter_errors(frame)]
    assert faults == [], f"{frame}: {faults}"
