"""What definitions say of tags and topics, under other names: conditions, actions and lists, wherever they stand."""

from collections.abc import Callable, Collection
from typing import Any, Literal

from app.rules.topics import SEPARATOR

Name = Callable[[str], str]
_ACTIONS = {"tags": frozenset({"add_tags", "remove_tags"}), "topic": frozenset({"set_topic"})}


def of_tags(names: Collection[str], to: str) -> Name:
    """Each of these tags as the other one."""
    return lambda tag: to if tag in names else tag


def of_topic(before: str, after: str) -> Name:
    """A topic that was moved, and everything below it."""
    branch = before.lower() + SEPARATOR

    def name(topic: str) -> str:
        if topic.lower() == before.lower() or topic.lower().startswith(branch):
            return after + topic[len(before) :]
        return topic

    return name


def renamed(stated: Any, what: Literal["tags", "topic"], name: Name) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """A definition with these names; the same one when it names none of them."""
    if isinstance(stated, list):
        return [renamed(each, what, name) for each in stated]
    if not isinstance(stated, dict):
        return stated
    found = {key: renamed(each, what, name) for key, each in stated.items()}
    if found.get("field") == what:
        # A condition, or a change that is waited for.
        members = {"value", "was", "to"}
    elif found.get("type") in _ACTIONS[what] or "type" not in found:
        # An action, a type of request that gives tags, a webhook that wants tickets with them.
        members = {what}
    else:
        return found
    return {key: _names(each, name) if key in members else each for key, each in found.items()}


def _names(value: Any, name: Name) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return name(value)
    if isinstance(value, list):
        return list(dict.fromkeys(name(each) if isinstance(each, str) else each for each in value))
    return value
