from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.get_ticket_routing_language import GetTicketRoutingLanguage
from ...models.problem import Problem
from ...models.ticket_routing_out import TicketRoutingOut
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    *,
    language: GetTicketRoutingLanguage | Unset = GetTicketRoutingLanguage.EN,
    after_seq: int | Unset = 0,
    limit: int | Unset = 200,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_language: str | Unset = UNSET
    if not isinstance(language, Unset):
        json_language = language.value

    params["language"] = json_language

    params["after_seq"] = after_seq

    params["limit"] = limit


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tickets/{ticket_id}/routing".format(ticket_id=quote(str(ticket_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TicketRoutingOut | None:
    if response.status_code == 200:
        response_200 = TicketRoutingOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TicketRoutingOut]:
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
    language: GetTicketRoutingLanguage | Unset = GetTicketRoutingLanguage.EN,
    after_seq: int | Unset = 0,
    limit: int | Unset = 200,

) -> Response[Problem | TicketRoutingOut]:
    """ See how a ticket was routed, and why

     Each decision with who was considered and why the others were not, in data and in words; and where
    it waits now,
    what it asks for, when that changes, who would get it.

    Args:
        ticket_id (UUID):
        language (GetTicketRoutingLanguage | Unset): Of the sentences. Default:
            GetTicketRoutingLanguage.EN.
        after_seq (int | Unset): Of the log; `now` is always told. Default: 0.
        limit (int | Unset):  Default: 200.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketRoutingOut]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
language=language,
after_seq=after_seq,
limit=limit,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    language: GetTicketRoutingLanguage | Unset = GetTicketRoutingLanguage.EN,
    after_seq: int | Unset = 0,
    limit: int | Unset = 200,

) -> Problem | TicketRoutingOut | None:
    """ See how a ticket was routed, and why

     Each decision with who was considered and why the others were not, in data and in words; and where
    it waits now,
    what it asks for, when that changes, who would get it.

    Args:
        ticket_id (UUID):
        language (GetTicketRoutingLanguage | Unset): Of the sentences. Default:
            GetTicketRoutingLanguage.EN.
        after_seq (int | Unset): Of the log; `now` is always told. Default: 0.
        limit (int | Unset):  Default: 200.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketRoutingOut
     """


    return sync_detailed(
        ticket_id=ticket_id,
client=client,
language=language,
after_seq=after_seq,
limit=limit,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    language: GetTicketRoutingLanguage | Unset = GetTicketRoutingLanguage.EN,
    after_seq: int | Unset = 0,
    limit: int | Unset = 200,

) -> Response[Problem | TicketRoutingOut]:
    """ See how a ticket was routed, and why

     Each decision with who was considered and why the others were not, in data and in words; and where
    it waits now,
    what it asks for, when that changes, who would get it.

    Args:
        ticket_id (UUID):
        language (GetTicketRoutingLanguage | Unset): Of the sentences. Default:
            GetTicketRoutingLanguage.EN.
        after_seq (int | Unset): Of the log; `now` is always told. Default: 0.
        limit (int | Unset):  Default: 200.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketRoutingOut]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
language=language,
after_seq=after_seq,
limit=limit,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    language: GetTicketRoutingLanguage | Unset = GetTicketRoutingLanguage.EN,
    after_seq: int | Unset = 0,
    limit: int | Unset = 200,

) -> Problem | TicketRoutingOut | None:
    """ See how a ticket was routed, and why

     Each decision with who was considered and why the others were not, in data and in words; and where
    it waits now,
    what it asks for, when that changes, who would get it.

    Args:
        ticket_id (UUID):
        language (GetTicketRoutingLanguage | Unset): Of the sentences. Default:
            GetTicketRoutingLanguage.EN.
        after_seq (int | Unset): Of the log; `now` is always told. Default: 0.
        limit (int | Unset):  Default: 200.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketRoutingOut
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
client=client,
language=language,
after_seq=after_seq,
limit=limit,

    )).parsed
