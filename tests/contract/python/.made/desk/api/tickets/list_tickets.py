from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_tickets_field import ListTicketsField
from ...models.list_tickets_priority_type_0_item import ListTicketsPriorityType0Item
from ...models.list_tickets_sort_type_0 import ListTicketsSortType0
from ...models.list_tickets_status_type_0_item import ListTicketsStatusType0Item
from ...models.problem import Problem
from ...models.ticket_page import TicketPage
from ...types import UNSET, Unset
from typing import cast
from typing import Literal, cast
from uuid import UUID
import datetime



def _get_kwargs(
    *,
    status: list[ListTicketsStatusType0Item] | None | Unset = UNSET,
    priority: list[ListTicketsPriorityType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: Literal['none'] | None | Unset | UUID = UNSET,
    queue_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    in_copy: bool | None | Unset = UNSET,
    brand: None | str | Unset = UNSET,
    request_type: None | str | Unset = UNSET,
    topic: list[str] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    updated_after: datetime.datetime | None | Unset = UNSET,
    sla: None | str | Unset = UNSET,
    snoozed: bool | None | Unset = UNSET,
    sort: ListTicketsSortType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    field: ListTicketsField | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_status: list[str] | None | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, list):
        json_status = []
        for status_type_0_item_data in status:
            status_type_0_item = status_type_0_item_data.value
            json_status.append(status_type_0_item)


    else:
        json_status = status
    params["status"] = json_status

    json_priority: list[str] | None | Unset
    if isinstance(priority, Unset):
        json_priority = UNSET
    elif isinstance(priority, list):
        json_priority = []
        for priority_type_0_item_data in priority:
            priority_type_0_item = priority_type_0_item_data.value
            json_priority.append(priority_type_0_item)


    else:
        json_priority = priority
    params["priority"] = json_priority

    json_channel: list[str] | None | Unset
    if isinstance(channel, Unset):
        json_channel = UNSET
    elif isinstance(channel, list):
        json_channel = channel


    else:
        json_channel = channel
    params["channel"] = json_channel

    json_tag: list[str] | None | Unset
    if isinstance(tag, Unset):
        json_tag = UNSET
    elif isinstance(tag, list):
        json_tag = tag


    else:
        json_tag = tag
    params["tag"] = json_tag

    json_assignee_id: Literal['none'] | None | str | Unset
    if isinstance(assignee_id, Unset):
        json_assignee_id = UNSET
    elif isinstance(assignee_id, UUID):
        json_assignee_id = str(assignee_id)
    else:
        json_assignee_id = assignee_id
    params["assignee_id"] = json_assignee_id

    json_queue_id: None | str | Unset
    if isinstance(queue_id, Unset):
        json_queue_id = UNSET
    elif isinstance(queue_id, UUID):
        json_queue_id = str(queue_id)
    else:
        json_queue_id = queue_id
    params["queue_id"] = json_queue_id

    json_team_id: None | str | Unset
    if isinstance(team_id, Unset):
        json_team_id = UNSET
    elif isinstance(team_id, UUID):
        json_team_id = str(team_id)
    else:
        json_team_id = team_id
    params["team_id"] = json_team_id

    json_requester_id: None | str | Unset
    if isinstance(requester_id, Unset):
        json_requester_id = UNSET
    elif isinstance(requester_id, UUID):
        json_requester_id = str(requester_id)
    else:
        json_requester_id = requester_id
    params["requester_id"] = json_requester_id

    json_in_copy: bool | None | Unset
    if isinstance(in_copy, Unset):
        json_in_copy = UNSET
    else:
        json_in_copy = in_copy
    params["in_copy"] = json_in_copy

    json_brand: None | str | Unset
    if isinstance(brand, Unset):
        json_brand = UNSET
    else:
        json_brand = brand
    params["brand"] = json_brand

    json_request_type: None | str | Unset
    if isinstance(request_type, Unset):
        json_request_type = UNSET
    else:
        json_request_type = request_type
    params["request_type"] = json_request_type

    json_topic: list[str] | None | Unset
    if isinstance(topic, Unset):
        json_topic = UNSET
    elif isinstance(topic, list):
        json_topic = topic


    else:
        json_topic = topic
    params["topic"] = json_topic

    json_external_id: None | str | Unset
    if isinstance(external_id, Unset):
        json_external_id = UNSET
    else:
        json_external_id = external_id
    params["external_id"] = json_external_id

    json_updated_after: None | str | Unset
    if isinstance(updated_after, Unset):
        json_updated_after = UNSET
    elif isinstance(updated_after, datetime.datetime):
        json_updated_after = updated_after.isoformat()
    else:
        json_updated_after = updated_after
    params["updated_after"] = json_updated_after

    json_sla: None | str | Unset
    if isinstance(sla, Unset):
        json_sla = UNSET
    else:
        json_sla = sla
    params["sla"] = json_sla

    json_snoozed: bool | None | Unset
    if isinstance(snoozed, Unset):
        json_snoozed = UNSET
    else:
        json_snoozed = snoozed
    params["snoozed"] = json_snoozed

    json_sort: None | str | Unset
    if isinstance(sort, Unset):
        json_sort = UNSET
    elif isinstance(sort, ListTicketsSortType0):
        json_sort = sort.value
    else:
        json_sort = sort
    params["sort"] = json_sort

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_field: dict[str, Any] | Unset = UNSET
    if not isinstance(field, Unset):
        json_field = field.to_dict()
    if not isinstance(json_field, Unset):
        params.update(json_field)



    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tickets",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TicketPage | None:
    if response.status_code == 200:
        response_200 = TicketPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TicketPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: list[ListTicketsStatusType0Item] | None | Unset = UNSET,
    priority: list[ListTicketsPriorityType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: Literal['none'] | None | Unset | UUID = UNSET,
    queue_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    in_copy: bool | None | Unset = UNSET,
    brand: None | str | Unset = UNSET,
    request_type: None | str | Unset = UNSET,
    topic: list[str] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    updated_after: datetime.datetime | None | Unset = UNSET,
    sla: None | str | Unset = UNSET,
    snoozed: bool | None | Unset = UNSET,
    sort: ListTicketsSortType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    field: ListTicketsField | Unset = UNSET,

) -> Response[Problem | TicketPage]:
    """ List tickets

     The tickets that you may see, newest change first. A repeated filter means any of its values.

    Agents see merged tickets only where they ask for `status=merged` or an `external_id`.

    Args:
        status (list[ListTicketsStatusType0Item] | None | Unset):
        priority (list[ListTicketsPriorityType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (Literal['none'] | None | Unset | UUID): An agent, or `none`.
        queue_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        requester_id (None | Unset | UUID):
        in_copy (bool | None | Unset): true: where you (customers) or the `requester_id` (agents)
            are in copy.
        brand (None | str | Unset):
        request_type (None | str | Unset):
        topic (list[str] | None | Unset): With what is below: `billing` finds `billing/refund`.
        external_id (None | str | Unset):
        updated_after (datetime.datetime | None | Unset):
        sla (None | str | Unset): `breached`: an open deadline was missed. `due_within:1h` (s, m,
            h, d): the next one comes.
        snoozed (bool | None | Unset): Those that are, or are not, out of sight.
        sort (ListTicketsSortType0 | None | Unset): `-updated_at`; with `sla` it is `next_due_at`,
            which lists only tickets with a deadline.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):
        field (ListTicketsField | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketPage]
     """


    kwargs = _get_kwargs(
        status=status,
priority=priority,
channel=channel,
tag=tag,
assignee_id=assignee_id,
queue_id=queue_id,
team_id=team_id,
requester_id=requester_id,
in_copy=in_copy,
brand=brand,
request_type=request_type,
topic=topic,
external_id=external_id,
updated_after=updated_after,
sla=sla,
snoozed=snoozed,
sort=sort,
limit=limit,
cursor=cursor,
field=field,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    status: list[ListTicketsStatusType0Item] | None | Unset = UNSET,
    priority: list[ListTicketsPriorityType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: Literal['none'] | None | Unset | UUID = UNSET,
    queue_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    in_copy: bool | None | Unset = UNSET,
    brand: None | str | Unset = UNSET,
    request_type: None | str | Unset = UNSET,
    topic: list[str] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    updated_after: datetime.datetime | None | Unset = UNSET,
    sla: None | str | Unset = UNSET,
    snoozed: bool | None | Unset = UNSET,
    sort: ListTicketsSortType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    field: ListTicketsField | Unset = UNSET,

) -> Problem | TicketPage | None:
    """ List tickets

     The tickets that you may see, newest change first. A repeated filter means any of its values.

    Agents see merged tickets only where they ask for `status=merged` or an `external_id`.

    Args:
        status (list[ListTicketsStatusType0Item] | None | Unset):
        priority (list[ListTicketsPriorityType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (Literal['none'] | None | Unset | UUID): An agent, or `none`.
        queue_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        requester_id (None | Unset | UUID):
        in_copy (bool | None | Unset): true: where you (customers) or the `requester_id` (agents)
            are in copy.
        brand (None | str | Unset):
        request_type (None | str | Unset):
        topic (list[str] | None | Unset): With what is below: `billing` finds `billing/refund`.
        external_id (None | str | Unset):
        updated_after (datetime.datetime | None | Unset):
        sla (None | str | Unset): `breached`: an open deadline was missed. `due_within:1h` (s, m,
            h, d): the next one comes.
        snoozed (bool | None | Unset): Those that are, or are not, out of sight.
        sort (ListTicketsSortType0 | None | Unset): `-updated_at`; with `sla` it is `next_due_at`,
            which lists only tickets with a deadline.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):
        field (ListTicketsField | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketPage
     """


    return sync_detailed(
        client=client,
status=status,
priority=priority,
channel=channel,
tag=tag,
assignee_id=assignee_id,
queue_id=queue_id,
team_id=team_id,
requester_id=requester_id,
in_copy=in_copy,
brand=brand,
request_type=request_type,
topic=topic,
external_id=external_id,
updated_after=updated_after,
sla=sla,
snoozed=snoozed,
sort=sort,
limit=limit,
cursor=cursor,
field=field,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: list[ListTicketsStatusType0Item] | None | Unset = UNSET,
    priority: list[ListTicketsPriorityType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: Literal['none'] | None | Unset | UUID = UNSET,
    queue_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    in_copy: bool | None | Unset = UNSET,
    brand: None | str | Unset = UNSET,
    request_type: None | str | Unset = UNSET,
    topic: list[str] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    updated_after: datetime.datetime | None | Unset = UNSET,
    sla: None | str | Unset = UNSET,
    snoozed: bool | None | Unset = UNSET,
    sort: ListTicketsSortType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    field: ListTicketsField | Unset = UNSET,

) -> Response[Problem | TicketPage]:
    """ List tickets

     The tickets that you may see, newest change first. A repeated filter means any of its values.

    Agents see merged tickets only where they ask for `status=merged` or an `external_id`.

    Args:
        status (list[ListTicketsStatusType0Item] | None | Unset):
        priority (list[ListTicketsPriorityType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (Literal['none'] | None | Unset | UUID): An agent, or `none`.
        queue_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        requester_id (None | Unset | UUID):
        in_copy (bool | None | Unset): true: where you (customers) or the `requester_id` (agents)
            are in copy.
        brand (None | str | Unset):
        request_type (None | str | Unset):
        topic (list[str] | None | Unset): With what is below: `billing` finds `billing/refund`.
        external_id (None | str | Unset):
        updated_after (datetime.datetime | None | Unset):
        sla (None | str | Unset): `breached`: an open deadline was missed. `due_within:1h` (s, m,
            h, d): the next one comes.
        snoozed (bool | None | Unset): Those that are, or are not, out of sight.
        sort (ListTicketsSortType0 | None | Unset): `-updated_at`; with `sla` it is `next_due_at`,
            which lists only tickets with a deadline.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):
        field (ListTicketsField | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketPage]
     """


    kwargs = _get_kwargs(
        status=status,
priority=priority,
channel=channel,
tag=tag,
assignee_id=assignee_id,
queue_id=queue_id,
team_id=team_id,
requester_id=requester_id,
in_copy=in_copy,
brand=brand,
request_type=request_type,
topic=topic,
external_id=external_id,
updated_after=updated_after,
sla=sla,
snoozed=snoozed,
sort=sort,
limit=limit,
cursor=cursor,
field=field,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    status: list[ListTicketsStatusType0Item] | None | Unset = UNSET,
    priority: list[ListTicketsPriorityType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: Literal['none'] | None | Unset | UUID = UNSET,
    queue_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    in_copy: bool | None | Unset = UNSET,
    brand: None | str | Unset = UNSET,
    request_type: None | str | Unset = UNSET,
    topic: list[str] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    updated_after: datetime.datetime | None | Unset = UNSET,
    sla: None | str | Unset = UNSET,
    snoozed: bool | None | Unset = UNSET,
    sort: ListTicketsSortType0 | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    field: ListTicketsField | Unset = UNSET,

) -> Problem | TicketPage | None:
    """ List tickets

     The tickets that you may see, newest change first. A repeated filter means any of its values.

    Agents see merged tickets only where they ask for `status=merged` or an `external_id`.

    Args:
        status (list[ListTicketsStatusType0Item] | None | Unset):
        priority (list[ListTicketsPriorityType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (Literal['none'] | None | Unset | UUID): An agent, or `none`.
        queue_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        requester_id (None | Unset | UUID):
        in_copy (bool | None | Unset): true: where you (customers) or the `requester_id` (agents)
            are in copy.
        brand (None | str | Unset):
        request_type (None | str | Unset):
        topic (list[str] | None | Unset): With what is below: `billing` finds `billing/refund`.
        external_id (None | str | Unset):
        updated_after (datetime.datetime | None | Unset):
        sla (None | str | Unset): `breached`: an open deadline was missed. `due_within:1h` (s, m,
            h, d): the next one comes.
        snoozed (bool | None | Unset): Those that are, or are not, out of sight.
        sort (ListTicketsSortType0 | None | Unset): `-updated_at`; with `sla` it is `next_due_at`,
            which lists only tickets with a deadline.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):
        field (ListTicketsField | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketPage
     """


    return (await asyncio_detailed(
        client=client,
status=status,
priority=priority,
channel=channel,
tag=tag,
assignee_id=assignee_id,
queue_id=queue_id,
team_id=team_id,
requester_id=requester_id,
in_copy=in_copy,
brand=brand,
request_type=request_type,
topic=topic,
external_id=external_id,
updated_after=updated_after,
sla=sla,
snoozed=snoozed,
sort=sort,
limit=limit,
cursor=cursor,
field=field,

    )).parsed
