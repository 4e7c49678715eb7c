from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.time_entry_out import TimeEntryOut
from ...models.time_entry_patch import TimeEntryPatch
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    entry_id: UUID,
    *,
    body: TimeEntryPatch,
    if_match: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match



    

    

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/tickets/{ticket_id}/time/{entry_id}".format(ticket_id=quote(str(ticket_id), safe=""),entry_id=quote(str(entry_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TimeEntryOut | None:
    if response.status_code == 200:
        response_200 = TimeEntryOut.from_dict(response.json())



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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())



        return response_412

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())



        return response_415

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TimeEntryOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ticket_id: UUID,
    entry_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TimeEntryPatch,
    if_match: None | str | Unset = UNSET,

) -> Response[Problem | TimeEntryOut]:
    """ Change an entry of time

     Whoever spent it, a lead or an admin may.

    Args:
        ticket_id (UUID):
        entry_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TimeEntryPatch): Changes of an entry; only the fields that are sent are changed.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TimeEntryOut]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
entry_id=entry_id,
body=body,
if_match=if_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    entry_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TimeEntryPatch,
    if_match: None | str | Unset = UNSET,

) -> Problem | TimeEntryOut | None:
    """ Change an entry of time

     Whoever spent it, a lead or an admin may.

    Args:
        ticket_id (UUID):
        entry_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TimeEntryPatch): Changes of an entry; only the fields that are sent are changed.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TimeEntryOut
     """


    return sync_detailed(
        ticket_id=ticket_id,
entry_id=entry_id,
client=client,
body=body,
if_match=if_match,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    entry_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TimeEntryPatch,
    if_match: None | str | Unset = UNSET,

) -> Response[Problem | TimeEntryOut]:
    """ Change an entry of time

     Whoever spent it, a lead or an admin may.

    Args:
        ticket_id (UUID):
        entry_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TimeEntryPatch): Changes of an entry; only the fields that are sent are changed.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TimeEntryOut]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
entry_id=entry_id,
body=body,
if_match=if_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    entry_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TimeEntryPatch,
    if_match: None | str | Unset = UNSET,

) -> Problem | TimeEntryOut | None:
    """ Change an entry of time

     Whoever spent it, a lead or an admin may.

    Args:
        ticket_id (UUID):
        entry_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TimeEntryPatch): Changes of an entry; only the fields that are sent are changed.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TimeEntryOut
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
entry_id=entry_id,
client=client,
body=body,
if_match=if_match,

    )).parsed
