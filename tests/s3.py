"""A bucket on a loopback port that speaks as much S3 as the desk needs: objects, ranges, multipart uploads, copies.

`OTKLIK_TEST_S3` names another one to test against (moto, MinIO), with any key that it takes.
"""

import asyncio
import hashlib
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BUCKET = "files"


class Bucket:
    """Its objects, by key."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}

    async def handle(self, request: Request) -> Response:  # noqa: C901, PLR0911 - a table of what S3 does
        """One request to `/bucket/key`."""
        name = request.path_params["key"]
        query = request.query_params
        if "AWS4-HMAC-SHA256" not in request.headers.get("authorization", "") and "X-Amz-Signature" not in query:
            return Response(status_code=403)
        body = await request.body()
        match request.method:
            case "POST" if "uploads" in query:
                self.parts[name] = {}
                inside = f"<Bucket>{BUCKET}</Bucket><Key>k</Key><UploadId>u</UploadId>"
                return _xml("InitiateMultipartUploadResult", inside)
            case "POST" if "delete" in query:
                keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
                for each in keys:
                    self.objects.pop(each, None)
                return _xml("DeleteResult", "".join(f"<Deleted><Key>{each}</Key></Deleted>" for each in keys))
            case "POST":
                self.objects[name] = b"".join(part for _, part in sorted(self.parts.pop(name).items()))
                return _xml("CompleteMultipartUploadResult", f"<ETag>{_etag(self.objects[name])}</ETag>")
            case "PUT" if "partNumber" in query:
                self.parts[name][int(query["partNumber"])] = body
            case "PUT" if "x-amz-copy-source" in request.headers:
                source = request.headers["x-amz-copy-source"].lstrip("/").removeprefix(f"{BUCKET}/")
                self.objects[name] = self.objects[source]
                return _xml("CopyObjectResult", f"<ETag>{_etag(self.objects[name])}</ETag>")
            case "PUT":
                self.objects[name] = body
            case "DELETE" if "uploadId" in query:
                self.parts.pop(name, None)
                return Response(status_code=204)
            case "DELETE":
                self.objects.pop(name, None)
                return Response(status_code=204)
            case _:
                return self._get(name, request.headers.get("range"))
        return Response(headers={"etag": _etag(body)})

    def _get(self, name: str, span: str | None) -> Response:
        found = self.objects.get(name)
        if found is None:
            return Response(status_code=404)
        headers = {"etag": _etag(found), "last-modified": "Thu, 26 Nov 2026 08:00:00 GMT"}
        if span is None:
            return Response(found, 200, headers)
        first, last = span.removeprefix("bytes=").split("-")
        headers["content-range"] = f"bytes {first}-{last}/{len(found)}"
        return Response(found[int(first) : int(last) + 1], 206, headers)


def _etag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


def _xml(tag: str, inside: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?><{tag}>{inside}</{tag}>', media_type="application/xml")


@asynccontextmanager
async def a_bucket() -> AsyncIterator[str]:
    """An endpoint with an empty bucket `files`."""
    real = os.environ.get("OTKLIK_TEST_S3")
    if real is not None:
        async with httpx.AsyncClient(verify=False) as client:  # noqa: S501 - loopback
            await client.put(f"{real}/{BUCKET}")
        yield real
        return
    methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    app = Starlette(routes=[Route(f"/{BUCKET}/{{key:path}}", Bucket().handle, methods=methods)])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running
