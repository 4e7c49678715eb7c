from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.search_kind_type_0_item import SearchKindType0Item
from ...models.search_page import SearchPage
from ...models.search_priority_type_0_item import SearchPriorityType0Item
from ...models.search_status_type_0_item import SearchStatusType0Item
from ...models.search_type_type_0_item import SearchTypeType0Item
from ...types import UNSET, Unset
from typing import cast
from typing import Literal, cast
from uuid import UUID
import datetime



def _get_kwargs(
    *,
    q: str,
    kind: list[SearchKindType0Item] | None | Unset = UNSET,
    status: list[SearchStatusType0Item] | None | Unset = UNSET,
    priority: list[SearchPriorityType0Item] | None | Unset = UNSET,
    type_: list[SearchTypeType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    brand: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: list[Literal['none'] | UUID] | None | Unset = UNSET,
    team_id: list[UUID] | None | Unset = UNSET,
    queue_id: list[UUID] | None | Unset = UNSET,
    requester_id: list[UUID] | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["q"] = q

    json_kind: list[str] | None | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    elif isinstance(kind, list):
        json_kind = []
        for kind_type_0_item_data in kind:
            kind_type_0_item = kind_type_0_item_data.value
            json_kind.append(kind_type_0_item)


    else:
        json_kind = kind
    params["kind"] = json_kind

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

    json_type_: list[str] | None | Unset
    if isinstance(type_, Unset):
        json_type_ = UNSET
    elif isinstance(type_, list):
        json_type_ = []
        for type_type_0_item_data in type_:
            type_type_0_item = type_type_0_item_data.value
            json_type_.append(type_type_0_item)


    else:
        json_type_ = type_
    params["type"] = json_type_

    json_channel: list[str] | None | Unset
    if isinstance(channel, Unset):
        json_channel = UNSET
    elif isinstance(channel, list):
        json_channel = channel


    else:
        json_channel = channel
    params["channel"] = json_channel

    json_brand: list[str] | None | Unset
    if isinstance(brand, Unset):
        json_brand = UNSET
    elif isinstance(brand, list):
        json_brand = brand


    else:
        json_brand = brand
    params["brand"] = json_brand

    json_tag: list[str] | None | Unset
    if isinstance(tag, Unset):
        json_tag = UNSET
    elif isinstance(tag, list):
        json_tag = tag


    else:
        json_tag = tag
    params["tag"] = json_tag

    json_assignee_id: list[Literal['none'] | str] | None | Unset
    if isinstance(assignee_id, Unset):
        json_assignee_id = UNSET
    elif isinstance(assignee_id, list):
        json_assignee_id = []
        for assignee_id_type_0_item_data in assignee_id:
            assignee_id_type_0_item: Literal['none'] | str
            if isinstance(assignee_id_type_0_item_data, UUID):
                assignee_id_type_0_item = str(assignee_id_type_0_item_data)
            else:
                assignee_id_type_0_item = assignee_id_type_0_item_data
            json_assignee_id.append(assignee_id_type_0_item)


    else:
        json_assignee_id = assignee_id
    params["assignee_id"] = json_assignee_id

    json_team_id: list[str] | None | Unset
    if isinstance(team_id, Unset):
        json_team_id = UNSET
    elif isinstance(team_id, list):
        json_team_id = []
        for team_id_type_0_item_data in team_id:
            team_id_type_0_item = str(team_id_type_0_item_data)
            json_team_id.append(team_id_type_0_item)


    else:
        json_team_id = team_id
    params["team_id"] = json_team_id

    json_queue_id: list[str] | None | Unset
    if isinstance(queue_id, Unset):
        json_queue_id = UNSET
    elif isinstance(queue_id, list):
        json_queue_id = []
        for queue_id_type_0_item_data in queue_id:
            queue_id_type_0_item = str(queue_id_type_0_item_data)
            json_queue_id.append(queue_id_type_0_item)


    else:
        json_queue_id = queue_id
    params["queue_id"] = json_queue_id

    json_requester_id: list[str] | None | Unset
    if isinstance(requester_id, Unset):
        json_requester_id = UNSET
    elif isinstance(requester_id, list):
        json_requester_id = []
        for requester_id_type_0_item_data in requester_id:
            requester_id_type_0_item = str(requester_id_type_0_item_data)
            json_requester_id.append(requester_id_type_0_item)


    else:
        json_requester_id = requester_id
    params["requester_id"] = json_requester_id

    json_created_after: None | str | Unset
    if isinstance(created_after, Unset):
        json_created_after = UNSET
    elif isinstance(created_after, datetime.datetime):
        json_created_after = created_after.isoformat()
    else:
        json_created_after = created_after
    params["created_after"] = json_created_after

    json_created_before: None | str | Unset
    if isinstance(created_before, Unset):
        json_created_before = UNSET
    elif isinstance(created_before, datetime.datetime):
        json_created_before = created_before.isoformat()
    else:
        json_created_before = created_before
    params["created_before"] = json_created_before

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
        "url": "/v1/search",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | SearchPage | None:
    if response.status_code == 200:
        response_200 = SearchPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | SearchPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    q: str,
    kind: list[SearchKindType0Item] | None | Unset = UNSET,
    status: list[SearchStatusType0Item] | None | Unset = UNSET,
    priority: list[SearchPriorityType0Item] | None | Unset = UNSET,
    type_: list[SearchTypeType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    brand: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: list[Literal['none'] | UUID] | None | Unset = UNSET,
    team_id: list[UUID] | None | Unset = UNSET,
    queue_id: list[UUID] | None | Unset = UNSET,
    requester_id: list[UUID] | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | SearchPage]:
    """ Search

     What you may see and that has all these words, in the forms that Russian and English give them.

    What is named exactly comes first, then what has the words, then what has words that are nearly the
    same; of these
    tickets by subject before customers before messages, and the newest of each first. A repeated filter
    means any of
    its values; filters are about the ticket. What was written is found about a second later.

    Args:
        q (str): Words in any form, "phrases in quotes", `-words` that must not be there, `#123`,
            an e-mail address, a phone number or an id. The last word may be only its beginning.
        kind (list[SearchKindType0Item] | None | Unset):
        status (list[SearchStatusType0Item] | None | Unset):
        priority (list[SearchPriorityType0Item] | None | Unset):
        type_ (list[SearchTypeType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        brand (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (list[Literal['none'] | UUID] | None | Unset): Agents, or `none`.
        team_id (list[UUID] | None | Unset):
        queue_id (list[UUID] | None | Unset):
        requester_id (list[UUID] | None | Unset):
        created_after (datetime.datetime | None | Unset): From then on.
        created_before (datetime.datetime | None | Unset): Before then.
        limit (int | Unset):  Default: 20.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchPage]
     """


    kwargs = _get_kwargs(
        q=q,
kind=kind,
status=status,
priority=priority,
type_=type_,
channel=channel,
brand=brand,
tag=tag,
assignee_id=assignee_id,
team_id=team_id,
queue_id=queue_id,
requester_id=requester_id,
created_after=created_after,
created_before=created_before,
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
    q: str,
    kind: list[SearchKindType0Item] | None | Unset = UNSET,
    status: list[SearchStatusType0Item] | None | Unset = UNSET,
    priority: list[SearchPriorityType0Item] | None | Unset = UNSET,
    type_: list[SearchTypeType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    brand: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: list[Literal['none'] | UUID] | None | Unset = UNSET,
    team_id: list[UUID] | None | Unset = UNSET,
    queue_id: list[UUID] | None | Unset = UNSET,
    requester_id: list[UUID] | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,

) -> Problem | SearchPage | None:
    """ Search

     What you may see and that has all these words, in the forms that Russian and English give them.

    What is named exactly comes first, then what has the words, then what has words that are nearly the
    same; of these
    tickets by subject before customers before messages, and the newest of each first. A repeated filter
    means any of
    its values; filters are about the ticket. What was written is found about a second later.

    Args:
        q (str): Words in any form, "phrases in quotes", `-words` that must not be there, `#123`,
            an e-mail address, a phone number or an id. The last word may be only its beginning.
        kind (list[SearchKindType0Item] | None | Unset):
        status (list[SearchStatusType0Item] | None | Unset):
        priority (list[SearchPriorityType0Item] | None | Unset):
        type_ (list[SearchTypeType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        brand (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (list[Literal['none'] | UUID] | None | Unset): Agents, or `none`.
        team_id (list[UUID] | None | Unset):
        queue_id (list[UUID] | None | Unset):
        requester_id (list[UUID] | None | Unset):
        created_after (datetime.datetime | None | Unset): From then on.
        created_before (datetime.datetime | None | Unset): Before then.
        limit (int | Unset):  Default: 20.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchPage
     """


    return sync_detailed(
        client=client,
q=q,
kind=kind,
status=status,
priority=priority,
type_=type_,
channel=channel,
brand=brand,
tag=tag,
assignee_id=assignee_id,
team_id=team_id,
queue_id=queue_id,
requester_id=requester_id,
created_after=created_after,
created_before=created_before,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    q: str,
    kind: list[SearchKindType0Item] | None | Unset = UNSET,
    status: list[SearchStatusType0Item] | None | Unset = UNSET,
    priority: list[SearchPriorityType0Item] | None | Unset = UNSET,
    type_: list[SearchTypeType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    brand: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: list[Literal['none'] | UUID] | None | Unset = UNSET,
    team_id: list[UUID] | None | Unset = UNSET,
    queue_id: list[UUID] | None | Unset = UNSET,
    requester_id: list[UUID] | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | SearchPage]:
    """ Search

     What you may see and that has all these words, in the forms that Russian and English give them.

    What is named exactly comes first, then what has the words, then what has words that are nearly the
    same; of these
    tickets by subject before customers before messages, and the newest of each first. A repeated filter
    means any of
    its values; filters are about the ticket. What was written is found about a second later.

    Args:
        q (str): Words in any form, "phrases in quotes", `-words` that must not be there, `#123`,
            an e-mail address, a phone number or an id. The last word may be only its beginning.
        kind (list[SearchKindType0Item] | None | Unset):
        status (list[SearchStatusType0Item] | None | Unset):
        priority (list[SearchPriorityType0Item] | None | Unset):
        type_ (list[SearchTypeType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        brand (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (list[Literal['none'] | UUID] | None | Unset): Agents, or `none`.
        team_id (list[UUID] | None | Unset):
        queue_id (list[UUID] | None | Unset):
        requester_id (list[UUID] | None | Unset):
        created_after (datetime.datetime | None | Unset): From then on.
        created_before (datetime.datetime | None | Unset): Before then.
        limit (int | Unset):  Default: 20.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchPage]
     """


    kwargs = _get_kwargs(
        q=q,
kind=kind,
status=status,
priority=priority,
type_=type_,
channel=channel,
brand=brand,
tag=tag,
assignee_id=assignee_id,
team_id=team_id,
queue_id=queue_id,
requester_id=requester_id,
created_after=created_after,
created_before=created_before,
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
    q: str,
    kind: list[SearchKindType0Item] | None | Unset = UNSET,
    status: list[SearchStatusType0Item] | None | Unset = UNSET,
    priority: list[SearchPriorityType0Item] | None | Unset = UNSET,
    type_: list[SearchTypeType0Item] | None | Unset = UNSET,
    channel: list[str] | None | Unset = UNSET,
    brand: list[str] | None | Unset = UNSET,
    tag: list[str] | None | Unset = UNSET,
    assignee_id: list[Literal['none'] | UUID] | None | Unset = UNSET,
    team_id: list[UUID] | None | Unset = UNSET,
    queue_id: list[UUID] | None | Unset = UNSET,
    requester_id: list[UUID] | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,

) -> Problem | SearchPage | None:
    """ Search

     What you may see and that has all these words, in the forms that Russian and English give them.

    What is named exactly comes first, then what has the words, then what has words that are nearly the
    same; of these
    tickets by subject before customers before messages, and the newest of each first. A repeated filter
    means any of
    its values; filters are about the ticket. What was written is found about a second later.

    Args:
        q (str): Words in any form, "phrases in quotes", `-words` that must not be there, `#123`,
            an e-mail address, a phone number or an id. The last word may be only its beginning.
        kind (list[SearchKindType0Item] | None | Unset):
        status (list[SearchStatusType0Item] | None | Unset):
        priority (list[SearchPriorityType0Item] | None | Unset):
        type_ (list[SearchTypeType0Item] | None | Unset):
        channel (list[str] | None | Unset):
        brand (list[str] | None | Unset):
        tag (list[str] | None | Unset): All of these.
        assignee_id (list[Literal['none'] | UUID] | None | Unset): Agents, or `none`.
        team_id (list[UUID] | None | Unset):
        queue_id (list[UUID] | None | Unset):
        requester_id (list[UUID] | None | Unset):
        created_after (datetime.datetime | None | Unset): From then on.
        created_before (datetime.datetime | None | Unset): Before then.
        limit (int | Unset):  Default: 20.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchPage
     """


    return (await asyncio_detailed(
        client=client,
q=q,
kind=kind,
status=status,
priority=priority,
type_=type_,
channel=channel,
brand=brand,
tag=tag,
assignee_id=assignee_id,
team_id=team_id,
queue_id=queue_id,
requester_id=requester_id,
created_after=created_after,
created_before=created_before,
limit=limit,
cursor=cursor,

    )).parsed
