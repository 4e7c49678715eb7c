from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.outside_conversation import OutsideConversation
from ...models.problem import Problem
from ...models.side_message_in import SideMessageIn
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    token: str,
    *,
    body: SideMessageIn,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/side-conversations/by-token/{token}/messages".format(token=quote(str(token), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> OutsideConversation | Problem | None:
    if response.status_code == 201:
        response_201 = OutsideConversation.from_dict(response.json())



        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

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

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())



        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[OutsideConversation | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    token: str,
    *,
    client: AuthenticatedClient | Client,
    body: SideMessageIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[OutsideConversation | Problem]:
    """ Answer a side conversation from outside

     For whoever got the mail with this link. A closed side conversation is opened again.

    Args:
        token (str):
        idempotency_key (str | Unset):
        body (SideMessageIn): A message. With `client_message_id` it is stored exactly once,
            however often it is sent.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OutsideConversation | Problem]
     """


    kwargs = _get_kwargs(
        token=token,
body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    token: str,
    *,
    client: AuthenticatedClient | Client,
    body: SideMessageIn,
    idempotency_key: str | Unset = UNSET,

) -> OutsideConversation | Problem | None:
    """ Answer a side conversation from outside

     For whoever got the mail with this link. A closed side conversation is opened again.

    Args:
        token (str):
        idempotency_key (str | Unset):
        body (SideMessageIn): A message. With `client_message_id` it is stored exactly once,
            however often it is sent.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OutsideConversation | Problem
     """


    return sync_detailed(
        token=token,
client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    token: str,
    *,
    client: AuthenticatedClient | Client,
    body: SideMessageIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[OutsideConversation | Problem]:
    """ Answer a side conversation from outside

     For whoever got the mail with this link. A closed side conversation is opened again.

    Args:
        token (str):
        idempotency_key (str | Unset):
        body (SideMessageIn): A message. With `client_message_id` it is stored exactly once,
            however often it is sent.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OutsideConversation | Problem]
     """


    kwargs = _get_kwargs(
        token=token,
body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    token: str,
    *,
    client: AuthenticatedClient | Client,
    body: SideMessageIn,
    idempotency_key: str | Unset = UNSET,

) -> OutsideConversation | Problem | None:
    """ Answer a side conversation from outside

     For whoever got the mail with this link. A closed side conversation is opened again.

    Args:
        token (str):
        idempotency_key (str | Unset):
        body (SideMessageIn): A message. With `client_message_id` it is stored exactly once,
            however often it is sent.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OutsideConversation | Problem
     """


    return (await asyncio_detailed(
        token=token,
client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
