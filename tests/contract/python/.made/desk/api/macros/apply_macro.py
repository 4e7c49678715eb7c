from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.applied_out import AppliedOut
from ...models.macro_apply_in import MacroApplyIn
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    macro_id: UUID,
    *,
    body: MacroApplyIn | None | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/tickets/{ticket_id}/macros/{macro_id}/apply".format(ticket_id=quote(str(ticket_id), safe=""),macro_id=quote(str(macro_id), safe=""),),
    }

    
    if isinstance(body, MacroApplyIn):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AppliedOut | Problem | None:
    if response.status_code == 200:
        response_200 = AppliedOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AppliedOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ticket_id: UUID,
    macro_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: MacroApplyIn | None | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Response[AppliedOut | Problem]:
    """ Apply a macro

     Do everything that the macro says, as you, or nothing: 409 `macro_refused` says which action cannot
    be done.

    With `last_seen_seq` it is refused (409 `thread_moved_on`) when somebody else has written since.
    Nothing deletes a
    ticket; after an action that closes it, others that would change it are refused, and so is the
    macro.

    Args:
        ticket_id (UUID):
        macro_id (UUID):
        idempotency_key (str | Unset):
        body (MacroApplyIn | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AppliedOut | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
macro_id=macro_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    macro_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: MacroApplyIn | None | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> AppliedOut | Problem | None:
    """ Apply a macro

     Do everything that the macro says, as you, or nothing: 409 `macro_refused` says which action cannot
    be done.

    With `last_seen_seq` it is refused (409 `thread_moved_on`) when somebody else has written since.
    Nothing deletes a
    ticket; after an action that closes it, others that would change it are refused, and so is the
    macro.

    Args:
        ticket_id (UUID):
        macro_id (UUID):
        idempotency_key (str | Unset):
        body (MacroApplyIn | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AppliedOut | Problem
     """


    return sync_detailed(
        ticket_id=ticket_id,
macro_id=macro_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    macro_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: MacroApplyIn | None | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Response[AppliedOut | Problem]:
    """ Apply a macro

     Do everything that the macro says, as you, or nothing: 409 `macro_refused` says which action cannot
    be done.

    With `last_seen_seq` it is refused (409 `thread_moved_on`) when somebody else has written since.
    Nothing deletes a
    ticket; after an action that closes it, others that would change it are refused, and so is the
    macro.

    Args:
        ticket_id (UUID):
        macro_id (UUID):
        idempotency_key (str | Unset):
        body (MacroApplyIn | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AppliedOut | Problem]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
macro_id=macro_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    macro_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: MacroApplyIn | None | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> AppliedOut | Problem | None:
    """ Apply a macro

     Do everything that the macro says, as you, or nothing: 409 `macro_refused` says which action cannot
    be done.

    With `last_seen_seq` it is refused (409 `thread_moved_on`) when somebody else has written since.
    Nothing deletes a
    ticket; after an action that closes it, others that would change it are refused, and so is the
    macro.

    Args:
        ticket_id (UUID):
        macro_id (UUID):
        idempotency_key (str | Unset):
        body (MacroApplyIn | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AppliedOut | Problem
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
macro_id=macro_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
