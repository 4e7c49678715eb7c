from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.link_out import LinkOut
from ...models.problem import Problem
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    link_id: UUID,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tickets/{ticket_id}/links/{link_id}".format(ticket_id=quote(str(ticket_id), safe=""),link_id=quote(str(link_id), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> LinkOut | Problem | None:
    if response.status_code == 200:
        response_200 = LinkOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[LinkOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ticket_id: UUID,
    link_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> Response[LinkOut | Problem]:
    """ Read a link

     A link as this ticket sees it.

    Args:
        ticket_id (UUID):
        link_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LinkOut | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
link_id=link_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    link_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> LinkOut | Problem | None:
    """ Read a link

     A link as this ticket sees it.

    Args:
        ticket_id (UUID):
        link_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LinkOut | Problem
     """


    return sync_detailed(
        ticket_id=ticket_id,
link_id=link_id,
client=client,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    link_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> Response[LinkOut | Problem]:
    """ Read a link

     A link as this ticket sees it.

    Args:
        ticket_id (UUID):
        link_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LinkOut | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
link_id=link_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    link_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> LinkOut | Problem | None:
    """ Read a link

     A link as this ticket sees it.

    Args:
        ticket_id (UUID):
        link_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LinkOut | Problem
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
link_id=link_id,
client=client,

    )).parsed
