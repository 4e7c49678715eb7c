"""A draft of a post-mortem in Markdown, from an incident's log: facts only, and places for what people know."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.rules.locales import best


def draft(incident: Mapping[str, Any], figures: Mapping[str, Any], log: Iterable[Mapping[str, Any]]) -> str:
    """The draft. Instants are in UTC."""
    ended = "not yet" if incident["resolved_at"] is None else _at(incident["resolved_at"])
    return "\n".join(
        [
            f"# {_plain(best(incident['texts'], ()))}",
            "",
            f"- Impact: {incident['impact']}",
            f"- Began: {_at(incident['started_at'])}",
            f"- Resolved: {ended}",
            f"- Duration: {_long(figures['seconds'])}",
            f"- Tickets: {figures['tickets']}, of {figures['customers']} customers",
            f"- Updates: {figures['updates']}, told to customers {figures['messages']} times",
            "",
            "## Timeline",
            "",
            *(f"- {_at(each['at'])}: {_line(each)} ({_plain(each['by'])})" for each in log),
            "",
            "## Cause",
            "",
            "## What went well",
            "",
            "## What will change",
            "",
        ]
    )


def _line(entry: Mapping[str, Any]) -> str:
    data = entry["data"]
    if (update := data.get("update")) is not None:
        edited = "changed an update" if update.get("edited") else "said"
        return f"{update['status']}, {edited}: {_plain(best(update['texts'], ()))}"
    changed = data.get("set") or {}
    if entry["type"] == "incident.created":
        return f"opened, {changed.get('impact')}"
    return ", ".join(f"{name}: {_plain(str(value))}" for name, value in changed.items()) or entry["type"]


def _plain(text: str) -> str:
    """In one line, and without what Markdown would take for something."""
    return "".join("\\" + each if each in "\\`*_{}[]<>#|" else each for each in " ".join(text.split()))


def _at(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def _long(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours} h {rest // 60} min {rest % 60} s"
