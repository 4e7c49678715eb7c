from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.chat_out import ChatOut
from ...models.chat_transfer_in import ChatTransferIn
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    chat_id: UUID,
    *,
    body: ChatTransferIn,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/chats/{chat_id}/transfer".format(chat_id=quote(str(chat_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ChatOut | Problem | None:
    if response.status_code == 200:
        response_200 = ChatOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ChatOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    chat_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ChatTransferIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[ChatOut | Problem]:
    """ Hand a chat over

     Hand a chat over to a team, a queue or a tier, where it keeps its time of waiting, or offer it to
    one agent.

    With `warm` you stay in the chat until the other one accepts; if they do not, you are told and it
    stays with you.
    The customer is told politely, in their language, with your reason.

    Args:
        chat_id (UUID):
        idempotency_key (str | Unset):
        body (ChatTransferIn): To whom a chat is handed over, and whether its agent stays in it
            until the other one accepts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatOut | Problem]
     """


    kwargs = _get_kwargs(
        chat_id=chat_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    chat_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ChatTransferIn,
    idempotency_key: str | Unset = UNSET,

) -> ChatOut | Problem | None:
    """ Hand a chat over

     Hand a chat over to a team, a queue or a tier, where it keeps its time of waiting, or offer it to
    one agent.

    With `warm` you stay in the chat until the other one accepts; if they do not, you are told and it
    stays with you.
    The customer is told politely, in their language, with your reason.

    Args:
        chat_id (UUID):
        idempotency_key (str | Unset):
        body (ChatTransferIn): To whom a chat is handed over, and whether its agent stays in it
            until the other one accepts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatOut | Problem
     """


    return sync_detailed(
        chat_id=chat_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    chat_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ChatTransferIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[ChatOut | Problem]:
    """ Hand a chat over

     Hand a chat over to a team, a queue or a tier, where it keeps its time of waiting, or offer it to
    one agent.

    With `warm` you stay in the chat until the other one accepts; if they do not, you are told and it
    stays with you.
    The customer is told politely, in their language, with your reason.

    Args:
        chat_id (UUID):
        idempotency_key (str | Unset):
        body (ChatTransferIn): To whom a chat is handed over, and whether its agent stays in it
            until the other one accepts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatOut | Problem]
     """


    kwargs = _get_kwargs(
        chat_id=chat_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    chat_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ChatTransferIn,
    idempotency_key: str | Unset = UNSET,

) -> ChatOut | Problem | None:
    """ Hand a chat over

     Hand a chat over to a team, a queue or a tier, where it keeps its time of waiting, or offer it to
    one agent.

    With `warm` you stay in the chat until the other one accepts; if they do not, you are told and it
    stays with you.
    The customer is told politely, in their language, with your reason.

    Args:
        chat_id (UUID):
        idempotency_key (str | Unset):
        body (ChatTransferIn): To whom a chat is handed over, and whether its agent stays in it
            until the other one accepts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatOut | Problem
     """


    return (await asyncio_detailed(
        chat_id=chat_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
