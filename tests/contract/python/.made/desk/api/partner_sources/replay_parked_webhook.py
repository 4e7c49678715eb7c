from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.parked_out import ParkedOut
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    source_id: UUID,
    parked_id: UUID,
    *,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/sources/{source_id}/parked/{parked_id}/replay".format(source_id=quote(str(source_id), safe=""),parked_id=quote(str(parked_id), safe=""),),
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ParkedOut | Problem | None:
    if response.status_code == 200:
        response_200 = ParkedOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ParkedOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    source_id: UUID,
    parked_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    idempotency_key: str | Unset = UNSET,

) -> Response[ParkedOut | Problem]:
    """ Try a parked webhook again

     Try it under the mapping of now: it is `replayed`, or still `parked` with why. Once replayed it
    stays so.

    Of one external id what came first is replayed first (409 `earlier_parked`).

    Args:
        source_id (UUID):
        parked_id (UUID):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ParkedOut | Problem]
     """


    kwargs = _get_kwargs(
        source_id=source_id,
parked_id=parked_id,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    source_id: UUID,
    parked_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    idempotency_key: str | Unset = UNSET,

) -> ParkedOut | Problem | None:
    """ Try a parked webhook again

     Try it under the mapping of now: it is `replayed`, or still `parked` with why. Once replayed it
    stays so.

    Of one external id what came first is replayed first (409 `earlier_parked`).

    Args:
        source_id (UUID):
        parked_id (UUID):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ParkedOut | Problem
     """


    return sync_detailed(
        source_id=source_id,
parked_id=parked_id,
client=client,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    source_id: UUID,
    parked_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    idempotency_key: str | Unset = UNSET,

) -> Response[ParkedOut | Problem]:
    """ Try a parked webhook again

     Try it under the mapping of now: it is `replayed`, or still `parked` with why. Once replayed it
    stays so.

    Of one external id what came first is replayed first (409 `earlier_parked`).

    Args:
        source_id (UUID):
        parked_id (UUID):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ParkedOut | Problem]
     """


    kwargs = _get_kwargs(
        source_id=source_id,
parked_id=parked_id,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    source_id: UUID,
    parked_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    idempotency_key: str | Unset = UNSET,

) -> ParkedOut | Problem | None:
    """ Try a parked webhook again

     Try it under the mapping of now: it is `replayed`, or still `parked` with why. Once replayed it
    stays so.

    Of one external id what came first is replayed first (409 `earlier_parked`).

    Args:
        source_id (UUID):
        parked_id (UUID):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ParkedOut | Problem
     """


    return (await asyncio_detailed(
        source_id=source_id,
parked_id=parked_id,
client=client,
idempotency_key=idempotency_key,

    )).parsed
