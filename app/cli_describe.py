"""`otklik openapi` and `otklik asyncapi`: the descriptions, for whoever has no desk running.

They alone load all routes here: no other command has to wait for that.
"""

import sys
from typing import Any

import orjson
import typer
from pydantic import SecretStr

from app import demo
from app.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Make them commands of this one."""
    app.command()(openapi)
    app.command()(asyncapi)


def openapi() -> None:
    """Print the OpenAPI description as JSON; needs no database."""
    from app.main import create_app  # noqa: PLC0415 - see above

    nowhere = Settings(database_url="postgresql://localhost/none", secret=SecretStr(demo.random_password(48)))
    _say(create_app(nowhere).openapi())


def asyncapi() -> None:
    """Print the AsyncAPI description of the socket as JSON; needs no database."""
    from app.asyncapi.document import document  # noqa: PLC0415 - see above

    _say(document())


def _say(described: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(described, option=orjson.OPT_INDENT_2).decode() + "\n")
