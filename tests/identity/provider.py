"""A real OpenID provider in a process of its own, and a browser's way through its pages."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests import npm

NODE = Path(__file__).parent / "node"
SECRET = "a secret/of+the desk"


@dataclass(frozen=True)
class Provider:
    """Where it is."""

    issuer: str


@asynccontextmanager
async def running(
    port: int, redirect_uri: str, accounts: Mapping[str, Mapping[str, Any]], *, secret: str | None = SECRET
) -> AsyncIterator[Provider]:
    """A provider with these people by login. Without a `secret` the desk is a public client."""
    folder = npm.installed(NODE)
    environment = {
        **os.environ, "PORT": str(port), "REDIRECT_URI": redirect_uri, "ACCOUNTS": json.dumps(accounts),
        "CLIENT_SECRET": secret or "", "NODE_ENV": "test",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        "node",
        "provider.js",
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        said = await asyncio.wait_for(process.stdout.readline(), 30)
        assert said.strip() == b"listening", said
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        await process.wait()


_FORM = re.compile(r'<form[^>]*action="([^"]+)"')
_FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


async def sign_in(browser: httpx.AsyncClient, address: str, login: str, *, until: str) -> str:
    """Go to an address of the provider, sign in there and agree; the address that it sends back to."""
    answer = await browser.get(address)
    for _ in range(12):
        if answer.is_redirect:
            address = urljoin(str(answer.url), answer.headers["location"])
            if address.startswith(until):
                return address
            answer = await browser.get(address)
            continue
        form = _FORM.search(answer.text)
        assert form is not None, answer.text[:2000]
        fields = dict(_FIELD.findall(answer.text))
        if 'name="login"' in answer.text:
            fields |= {"login": login, "password": "anything"}
        answer = await browser.post(urljoin(str(answer.url), unescape(form[1])), data=fields)
    raise AssertionError(f"no way back from {answer.url}")
