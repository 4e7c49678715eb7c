from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.feed_page import FeedPage
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    after: None | str | Unset = UNSET,
    types: list[str] | None | Unset = UNSET,
    limit: int | Unset = 100,
    last_event_id: None | str | Unset = UNSET,
    accept: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(last_event_id, Unset):
        headers["last-event-id"] = last_event_id

    if not isinstance(accept, Unset):
        headers["accept"] = accept



    

    params: dict[str, Any] = {}

    json_after: None | str | Unset
    if isinstance(after, Unset):
        json_after = UNSET
    else:
        json_after = after
    params["after"] = json_after

    json_types: list[str] | None | Unset
    if isinstance(types, Unset):
        json_types = UNSET
    elif isinstance(types, list):
        json_types = types


    else:
        json_types = types
    params["types"] = json_types

    params["limit"] = limit


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/events",
        "params": params,
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FeedPage | Problem | None:
    if response.status_code == 200:
        response_200 = FeedPage.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())



        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[FeedPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    after: None | str | Unset = UNSET,
    types: list[str] | None | Unset = UNSET,
    limit: int | Unset = 100,
    last_event_id: None | str | Unset = UNSET,
    accept: None | str | Unset = UNSET,

) -> Response[FeedPage | Problem]:
    """ Follow everything that happens

     Every change, in the order in which it could be seen; each ticket keeps its order, and nothing is
    missed.

    A partner sees the tickets of its source and what a partner may see of them. With `Accept:
    text/event-stream` the
    answer does not end: each event has its position as `id`, so that a browser's EventSource goes on
    where it was.

    Args:
        after (None | str | Unset): The `next` of the page before. Without it, all that is kept;
            `latest`: what happens from now.
        types (list[str] | None | Unset): With commas or repeated: `message.created`, `ticket.*`.
        limit (int | Unset): At most this many. Default: 100.
        last_event_id (None | str | Unset): Of a stream: where it broke off; wins over `after`.
        accept (None | str | Unset): `text/event-stream` for a stream.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedPage | Problem]
     """


    kwargs = _get_kwargs(
        after=after,
types=types,
limit=limit,
last_event_id=last_event_id,
accept=accept,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    after: None | str | Unset = UNSET,
    types: list[str] | None | Unset = UNSET,
    limit: int | Unset = 100,
    last_event_id: None | str | Unset = UNSET,
    accept: None | str | Unset = UNSET,

) -> FeedPage | Problem | None:
    """ Follow everything that happens

     Every change, in the order in which it could be seen; each ticket keeps its order, and nothing is
    missed.

    A partner sees the tickets of its source and what a partner may see of them. With `Accept:
    text/event-stream` the
    answer does not end: each event has its position as `id`, so that a browser's EventSource goes on
    where it was.

    Args:
        after (None | str | Unset): The `next` of the page before. Without it, all that is kept;
            `latest`: what happens from now.
        types (list[str] | None | Unset): With commas or repeated: `message.created`, `ticket.*`.
        limit (int | Unset): At most this many. Default: 100.
        last_event_id (None | str | Unset): Of a stream: where it broke off; wins over `after`.
        accept (None | str | Unset): `text/event-stream` for a stream.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedPage | Problem
     """


    return sync_detailed(
        client=client,
after=after,
types=types,
limit=limit,
last_event_id=last_event_id,
accept=accept,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    after: None | str | Unset = UNSET,
    types: list[str] | None | Unset = UNSET,
    limit: int | Unset = 100,
    last_event_id: None | str | Unset = UNSET,
    accept: None | str | Unset = UNSET,

) -> Response[FeedPage | Problem]:
    """ Follow everything that happens

     Every change, in the order in which it could be seen; each ticket keeps its order, and nothing is
    missed.

    A partner sees the tickets of its source and what a partner may see of them. With `Accept:
    text/event-stream` the
    answer does not end: each event has its position as `id`, so that a browser's EventSource goes on
    where it was.

    Args:
        after (None | str | Unset): The `next` of the page before. Without it, all that is kept;
            `latest`: what happens from now.
        types (list[str] | None | Unset): With commas or repeated: `message.created`, `ticket.*`.
        limit (int | Unset): At most this many. Default: 100.
        last_event_id (None | str | Unset): Of a stream: where it broke off; wins over `after`.
        accept (None | str | Unset): `text/event-stream` for a stream.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedPage | Problem]
     """


    kwargs = _get_kwargs(
        after=after,
types=types,
limit=limit,
last_event_id=last_event_id,
accept=accept,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    after: None | str | Unset = UNSET,
    types: list[str] | None | Unset = UNSET,
    limit: int | Unset = 100,
    last_event_id: None | str | Unset = UNSET,
    accept: None | str | Unset = UNSET,

) -> FeedPage | Problem | None:
    """ Follow everything that happens

     Every change, in the order in which it could be seen; each ticket keeps its order, and nothing is
    missed.

    A partner sees the tickets of its source and what a partner may see of them. With `Accept:
    text/event-stream` the
    answer does not end: each event has its position as `id`, so that a browser's EventSource goes on
    where it was.

    Args:
        after (None | str | Unset): The `next` of the page before. Without it, all that is kept;
            `latest`: what happens from now.
        types (list[str] | None | Unset): With commas or repeated: `message.created`, `ticket.*`.
        limit (int | Unset): At most this many. Default: 100.
        last_event_id (None | str | Unset): Of a stream: where it broke off; wins over `after`.
        accept (None | str | Unset): `text/event-stream` for a stream.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
after=after,
types=types,
limit=limit,
last_event_id=last_event_id,
accept=accept,

    )).parsed
