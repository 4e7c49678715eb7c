"""How exports of other systems are read: each format turns its own records into ours. Pure: no files, no database."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from app.rules.import_formats import chatwoot, freshdesk, own, zendesk
from app.rules.import_formats.values import Read

# What a file's name says its records are (`tickets`, `users` ...), one record; what it comes to.
Adapter: TypeAlias = Callable[[str, Mapping[str, Any]], Iterable[Read]]

ADAPTERS: Mapping[str, Adapter] = {
    "jsonl": own.records,
    "csv": own.rows,
    "zendesk": zendesk.records,
    "freshdesk": freshdesk.records,
    "chatwoot": chatwoot.records,
}
