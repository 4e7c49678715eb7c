from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    queue_id: UUID,
    *,
    if_match: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match



    

    

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/queues/{queue_id}".format(queue_id=quote(str(queue_id), safe=""),),
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Problem | None:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())



        return response_412

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    if_match: None | str | Unset = UNSET,

) -> Response[Any | Problem]:
    """ Archive a queue

     Take a queue out of the order; what waits in it is found another one. Its name stays taken.

    Refused while another queue leads to it when closed: `used_by`. One that is archived is answered 204
    too.

    Args:
        queue_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
     """


    kwargs = _get_kwargs(
        queue_id=queue_id,
if_match=if_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    if_match: None | str | Unset = UNSET,

) -> Any | Problem | None:
    """ Archive a queue

     Take a queue out of the order; what waits in it is found another one. Its name stays taken.

    Refused while another queue leads to it when closed: `used_by`. One that is archived is answered 204
    too.

    Args:
        queue_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
     """


    return sync_detailed(
        queue_id=queue_id,
client=client,
if_match=if_match,

    ).parsed

async def asyncio_detailed(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    if_match: None | str | Unset = UNSET,

) -> Response[Any | Problem]:
    """ Archive a queue

     Take a queue out of the order; what waits in it is found another one. Its name stays taken.

    Refused while another queue leads to it when closed: `used_by`. One that is archived is answered 204
    too.

    Args:
        queue_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
     """


    kwargs = _get_kwargs(
        queue_id=queue_id,
if_match=if_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    if_match: None | str | Unset = UNSET,

) -> Any | Problem | None:
    """ Archive a queue

     Take a queue out of the order; what waits in it is found another one. Its name stays taken.

    Refused while another queue leads to it when closed: `used_by`. One that is archived is answered 204
    too.

    Args:
        queue_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
     """


    return (await asyncio_detailed(
        queue_id=queue_id,
client=client,
if_match=if_match,

    )).parsed
