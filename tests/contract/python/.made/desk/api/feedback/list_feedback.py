from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.feedback_page import FeedbackPage
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime



def _get_kwargs(
    *,
    agent_id: None | Unset | UUID = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    score: int | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_agent_id: None | str | Unset
    if isinstance(agent_id, Unset):
        json_agent_id = UNSET
    elif isinstance(agent_id, UUID):
        json_agent_id = str(agent_id)
    else:
        json_agent_id = agent_id
    params["agent_id"] = json_agent_id

    json_ticket_id: None | str | Unset
    if isinstance(ticket_id, Unset):
        json_ticket_id = UNSET
    elif isinstance(ticket_id, UUID):
        json_ticket_id = str(ticket_id)
    else:
        json_ticket_id = ticket_id
    params["ticket_id"] = json_ticket_id

    json_score: int | None | Unset
    if isinstance(score, Unset):
        json_score = UNSET
    else:
        json_score = score
    params["score"] = json_score

    json_created_after: None | str | Unset
    if isinstance(created_after, Unset):
        json_created_after = UNSET
    elif isinstance(created_after, datetime.datetime):
        json_created_after = created_after.isoformat()
    else:
        json_created_after = created_after
    params["created_after"] = json_created_after

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
        "url": "/v1/feedback",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FeedbackPage | Problem | None:
    if response.status_code == 200:
        response_200 = FeedbackPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[FeedbackPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    agent_id: None | Unset | UUID = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    score: int | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[FeedbackPage | Problem]:
    """ List feedback

     Ratings, newest first. `agent_id` is the agent of the last public human reply.

    Args:
        agent_id (None | Unset | UUID):
        ticket_id (None | Unset | UUID):
        score (int | None | Unset):
        created_after (datetime.datetime | None | Unset):
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedbackPage | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
ticket_id=ticket_id,
score=score,
created_after=created_after,
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
    agent_id: None | Unset | UUID = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    score: int | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> FeedbackPage | Problem | None:
    """ List feedback

     Ratings, newest first. `agent_id` is the agent of the last public human reply.

    Args:
        agent_id (None | Unset | UUID):
        ticket_id (None | Unset | UUID):
        score (int | None | Unset):
        created_after (datetime.datetime | None | Unset):
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedbackPage | Problem
     """


    return sync_detailed(
        client=client,
agent_id=agent_id,
ticket_id=ticket_id,
score=score,
created_after=created_after,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    agent_id: None | Unset | UUID = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    score: int | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[FeedbackPage | Problem]:
    """ List feedback

     Ratings, newest first. `agent_id` is the agent of the last public human reply.

    Args:
        agent_id (None | Unset | UUID):
        ticket_id (None | Unset | UUID):
        score (int | None | Unset):
        created_after (datetime.datetime | None | Unset):
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedbackPage | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
ticket_id=ticket_id,
score=score,
created_after=created_after,
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
    agent_id: None | Unset | UUID = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    score: int | None | Unset = UNSET,
    created_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> FeedbackPage | Problem | None:
    """ List feedback

     Ratings, newest first. `agent_id` is the agent of the last public human reply.

    Args:
        agent_id (None | Unset | UUID):
        ticket_id (None | Unset | UUID):
        score (int | None | Unset):
        created_after (datetime.datetime | None | Unset):
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedbackPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
agent_id=agent_id,
ticket_id=ticket_id,
score=score,
created_after=created_after,
limit=limit,
cursor=cursor,

    )).parsed
