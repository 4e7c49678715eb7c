from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.agent_page import AgentPage
from ...models.list_agents_role_type_0 import ListAgentsRoleType0
from ...models.list_agents_status_type_0 import ListAgentsStatusType0
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    *,
    status: ListAgentsStatusType0 | None | Unset = UNSET,
    role: ListAgentsRoleType0 | None | Unset = UNSET,
    team_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, ListAgentsStatusType0):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_role: None | str | Unset
    if isinstance(role, Unset):
        json_role = UNSET
    elif isinstance(role, ListAgentsRoleType0):
        json_role = role.value
    else:
        json_role = role
    params["role"] = json_role

    json_team_id: None | str | Unset
    if isinstance(team_id, Unset):
        json_team_id = UNSET
    elif isinstance(team_id, UUID):
        json_team_id = str(team_id)
    else:
        json_team_id = team_id
    params["team_id"] = json_team_id

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
        "url": "/v1/agents",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AgentPage | Problem | None:
    if response.status_code == 200:
        response_200 = AgentPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AgentPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: ListAgentsStatusType0 | None | Unset = UNSET,
    role: ListAgentsRoleType0 | None | Unset = UNSET,
    team_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[AgentPage | Problem]:
    """ List agents

     The agents of the desk with what they hold now, those made first first.

    Args:
        status (ListAgentsStatusType0 | None | Unset):
        role (ListAgentsRoleType0 | None | Unset):
        team_id (None | Unset | UUID):
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AgentPage | Problem]
     """


    kwargs = _get_kwargs(
        status=status,
role=role,
team_id=team_id,
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
    status: ListAgentsStatusType0 | None | Unset = UNSET,
    role: ListAgentsRoleType0 | None | Unset = UNSET,
    team_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> AgentPage | Problem | None:
    """ List agents

     The agents of the desk with what they hold now, those made first first.

    Args:
        status (ListAgentsStatusType0 | None | Unset):
        role (ListAgentsRoleType0 | None | Unset):
        team_id (None | Unset | UUID):
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AgentPage | Problem
     """


    return sync_detailed(
        client=client,
status=status,
role=role,
team_id=team_id,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: ListAgentsStatusType0 | None | Unset = UNSET,
    role: ListAgentsRoleType0 | None | Unset = UNSET,
    team_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[AgentPage | Problem]:
    """ List agents

     The agents of the desk with what they hold now, those made first first.

    Args:
        status (ListAgentsStatusType0 | None | Unset):
        role (ListAgentsRoleType0 | None | Unset):
        team_id (None | Unset | UUID):
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AgentPage | Problem]
     """


    kwargs = _get_kwargs(
        status=status,
role=role,
team_id=team_id,
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
    status: ListAgentsStatusType0 | None | Unset = UNSET,
    role: ListAgentsRoleType0 | None | Unset = UNSET,
    team_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> AgentPage | Problem | None:
    """ List agents

     The agents of the desk with what they hold now, those made first first.

    Args:
        status (ListAgentsStatusType0 | None | Unset):
        role (ListAgentsRoleType0 | None | Unset):
        team_id (None | Unset | UUID):
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AgentPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
status=status,
role=role,
team_id=team_id,
limit=limit,
cursor=cursor,

    )).parsed
