from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_queue_items_channel_type_0 import ListQueueItemsChannelType0
from ...models.problem import Problem
from ...models.queue_item_page import QueueItemPage
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    queue_id: UUID,
    *,
    channel: ListQueueItemsChannelType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_channel: None | str | Unset
    if isinstance(channel, Unset):
        json_channel = UNSET
    elif isinstance(channel, ListQueueItemsChannelType0):
        json_channel = channel.value
    else:
        json_channel = channel
    params["channel"] = json_channel

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
        "url": "/v1/queues/{queue_id}/items".format(queue_id=quote(str(queue_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | QueueItemPage | None:
    if response.status_code == 200:
        response_200 = QueueItemPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | QueueItemPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    channel: ListQueueItemsChannelType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | QueueItemPage]:
    """ List what waits in a queue

     What waits, in the order in which it is served: chats, then tickets. The id is as for the board.

    Args:
        queue_id (UUID):
        channel (ListQueueItemsChannelType0 | None | Unset): Only what came by it.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QueueItemPage]
     """


    kwargs = _get_kwargs(
        queue_id=queue_id,
channel=channel,
limit=limit,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    channel: ListQueueItemsChannelType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Problem | QueueItemPage | None:
    """ List what waits in a queue

     What waits, in the order in which it is served: chats, then tickets. The id is as for the board.

    Args:
        queue_id (UUID):
        channel (ListQueueItemsChannelType0 | None | Unset): Only what came by it.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QueueItemPage
     """


    return sync_detailed(
        queue_id=queue_id,
client=client,
channel=channel,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    channel: ListQueueItemsChannelType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | QueueItemPage]:
    """ List what waits in a queue

     What waits, in the order in which it is served: chats, then tickets. The id is as for the board.

    Args:
        queue_id (UUID):
        channel (ListQueueItemsChannelType0 | None | Unset): Only what came by it.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QueueItemPage]
     """


    kwargs = _get_kwargs(
        queue_id=queue_id,
channel=channel,
limit=limit,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    queue_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    channel: ListQueueItemsChannelType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Problem | QueueItemPage | None:
    """ List what waits in a queue

     What waits, in the order in which it is served: chats, then tickets. The id is as for the board.

    Args:
        queue_id (UUID):
        channel (ListQueueItemsChannelType0 | None | Unset): Only what came by it.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QueueItemPage
     """


    return (await asyncio_detailed(
        queue_id=queue_id,
client=client,
channel=channel,
limit=limit,
cursor=cursor,

    )).parsed
