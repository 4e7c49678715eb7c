from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.sync_out import SyncOut
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    cursors: str,
    epoch: None | str | Unset = UNSET,
    wait: float | Unset = 25.0,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["cursors"] = cursors

    json_epoch: None | str | Unset
    if isinstance(epoch, Unset):
        json_epoch = UNSET
    else:
        json_epoch = epoch
    params["epoch"] = json_epoch

    params["wait"] = wait


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/sync",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | SyncOut | None:
    if response.status_code == 200:
        response_200 = SyncOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | SyncOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    cursors: str,
    epoch: None | str | Unset = UNSET,
    wait: float | Unset = 25.0,

) -> Response[Problem | SyncOut]:
    """ Wait for events without a socket

     The same events as on the socket, in order and without holes per ticket. Answers at once when there
    are any.

    Send the `cursors` of the answer with the next request. Keep one request open at a time; after a
    failure wait as
    you would before you reconnect a socket.

    Args:
        cursors (str): `<ticket>:<seq>` with commas, at most 100: the highest `seq` that you hold
            of each.
        epoch (None | str | Unset): The `epoch` of your last answer.
        wait (float | Unset): Seconds to wait when nothing is new. Default: 25.0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SyncOut]
     """


    kwargs = _get_kwargs(
        cursors=cursors,
epoch=epoch,
wait=wait,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    cursors: str,
    epoch: None | str | Unset = UNSET,
    wait: float | Unset = 25.0,

) -> Problem | SyncOut | None:
    """ Wait for events without a socket

     The same events as on the socket, in order and without holes per ticket. Answers at once when there
    are any.

    Send the `cursors` of the answer with the next request. Keep one request open at a time; after a
    failure wait as
    you would before you reconnect a socket.

    Args:
        cursors (str): `<ticket>:<seq>` with commas, at most 100: the highest `seq` that you hold
            of each.
        epoch (None | str | Unset): The `epoch` of your last answer.
        wait (float | Unset): Seconds to wait when nothing is new. Default: 25.0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SyncOut
     """


    return sync_detailed(
        client=client,
cursors=cursors,
epoch=epoch,
wait=wait,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    cursors: str,
    epoch: None | str | Unset = UNSET,
    wait: float | Unset = 25.0,

) -> Response[Problem | SyncOut]:
    """ Wait for events without a socket

     The same events as on the socket, in order and without holes per ticket. Answers at once when there
    are any.

    Send the `cursors` of the answer with the next request. Keep one request open at a time; after a
    failure wait as
    you would before you reconnect a socket.

    Args:
        cursors (str): `<ticket>:<seq>` with commas, at most 100: the highest `seq` that you hold
            of each.
        epoch (None | str | Unset): The `epoch` of your last answer.
        wait (float | Unset): Seconds to wait when nothing is new. Default: 25.0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SyncOut]
     """


    kwargs = _get_kwargs(
        cursors=cursors,
epoch=epoch,
wait=wait,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    cursors: str,
    epoch: None | str | Unset = UNSET,
    wait: float | Unset = 25.0,

) -> Problem | SyncOut | None:
    """ Wait for events without a socket

     The same events as on the socket, in order and without holes per ticket. Answers at once when there
    are any.

    Send the `cursors` of the answer with the next request. Keep one request open at a time; after a
    failure wait as
    you would before you reconnect a socket.

    Args:
        cursors (str): `<ticket>:<seq>` with commas, at most 100: the highest `seq` that you hold
            of each.
        epoch (None | str | Unset): The `epoch` of your last answer.
        wait (float | Unset): Seconds to wait when nothing is new. Default: 25.0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SyncOut
     """


    return (await asyncio_detailed(
        client=client,
cursors=cursors,
epoch=epoch,
wait=wait,

    )).parsed
