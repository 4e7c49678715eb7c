from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.feedback_summary import FeedbackSummary
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime



def _get_kwargs(
    *,
    agent_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    brand: None | str | Unset = UNSET,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,

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

    json_team_id: None | str | Unset
    if isinstance(team_id, Unset):
        json_team_id = UNSET
    elif isinstance(team_id, UUID):
        json_team_id = str(team_id)
    else:
        json_team_id = team_id
    params["team_id"] = json_team_id

    json_brand: None | str | Unset
    if isinstance(brand, Unset):
        json_brand = UNSET
    else:
        json_brand = brand
    params["brand"] = json_brand

    json_from_: None | str | Unset
    if isinstance(from_, Unset):
        json_from_ = UNSET
    elif isinstance(from_, datetime.datetime):
        json_from_ = from_.isoformat()
    else:
        json_from_ = from_
    params["from"] = json_from_

    json_to: None | str | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    elif isinstance(to, datetime.datetime):
        json_to = to.isoformat()
    else:
        json_to = to
    params["to"] = json_to


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/feedback/summary",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FeedbackSummary | Problem | None:
    if response.status_code == 200:
        response_200 = FeedbackSummary.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[FeedbackSummary | Problem]:
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
    team_id: None | Unset | UUID = UNSET,
    brand: None | str | Unset = UNSET,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,

) -> Response[FeedbackSummary | Problem]:
    """ Sum up feedback

     What the invitations of a period brought: how many were answered, and how. Null where there is no
    basis.

    Args:
        agent_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        brand (None | str | Unset):
        from_ (datetime.datetime | None | Unset): Invited at or after this.
        to (datetime.datetime | None | Unset): Invited before this.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedbackSummary | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
team_id=team_id,
brand=brand,
from_=from_,
to=to,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    agent_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    brand: None | str | Unset = UNSET,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,

) -> FeedbackSummary | Problem | None:
    """ Sum up feedback

     What the invitations of a period brought: how many were answered, and how. Null where there is no
    basis.

    Args:
        agent_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        brand (None | str | Unset):
        from_ (datetime.datetime | None | Unset): Invited at or after this.
        to (datetime.datetime | None | Unset): Invited before this.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedbackSummary | Problem
     """


    return sync_detailed(
        client=client,
agent_id=agent_id,
team_id=team_id,
brand=brand,
from_=from_,
to=to,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    agent_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    brand: None | str | Unset = UNSET,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,

) -> Response[FeedbackSummary | Problem]:
    """ Sum up feedback

     What the invitations of a period brought: how many were answered, and how. Null where there is no
    basis.

    Args:
        agent_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        brand (None | str | Unset):
        from_ (datetime.datetime | None | Unset): Invited at or after this.
        to (datetime.datetime | None | Unset): Invited before this.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedbackSummary | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
team_id=team_id,
brand=brand,
from_=from_,
to=to,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    agent_id: None | Unset | UUID = UNSET,
    team_id: None | Unset | UUID = UNSET,
    brand: None | str | Unset = UNSET,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,

) -> FeedbackSummary | Problem | None:
    """ Sum up feedback

     What the invitations of a period brought: how many were answered, and how. Null where there is no
    basis.

    Args:
        agent_id (None | Unset | UUID):
        team_id (None | Unset | UUID):
        brand (None | str | Unset):
        from_ (datetime.datetime | None | Unset): Invited at or after this.
        to (datetime.datetime | None | Unset): Invited before this.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedbackSummary | Problem
     """


    return (await asyncio_detailed(
        client=client,
agent_id=agent_id,
team_id=team_id,
brand=brand,
from_=from_,
to=to,

    )).parsed
