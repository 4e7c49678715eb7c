from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.chat_page import ChatPage
from ...models.list_chats_status_type_0 import ListChatsStatusType0
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    status: ListChatsStatusType0 | None | Unset = UNSET,
    mine: bool | Unset = False,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, ListChatsStatusType0):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    params["mine"] = mine

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/chats",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ChatPage | Problem | None:
    if response.status_code == 200:
        response_200 = ChatPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ChatPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: ListChatsStatusType0 | None | Unset = UNSET,
    mine: bool | Unset = False,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[ChatPage | Problem]:
    """ List chats

     The chats that you may see, the newest first; with `status=offered&mine=true` what you should answer
    now.

    Args:
        status (ListChatsStatusType0 | None | Unset):
        mine (bool | Unset): Agents: chats you have or had, and those offered to you. Default:
            False.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatPage | Problem]
     """


    kwargs = _get_kwargs(
        status=status,
mine=mine,
limit=limit,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    status: ListChatsStatusType0 | None | Unset = UNSET,
    mine: bool | Unset = False,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> ChatPage | Problem | None:
    """ List chats

     The chats that you may see, the newest first; with `status=offered&mine=true` what you should answer
    now.

    Args:
        status (ListChatsStatusType0 | None | Unset):
        mine (bool | Unset): Agents: chats you have or had, and those offered to you. Default:
            False.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatPage | Problem
     """


    return sync_detailed(
        client=client,
status=status,
mine=mine,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: ListChatsStatusType0 | None | Unset = UNSET,
    mine: bool | Unset = False,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[ChatPage | Problem]:
    """ List chats

     The chats that you may see, the newest first; with `status=offered&mine=true` what you should answer
    now.

    Args:
        status (ListChatsStatusType0 | None | Unset):
        mine (bool | Unset): Agents: chats you have or had, and those offered to you. Default:
            False.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatPage | Problem]
     """


    kwargs = _get_kwargs(
        status=status,
mine=mine,
limit=limit,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    status: ListChatsStatusType0 | None | Unset = UNSET,
    mine: bool | Unset = False,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> ChatPage | Problem | None:
    """ List chats

     The chats that you may see, the newest first; with `status=offered&mine=true` what you should answer
    now.

    Args:
        status (ListChatsStatusType0 | None | Unset):
        mine (bool | Unset): Agents: chats you have or had, and those offered to you. Default:
            False.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
status=status,
mine=mine,
limit=limit,
cursor=cursor,

    )).parsed
