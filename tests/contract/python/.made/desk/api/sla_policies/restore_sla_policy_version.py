from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.restore_in import RestoreIn
from ...models.sla_policy_out import SlaPolicyOut
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    policy_id: UUID,
    *,
    body: RestoreIn,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/sla-policies/{policy_id}/restore-version".format(policy_id=quote(str(policy_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | SlaPolicyOut | None:
    if response.status_code == 200:
        response_200 = SlaPolicyOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | SlaPolicyOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    policy_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RestoreIn,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | SlaPolicyOut]:
    """ Restore a version of an SLA policy

     Make a new version like an old one. Refused when it names a calendar, team or agent that is no
    longer there.

    Args:
        policy_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        idempotency_key (str | Unset):
        body (RestoreIn): Which version to make anew.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SlaPolicyOut]
     """


    kwargs = _get_kwargs(
        policy_id=policy_id,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    policy_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RestoreIn,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Problem | SlaPolicyOut | None:
    """ Restore a version of an SLA policy

     Make a new version like an old one. Refused when it names a calendar, team or agent that is no
    longer there.

    Args:
        policy_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        idempotency_key (str | Unset):
        body (RestoreIn): Which version to make anew.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SlaPolicyOut
     """


    return sync_detailed(
        policy_id=policy_id,
client=client,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    policy_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RestoreIn,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | SlaPolicyOut]:
    """ Restore a version of an SLA policy

     Make a new version like an old one. Refused when it names a calendar, team or agent that is no
    longer there.

    Args:
        policy_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        idempotency_key (str | Unset):
        body (RestoreIn): Which version to make anew.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SlaPolicyOut]
     """


    kwargs = _get_kwargs(
        policy_id=policy_id,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    policy_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RestoreIn,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,

) -> Problem | SlaPolicyOut | None:
    """ Restore a version of an SLA policy

     Make a new version like an old one. Refused when it names a calendar, team or agent that is no
    longer there.

    Args:
        policy_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        idempotency_key (str | Unset):
        body (RestoreIn): Which version to make anew.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SlaPolicyOut
     """


    return (await asyncio_detailed(
        policy_id=policy_id,
client=client,
body=body,
if_match=if_match,
idempotency_key=idempotency_key,

    )).parsed
