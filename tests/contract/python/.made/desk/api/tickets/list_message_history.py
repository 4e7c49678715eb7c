from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.history_out import HistoryOut
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    message_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: int | Unset = 0,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["cursor"] = cursor


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tickets/{ticket_id}/messages/{message_id}/history".format(ticket_id=quote(str(ticket_id), safe=""),message_id=quote(str(message_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> HistoryOut | Problem | None:
    if response.status_code == 200:
        response_200 = HistoryOut.from_dict(response.json())



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

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())



        return response_404

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[HistoryOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ticket_id: UUID,
    message_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 50,
    cursor: int | Unset = 0,

) -> Response[HistoryOut | Problem]:
    """ See what a message said before

     Its earlier versions, oldest first, with who changed them when. What was redacted is empty.

    Args:
        ticket_id (UUID):
        message_id (UUID):
        limit (int | Unset):  Default: 50.
        cursor (int | Unset): Only versions after this one. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HistoryOut | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
message_id=message_id,
limit=limit,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    message_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 50,
    cursor: int | Unset = 0,

) -> HistoryOut | Problem | None:
    """ See what a message said before

     Its earlier versions, oldest first, with who changed them when. What was redacted is empty.

    Args:
        ticket_id (UUID):
        message_id (UUID):
        limit (int | Unset):  Default: 50.
        cursor (int | Unset): Only versions after this one. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HistoryOut | Problem
     """


    return sync_detailed(
        ticket_id=ticket_id,
message_id=message_id,
client=client,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    message_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 50,
    cursor: int | Unset = 0,

) -> Response[HistoryOut | Problem]:
    """ See what a message said before

     Its earlier versions, oldest first, with who changed them when. What was redacted is empty.

    Args:
        ticket_id (UUID):
        message_id (UUID):
        limit (int | Unset):  Default: 50.
        cursor (int | Unset): Only versions after this one. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HistoryOut | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
message_id=message_id,
limit=limit,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    message_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 50,
    cursor: int | Unset = 0,

) -> HistoryOut | Problem | None:
    """ See what a message said before

     Its earlier versions, oldest first, with who changed them when. What was redacted is empty.

    Args:
        ticket_id (UUID):
        message_id (UUID):
        limit (int | Unset):  Default: 50.
        cursor (int | Unset): Only versions after this one. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HistoryOut | Problem
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
message_id=message_id,
client=client,
limit=limit,
cursor=cursor,

    )).parsed
