"""The description as it is written to a file, and what is different between two of them, in words."""

from collections.abc import Iterator
from typing import Any

import orjson

_METHODS = ("get", "post", "put", "patch", "delete")


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a reviewer must know, a line each; those that break clients begin with `BREAKING`."""
    return [*_operations(old, new), *_shapes(old, new)]


def _of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    }


def _operations(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    before, after = _of(old), _of(new)
    yield from (f"BREAKING {name} is gone" for name in sorted(before.keys() - after.keys()))
    yield from (f"{name} is new" for name in sorted(after.keys() - before.keys()))
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        if was["operationId"] != now["operationId"]:
            yield f"BREAKING {name} is called {now['operationId']}, not {was['operationId']}"
        statuses, new_statuses = set(was["responses"]), set(now["responses"])
        yield from (f"BREAKING {name} answers {each} no more" for each in sorted(statuses - new_statuses) if each < "4")
        yield from (f"{name} may answer {each}" for each in sorted(new_statuses - statuses))
        yield from (f"{name} answers {each} no more" for each in sorted(statuses - new_statuses) if each >= "4")
        yield from _parameters(name, was, now)
        for part in ("requestBody", "responses", "security", "summary", "description"):
            if was.get(part) != now.get(part) and (part != "responses" or statuses == new_statuses):
                yield f"{name}: its {part} is another"


def _parameters(name: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    before = {(each["in"], each["name"]): each for each in was.get("parameters", [])}
    after = {(each["in"], each["name"]): each for each in now.get("parameters", [])}
    for where in sorted(before.keys() - after.keys()):
        yield f"BREAKING {name} takes no {where[0]} parameter {where[1]}"
    for where in sorted(after.keys() - before.keys()):
        yield f"{'BREAKING ' if after[where].get('required') else ''}{name} takes {where[0]} parameter {where[1]}"
    for where in sorted(before.keys() & after.keys()):
        if before[where] != after[where]:
            needed = after[where].get("required") and not before[where].get("required")
            yield f"{'BREAKING ' if needed else ''}{name}: {where[0]} parameter {where[1]} is another"


def _shapes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    before, after = old["components"]["schemas"], new["components"]["schemas"]
    yield from (f"shape {name} is gone" for name in sorted(before.keys() - after.keys()))
    yield from (f"shape {name} is new" for name in sorted(after.keys() - before.keys()))
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield from _fields(name, before[name], after[name])


def _fields(name: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    before, after = was.get("properties", {}), now.get("properties", {})
    needed = set(now.get("required", [])) - set(was.get("required", []))
    yield from (f"BREAKING {name}.{each} is gone" for each in sorted(before.keys() - after.keys()))
    asked = name.endswith(("In", "Patch"))
    for each in sorted(after.keys() - before.keys()):
        yield f"{'BREAKING ' if asked and each in needed else ''}{name}.{each} is new"
    for each in sorted(needed & before.keys()):
        yield f"{'BREAKING ' if asked else ''}{name}.{each} is required"
    for each in sorted(before.keys() & after.keys()):
        if before[each] != after[each]:
            yield f"{name}.{each} is another: {_short(before[each])} -> {_short(after[each])}"
    rest = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)} - {"properties", "required"}
    yield from (f"{name}: its {key} is another" for key in sorted(rest))


def _short(schema: dict[str, Any]) -> str:
    told = orjson.dumps({key: value for key, value in schema.items() if key != "title"}).decode()
    return told if len(told) < 120 else told[:117] + "..."
