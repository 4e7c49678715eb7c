from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.automation_out import AutomationOut
from ...models.problem import Problem
from typing import cast
from uuid import UUID



def _get_kwargs(
    automation_id: UUID,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/automations/{automation_id}".format(automation_id=quote(str(automation_id), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AutomationOut | Problem | None:
    if response.status_code == 200:
        response_200 = AutomationOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AutomationOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    automation_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> Response[AutomationOut | Problem]:
    """ Read an automation

     An automation as it counts now; its ETag goes into `If-Match` when you change it.

    Args:
        automation_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AutomationOut | Problem]
     """


    kwargs = _get_kwargs(
        automation_id=automation_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    automation_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> AutomationOut | Problem | None:
    """ Read an automation

     An automation as it counts now; its ETag goes into `If-Match` when you change it.

    Args:
        automation_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AutomationOut | Problem
     """


    return sync_detailed(
        automation_id=automation_id,
client=client,

    ).parsed

async def asyncio_detailed(
    automation_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> Response[AutomationOut | Problem]:
    """ Read an automation

     An automation as it counts now; its ETag goes into `If-Match` when you change it.

    Args:
        automation_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AutomationOut | Problem]
     """


    kwargs = _get_kwargs(
        automation_id=automation_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    automation_id: UUID,
    *,
    client: AuthenticatedClient | Client,

) -> AutomationOut | Problem | None:
    """ Read an automation

     An automation as it counts now; its ETag goes into `If-Match` when you change it.

    Args:
        automation_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AutomationOut | Problem
     """


    return (await asyncio_detailed(
        automation_id=automation_id,
client=client,

    )).parsed
