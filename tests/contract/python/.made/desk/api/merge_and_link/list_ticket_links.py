from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.link_page import LinkPage
from ...models.list_ticket_links_kind_type_0 import ListTicketLinksKindType0
from ...models.list_ticket_links_kind_type_1 import ListTicketLinksKindType1
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    *,
    kind: ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_kind: None | str | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    elif isinstance(kind, ListTicketLinksKindType0):
        json_kind = kind.value
    elif isinstance(kind, ListTicketLinksKindType1):
        json_kind = kind.value
    else:
        json_kind = kind
    params["kind"] = json_kind

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tickets/{ticket_id}/links".format(ticket_id=quote(str(ticket_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> LinkPage | Problem | None:
    if response.status_code == 200:
        response_200 = LinkPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[LinkPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    kind: ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[LinkPage | Problem]:
    """ List the links of a ticket

     What this ticket is to others, with those as they are now; `kind=problem_of` lists its incidents.

    Args:
        ticket_id (UUID):
        kind (ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset): Only what is
            this to the other ticket.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LinkPage | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
kind=kind,
limit=limit,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    kind: ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> LinkPage | Problem | None:
    """ List the links of a ticket

     What this ticket is to others, with those as they are now; `kind=problem_of` lists its incidents.

    Args:
        ticket_id (UUID):
        kind (ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset): Only what is
            this to the other ticket.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LinkPage | Problem
     """


    return sync_detailed(
        ticket_id=ticket_id,
client=client,
kind=kind,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    kind: ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[LinkPage | Problem]:
    """ List the links of a ticket

     What this ticket is to others, with those as they are now; `kind=problem_of` lists its incidents.

    Args:
        ticket_id (UUID):
        kind (ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset): Only what is
            this to the other ticket.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LinkPage | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
kind=kind,
limit=limit,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    kind: ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> LinkPage | Problem | None:
    """ List the links of a ticket

     What this ticket is to others, with those as they are now; `kind=problem_of` lists its incidents.

    Args:
        ticket_id (UUID):
        kind (ListTicketLinksKindType0 | ListTicketLinksKindType1 | None | Unset): Only what is
            this to the other ticket.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LinkPage | Problem
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
client=client,
kind=kind,
limit=limit,
cursor=cursor,

    )).parsed
