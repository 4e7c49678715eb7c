"""The description as a page that needs no script and loads nothing: for reading, also offline."""

import base64
import hashlib
import re
from functools import cache
from html import escape
from typing import Any

import orjson

from app.asyncapi.document import FROM_CLIENT, FROM_SERVER, document, message_key

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --ink: #1c1f24; --ground: #fff; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --ground: #15171a; --link: #7ab7ff; } }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink);
  background: var(--ground); }
a { color: var(--link); }
h1 { margin-bottom: 0; } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); } h3 { margin-top: 2.2rem; }
h3 a { color: inherit; text-decoration: none; }
code, pre { font: 0.9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { padding: 0.8rem; overflow-x: auto; background: var(--soft); border-radius: 6px; }
nav ul { columns: 11rem; padding-left: 1.2rem; margin-top: 0.3rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
td:first-child { white-space: nowrap; } td p { margin: 0; }
.soft { opacity: 0.75; } summary { cursor: pointer; }
"""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
_SCHEMAS = "#/components/schemas/"


@cache
def page() -> str:
    """The whole page, as HTML. Everything that comes out of the description is escaped."""
    made = document()
    info, messages = made["info"], made["components"]["messages"]
    sides = (("You send", "client", FROM_CLIENT), ("You get", "desk", FROM_SERVER))
    parts = [
        f"<h1>{escape(info['title'])}</h1>",
        f"<p class=soft>Version {escape(info['version'])} \u00b7 <a href='/asyncapi.json'>the same for programs</a>",
        " \u00b7 <a href='/docs'>the HTTP API</a></p>",
        _prose(info["description"]),
        f"<p>Connect to <code>wss://your-desk{escape(made['channels']['realtime']['address'])}</code>.</p><nav>",
    ]
    for title, side, models in sides:
        links = "".join(_link(message_key(model), messages) for model in models)
        parts.append(f"<p><a href='#{side}'>{title}</a></p><ul>{links}</ul>")
    parts.append("<p><a href='#ends'>When it ends</a></p></nav>")
    for title, side, models in sides:
        parts.append(f"<h2 id='{side}'>{title}</h2>")
        parts += [_frame(message_key(model), made) for model in models]
    rows = "".join(
        f"<tr><td><code>{escape(code)}</code></td><td>{_inline(each['why'])}</td><td>{_inline(each['then'])}</td></tr>"
        for code, each in info["x-close-codes"].items()
    )
    parts.append(
        "<h2 id='ends'>When it ends</h2><p>4000 to 4499 mean connect again, 4500 to 4999 do not.</p><div class=wide>"
        f"<table><thead><tr><th>Code</th><th>Why</th><th>Then</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _link(key: str, messages: dict[str, Any]) -> str:
    return f"<li><a href='#{key}'><code>{escape(messages[key]['name'])}</code></a></li>"


def _frame(key: str, made: dict[str, Any]) -> str:
    message, schemas = made["components"]["messages"][key], made["components"]["schemas"]
    schema = schemas[message["payload"]["$ref"].removeprefix(_SCHEMAS)]
    answers = [
        _answer(each["$ref"].rpartition("/")[2], made["components"]["messages"])
        for operation in made["operations"].values()
        if operation["messages"][0]["$ref"].endswith(f"/{key}")
        for each in operation.get("reply", {}).get("messages", ())
    ]
    example = orjson.dumps(message["examples"][0]["payload"], option=orjson.OPT_INDENT_2).decode()
    return (
        f"<h3 id='{key}'><a href='#{key}'><code>{escape(message['name'])}</code></a></h3>"
        + _prose(message["description"])
        + (f"<p>Answered by {' or '.join(answers)}.</p>" if answers else "")
        + _fields(schema, schemas)
        + f"<details open><summary>Example</summary><pre>{escape(example)}</pre></details>"
    )


def _answer(key: str, messages: dict[str, Any]) -> str:
    return f"<a href='#{key}'><code>{escape(messages[key]['name'])}</code></a>"


def _fields(schema: dict[str, Any], schemas: dict[str, Any], within: str = "") -> str:
    rows = _rows(schema, schemas, within)
    return (
        "<div class=wide><table><thead><tr><th>Field</th><th>Shape</th><th></th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _rows(schema: dict[str, Any], schemas: dict[str, Any], within: str) -> str:
    rows = []
    for name, field in schema.get("properties", {}).items():
        optional = "" if name in schema.get("required", ()) else " <span class=soft>optional</span>"
        told = _inline(field.get("description", ""))
        rows.append(
            f"<tr><td><code>{escape(within + name)}</code>{optional}</td><td>{_shape(field)}</td><td>{told}</td></tr>"
        )
        rows += [_rows(schemas[inner], schemas, f"{within}{name}.") for inner in _inner(field)]
    return "".join(rows)


def _inner(field: dict[str, Any]) -> list[str]:
    """The named shapes inside a field: one level, in lists and alternatives too."""
    found = [field["$ref"].removeprefix(_SCHEMAS)] if "$ref" in field else []
    inside = [*field.get("anyOf", ()), *([field["items"]] if isinstance(field.get("items"), dict) else [])]
    return found + [name for each in inside for name in _inner(each)]


def _shape(field: dict[str, Any]) -> str:
    if "const" in field:
        return f"<code>{escape(orjson.dumps(field['const']).decode())}</code>"
    if "enum" in field:
        return " or ".join(f"<code>{escape(orjson.dumps(each).decode())}</code>" for each in field["enum"])
    if "anyOf" in field:
        return " or ".join(_shape(each) for each in field["anyOf"])
    if "$ref" in field:
        return "object"
    items, kind = field.get("items"), field.get("type", "anything")
    if isinstance(items, dict):
        kind = f"list of {_shape(items)}"
    elif isinstance(items, list):
        kind = f"[{', '.join(_shape(each) for each in items)}]"
    else:
        kind = escape(str(field.get("format", kind)))
    return kind + _limits(field)


def _limits(field: dict[str, Any]) -> str:
    low = field.get("minLength", field.get("minItems", field.get("minimum")))
    high = field.get("maxLength", field.get("maxItems", field.get("maximum")))
    if isinstance(field.get("items"), list) or (low is None and high is None):
        return ""
    said = f"at most {high:,}" if low in {None, 0} else f"{low:,} and more" if high is None else f"{low:,} to {high:,}"
    unit = {"string": " characters", "array": " of them"}.get(field.get("type", ""), "")
    return f" <span class=soft>({said}{unit})</span>"


def _prose(text: str) -> str:
    return "".join(f"<p>{_inline(part)}</p>" for part in text.strip().split("\n\n"))


def _inline(text: str) -> str:
    """Text with `code` and **strong** in it; all else is escaped."""
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", safe)
