from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.calendar_preview import CalendarPreview
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime



def _get_kwargs(
    calendar_id: UUID,
    *,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,
    at: datetime.datetime | None | Unset = UNSET,
    due_after: int | None | Unset = UNSET,
    number: int | None | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

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

    json_at: None | str | Unset
    if isinstance(at, Unset):
        json_at = UNSET
    elif isinstance(at, datetime.datetime):
        json_at = at.isoformat()
    else:
        json_at = at
    params["at"] = json_at

    json_due_after: int | None | Unset
    if isinstance(due_after, Unset):
        json_due_after = UNSET
    else:
        json_due_after = due_after
    params["due_after"] = json_due_after

    json_number: int | None | Unset
    if isinstance(number, Unset):
        json_number = UNSET
    else:
        json_number = number
    params["number"] = json_number


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/calendars/{calendar_id}/preview".format(calendar_id=quote(str(calendar_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> CalendarPreview | Problem | None:
    if response.status_code == 200:
        response_200 = CalendarPreview.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[CalendarPreview | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    calendar_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,
    at: datetime.datetime | None | Unset = UNSET,
    due_after: int | None | Unset = UNSET,
    number: int | None | Unset = UNSET,

) -> Response[CalendarPreview | Problem]:
    """ Preview a calendar

     When it is open in a period of 366 days at most, on which days it is closed, and why; and how it is
    at `at`.

    Args:
        calendar_id (UUID):
        from_ (datetime.datetime | None | Unset): Now unless given.
        to (datetime.datetime | None | Unset): 14 days after `from` unless given.
        at (datetime.datetime | None | Unset): Now unless given.
        due_after (int | None | Unset):
        number (int | None | Unset): Of the version; the current one unless given.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CalendarPreview | Problem]
     """


    kwargs = _get_kwargs(
        calendar_id=calendar_id,
from_=from_,
to=to,
at=at,
due_after=due_after,
number=number,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    calendar_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,
    at: datetime.datetime | None | Unset = UNSET,
    due_after: int | None | Unset = UNSET,
    number: int | None | Unset = UNSET,

) -> CalendarPreview | Problem | None:
    """ Preview a calendar

     When it is open in a period of 366 days at most, on which days it is closed, and why; and how it is
    at `at`.

    Args:
        calendar_id (UUID):
        from_ (datetime.datetime | None | Unset): Now unless given.
        to (datetime.datetime | None | Unset): 14 days after `from` unless given.
        at (datetime.datetime | None | Unset): Now unless given.
        due_after (int | None | Unset):
        number (int | None | Unset): Of the version; the current one unless given.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CalendarPreview | Problem
     """


    return sync_detailed(
        calendar_id=calendar_id,
client=client,
from_=from_,
to=to,
at=at,
due_after=due_after,
number=number,

    ).parsed

async def asyncio_detailed(
    calendar_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,
    at: datetime.datetime | None | Unset = UNSET,
    due_after: int | None | Unset = UNSET,
    number: int | None | Unset = UNSET,

) -> Response[CalendarPreview | Problem]:
    """ Preview a calendar

     When it is open in a period of 366 days at most, on which days it is closed, and why; and how it is
    at `at`.

    Args:
        calendar_id (UUID):
        from_ (datetime.datetime | None | Unset): Now unless given.
        to (datetime.datetime | None | Unset): 14 days after `from` unless given.
        at (datetime.datetime | None | Unset): Now unless given.
        due_after (int | None | Unset):
        number (int | None | Unset): Of the version; the current one unless given.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CalendarPreview | Problem]
     """


    kwargs = _get_kwargs(
        calendar_id=calendar_id,
from_=from_,
to=to,
at=at,
due_after=due_after,
number=number,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    calendar_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    from_: datetime.datetime | None | Unset = UNSET,
    to: datetime.datetime | None | Unset = UNSET,
    at: datetime.datetime | None | Unset = UNSET,
    due_after: int | None | Unset = UNSET,
    number: int | None | Unset = UNSET,

) -> CalendarPreview | Problem | None:
    """ Preview a calendar

     When it is open in a period of 366 days at most, on which days it is closed, and why; and how it is
    at `at`.

    Args:
        calendar_id (UUID):
        from_ (datetime.datetime | None | Unset): Now unless given.
        to (datetime.datetime | None | Unset): 14 days after `from` unless given.
        at (datetime.datetime | None | Unset): Now unless given.
        due_after (int | None | Unset):
        number (int | None | Unset): Of the version; the current one unless given.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CalendarPreview | Problem
     """


    return (await asyncio_detailed(
        calendar_id=calendar_id,
client=client,
from_=from_,
to=to,
at=at,
due_after=due_after,
number=number,

    )).parsed
