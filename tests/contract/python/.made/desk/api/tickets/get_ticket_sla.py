from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.get_ticket_sla_language import GetTicketSlaLanguage
from ...models.problem import Problem
from ...models.ticket_sla_out import TicketSlaOut
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    *,
    language: GetTicketSlaLanguage | Unset = GetTicketSlaLanguage.EN,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_language: str | Unset = UNSET
    if not isinstance(language, Unset):
        json_language = language.value

    params["language"] = json_language


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tickets/{ticket_id}/sla".format(ticket_id=quote(str(ticket_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TicketSlaOut | None:
    if response.status_code == 200:
        response_200 = TicketSlaOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TicketSlaOut]:
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
    language: GetTicketSlaLanguage | Unset = GetTicketSlaLanguage.EN,

) -> Response[Problem | TicketSlaOut]:
    """ See a ticket's SLA clocks, and why

     Every clock with what counted, what did not and why, what was promised by which version, in data and
    in words.

    Args:
        ticket_id (UUID):
        language (GetTicketSlaLanguage | Unset): Of the sentences. Default:
            GetTicketSlaLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketSlaOut]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
language=language,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    language: GetTicketSlaLanguage | Unset = GetTicketSlaLanguage.EN,

) -> Problem | TicketSlaOut | None:
    """ See a ticket's SLA clocks, and why

     Every clock with what counted, what did not and why, what was promised by which version, in data and
    in words.

    Args:
        ticket_id (UUID):
        language (GetTicketSlaLanguage | Unset): Of the sentences. Default:
            GetTicketSlaLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketSlaOut
     """


    return sync_detailed(
        ticket_id=ticket_id,
client=client,
language=language,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    language: GetTicketSlaLanguage | Unset = GetTicketSlaLanguage.EN,

) -> Response[Problem | TicketSlaOut]:
    """ See a ticket's SLA clocks, and why

     Every clock with what counted, what did not and why, what was promised by which version, in data and
    in words.

    Args:
        ticket_id (UUID):
        language (GetTicketSlaLanguage | Unset): Of the sentences. Default:
            GetTicketSlaLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketSlaOut]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
language=language,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    language: GetTicketSlaLanguage | Unset = GetTicketSlaLanguage.EN,

) -> Problem | TicketSlaOut | None:
    """ See a ticket's SLA clocks, and why

     Every clock with what counted, what did not and why, what was promised by which version, in data and
    in words.

    Args:
        ticket_id (UUID):
        language (GetTicketSlaLanguage | Unset): Of the sentences. Default:
            GetTicketSlaLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketSlaOut
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
client=client,
language=language,

    )).parsed
