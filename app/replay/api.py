"""The desk over HTTP as a client sees it: retries that are safe, and sign-ins that renew themselves."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from app import clock

PATIENCE_SECONDS = 30.0
RETRY_SECONDS = 0.3
# Renewed this long before its end, in seconds.
RENEW_SECONDS = 60.0
_TEMPORARY = frozenset({429, 502, 503, 504})


class ApiError(Exception):
    """A refusal that no retry mends; `code` is the problem's."""

    def __init__(self, where: str, status: int, code: str, detail: str) -> None:
        super().__init__(f"{where}: {status} {code}: {detail}")
        self.status = status
        self.code = code


class Api:
    """One desk. Every POST carries an Idempotency-Key, so that sending it again never does it twice."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self._http = httpx.AsyncClient(
            base_url=self.base_url, timeout=30, limits=limits, verify=self.base_url.startswith("https")
        )

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def __call__(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: object = None,
        **params: str | int,
    ) -> Any:  # noqa: ANN401 - JSON
        """The JSON of an answer. Raises `ApiError`, for a desk that stays away too."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        if method == "POST":
            headers["idempotency-key"] = str(uuid4())
        where = f"{method} {path}"
        deadline = clock.monotonic() + PATIENCE_SECONDS
        while True:
            wait = RETRY_SECONDS
            try:
                answer = await self._http.request(method, path, headers=headers, json=body, params=params)
            except httpx.TransportError as error:
                if clock.monotonic() > deadline:
                    raise ApiError(where, 0, "unreachable", str(error) or type(error).__name__) from error
            else:
                if answer.is_success:
                    return answer.json() if answer.content else None
                if answer.status_code not in _TEMPORARY or clock.monotonic() > deadline:
                    raise _refusal(where, answer)
                wait = max(wait, float(answer.headers.get("retry-after", 0)))
            await asyncio.sleep(wait)

    async def wait_until_ready(self, seconds: float = 30.0) -> None:
        """Come back when the desk can serve. Raises `ApiError`."""
        deadline = clock.monotonic() + seconds
        while True:
            try:
                if (await self._http.get("/readyz", timeout=5)).is_success:
                    return
            except httpx.TransportError:
                pass
            if clock.monotonic() > deadline:
                raise ApiError("GET /readyz", 0, "unreachable", f"there is no desk at {self.base_url}")
            await asyncio.sleep(RETRY_SECONDS)


def _refusal(where: str, answer: httpx.Response) -> ApiError:
    try:
        problem = answer.json()
        errors = (f"{each['pointer']}: {each['detail']}" for each in problem.get("errors", ()))
        detail = "; ".join((str(problem["detail"]), *errors))
        return ApiError(where, answer.status_code, str(problem["code"]), detail)
    except (ValueError, KeyError, TypeError):
        return ApiError(where, answer.status_code, "not_a_problem", answer.text[:200])


class SignIn:
    """An agent's sign-in that lasts as long as it is used."""

    def __init__(self, api: Api, tokens: dict[str, Any]) -> None:
        self._api = api
        self._tokens = tokens
        self._good_until = clock.monotonic() + tokens["expires_in"]
        self._lock = asyncio.Lock()

    @classmethod
    async def by_password(cls, api: Api, email: str, password: str) -> "SignIn":
        """Sign in. Raises `ApiError` (401)."""
        return cls(api, await api("POST", "/v1/auth/token", body={"email": email, "password": password}))

    async def token(self) -> str:
        """An access token that is good for a while."""
        async with self._lock:
            if clock.monotonic() > self._good_until - RENEW_SECONDS:
                body = {"refresh_token": self._tokens["refresh_token"]}
                self._tokens = await self._api("POST", "/v1/auth/refresh", body=body)
                self._good_until = clock.monotonic() + self._tokens["expires_in"]
            return str(self._tokens["access_token"])

    async def call(self, method: str, path: str, body: object = None, **params: str | int) -> Any:  # noqa: ANN401 - JSON
        """A call as this agent. Raises `ApiError`."""
        return await self._api(method, path, token=await self.token(), body=body, **params)
