from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.automation_in import AutomationIn
from ...models.automation_out import AutomationOut
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    body: AutomationIn,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/automations",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AutomationOut | Problem | None:
    if response.status_code == 201:
        response_201 = AutomationOut.from_dict(response.json())



        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AutomationOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AutomationIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[AutomationOut | Problem]:
    """ Make an automation

     Make a rule: a trigger, conditions, actions. It is for what happens, or is due, from when it is
    enabled.

    Refused in detail: `errors` names each condition, change and action that means nothing, with a code
    of its own.

    Args:
        idempotency_key (str | Unset):
        body (AutomationIn): A new automation. It is not enabled unless you say so: try it on the
            past first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AutomationOut | Problem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    body: AutomationIn,
    idempotency_key: str | Unset = UNSET,

) -> AutomationOut | Problem | None:
    """ Make an automation

     Make a rule: a trigger, conditions, actions. It is for what happens, or is due, from when it is
    enabled.

    Refused in detail: `errors` names each condition, change and action that means nothing, with a code
    of its own.

    Args:
        idempotency_key (str | Unset):
        body (AutomationIn): A new automation. It is not enabled unless you say so: try it on the
            past first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AutomationOut | Problem
     """


    return sync_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AutomationIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[AutomationOut | Problem]:
    """ Make an automation

     Make a rule: a trigger, conditions, actions. It is for what happens, or is due, from when it is
    enabled.

    Refused in detail: `errors` names each condition, change and action that means nothing, with a code
    of its own.

    Args:
        idempotency_key (str | Unset):
        body (AutomationIn): A new automation. It is not enabled unless you say so: try it on the
            past first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AutomationOut | Problem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: AutomationIn,
    idempotency_key: str | Unset = UNSET,

) -> AutomationOut | Problem | None:
    """ Make an automation

     Make a rule: a trigger, conditions, actions. It is for what happens, or is due, from when it is
    enabled.

    Refused in detail: `errors` names each condition, change and action that means nothing, with a code
    of its own.

    Args:
        idempotency_key (str | Unset):
        body (AutomationIn): A new automation. It is not enabled unless you say so: try it on the
            past first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AutomationOut | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
