from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_timeline_order import ListTimelineOrder
from ...models.problem import Problem
from ...models.timeline_page import TimelinePage
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    ticket_id: UUID,
    *,
    order: ListTimelineOrder | Unset = ListTimelineOrder.ASC,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order.value

    params["order"] = json_order

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
        "url": "/v1/tickets/{ticket_id}/timeline".format(ticket_id=quote(str(ticket_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TimelinePage | None:
    if response.status_code == 200:
        response_200 = TimelinePage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TimelinePage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    order: ListTimelineOrder | Unset = ListTimelineOrder.ASC,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | TimelinePage]:
    """ Read the timeline

     The messages of a ticket and of all tickets that were merged into it, by time, as you may see them;
    each says its
    ticket, and its `seq` is that ticket's. A message that a split has copied is there once.

    Args:
        ticket_id (UUID):
        order (ListTimelineOrder | Unset): `desc`: the latest first. Default:
            ListTimelineOrder.ASC.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TimelinePage]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
order=order,
limit=limit,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    order: ListTimelineOrder | Unset = ListTimelineOrder.ASC,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Problem | TimelinePage | None:
    """ Read the timeline

     The messages of a ticket and of all tickets that were merged into it, by time, as you may see them;
    each says its
    ticket, and its `seq` is that ticket's. A message that a split has copied is there once.

    Args:
        ticket_id (UUID):
        order (ListTimelineOrder | Unset): `desc`: the latest first. Default:
            ListTimelineOrder.ASC.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TimelinePage
     """


    return sync_detailed(
        ticket_id=ticket_id,
client=client,
order=order,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    order: ListTimelineOrder | Unset = ListTimelineOrder.ASC,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | TimelinePage]:
    """ Read the timeline

     The messages of a ticket and of all tickets that were merged into it, by time, as you may see them;
    each says its
    ticket, and its `seq` is that ticket's. A message that a split has copied is there once.

    Args:
        ticket_id (UUID):
        order (ListTimelineOrder | Unset): `desc`: the latest first. Default:
            ListTimelineOrder.ASC.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TimelinePage]
     """


    kwargs = _get_kwargs(
        ticket_id=ticket_id,
order=order,
limit=limit,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    ticket_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    order: ListTimelineOrder | Unset = ListTimelineOrder.ASC,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Problem | TimelinePage | None:
    """ Read the timeline

     The messages of a ticket and of all tickets that were merged into it, by time, as you may see them;
    each says its
    ticket, and its `seq` is that ticket's. A message that a split has copied is there once.

    Args:
        ticket_id (UUID):
        order (ListTimelineOrder | Unset): `desc`: the latest first. Default:
            ListTimelineOrder.ASC.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TimelinePage
     """


    return (await asyncio_detailed(
        ticket_id=ticket_id,
client=client,
order=order,
limit=limit,
cursor=cursor,

    )).parsed
