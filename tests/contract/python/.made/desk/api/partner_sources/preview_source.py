from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.preview_in import PreviewIn
from ...models.preview_out import PreviewOut
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    source_id: UUID,
    *,
    body: PreviewIn,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/sources/{source_id}/preview".format(source_id=quote(str(source_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> PreviewOut | Problem | None:
    if response.status_code == 200:
        response_200 = PreviewOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[PreviewOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    source_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: PreviewIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[PreviewOut | Problem]:
    """ Try a mapping on a webhook

     What a webhook would do now: each field with where it came from, and the problems. Nothing is
    written.

    Args:
        source_id (UUID):
        idempotency_key (str | Unset):
        body (PreviewIn): What to try: a payload, or one that came (a sample or a parked one);
            with a mapping that is not saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreviewOut | Problem]
     """


    kwargs = _get_kwargs(
        source_id=source_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    source_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: PreviewIn,
    idempotency_key: str | Unset = UNSET,

) -> PreviewOut | Problem | None:
    """ Try a mapping on a webhook

     What a webhook would do now: each field with where it came from, and the problems. Nothing is
    written.

    Args:
        source_id (UUID):
        idempotency_key (str | Unset):
        body (PreviewIn): What to try: a payload, or one that came (a sample or a parked one);
            with a mapping that is not saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreviewOut | Problem
     """


    return sync_detailed(
        source_id=source_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    source_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: PreviewIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[PreviewOut | Problem]:
    """ Try a mapping on a webhook

     What a webhook would do now: each field with where it came from, and the problems. Nothing is
    written.

    Args:
        source_id (UUID):
        idempotency_key (str | Unset):
        body (PreviewIn): What to try: a payload, or one that came (a sample or a parked one);
            with a mapping that is not saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreviewOut | Problem]
     """


    kwargs = _get_kwargs(
        source_id=source_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    source_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: PreviewIn,
    idempotency_key: str | Unset = UNSET,

) -> PreviewOut | Problem | None:
    """ Try a mapping on a webhook

     What a webhook would do now: each field with where it came from, and the problems. Nothing is
    written.

    Args:
        source_id (UUID):
        idempotency_key (str | Unset):
        body (PreviewIn): What to try: a payload, or one that came (a sample or a parked one);
            with a mapping that is not saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreviewOut | Problem
     """


    return (await asyncio_detailed(
        source_id=source_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
