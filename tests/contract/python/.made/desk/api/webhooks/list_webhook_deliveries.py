from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_webhook_deliveries_status_type_0 import ListWebhookDeliveriesStatusType0
from ...models.problem import Problem
from ...models.webhook_delivery_page import WebhookDeliveryPage
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    webhook_id: UUID,
    *,
    status: ListWebhookDeliveriesStatusType0 | None | Unset = UNSET,
    type_: None | str | Unset = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, ListWebhookDeliveriesStatusType0):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_type_: None | str | Unset
    if isinstance(type_, Unset):
        json_type_ = UNSET
    else:
        json_type_ = type_
    params["type"] = json_type_

    json_ticket_id: None | str | Unset
    if isinstance(ticket_id, Unset):
        json_ticket_id = UNSET
    elif isinstance(ticket_id, UUID):
        json_ticket_id = str(ticket_id)
    else:
        json_ticket_id = ticket_id
    params["ticket_id"] = json_ticket_id

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
        "url": "/v1/webhooks/{webhook_id}/deliveries".format(webhook_id=quote(str(webhook_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | WebhookDeliveryPage | None:
    if response.status_code == 200:
        response_200 = WebhookDeliveryPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | WebhookDeliveryPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    webhook_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    status: ListWebhookDeliveriesStatusType0 | None | Unset = UNSET,
    type_: None | str | Unset = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | WebhookDeliveryPage]:
    """ List deliveries

     What was sent to a webhook and what waits, newest first. Kept for two weeks, or a month when it was
    given up.

    Args:
        webhook_id (UUID):
        status (ListWebhookDeliveriesStatusType0 | None | Unset): Only these.
        type_ (None | str | Unset): Only of this type.
        ticket_id (None | Unset | UUID): Only of this ticket.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | WebhookDeliveryPage]
     """


    kwargs = _get_kwargs(
        webhook_id=webhook_id,
status=status,
type_=type_,
ticket_id=ticket_id,
limit=limit,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    webhook_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    status: ListWebhookDeliveriesStatusType0 | None | Unset = UNSET,
    type_: None | str | Unset = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Problem | WebhookDeliveryPage | None:
    """ List deliveries

     What was sent to a webhook and what waits, newest first. Kept for two weeks, or a month when it was
    given up.

    Args:
        webhook_id (UUID):
        status (ListWebhookDeliveriesStatusType0 | None | Unset): Only these.
        type_ (None | str | Unset): Only of this type.
        ticket_id (None | Unset | UUID): Only of this ticket.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | WebhookDeliveryPage
     """


    return sync_detailed(
        webhook_id=webhook_id,
client=client,
status=status,
type_=type_,
ticket_id=ticket_id,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    webhook_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    status: ListWebhookDeliveriesStatusType0 | None | Unset = UNSET,
    type_: None | str | Unset = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[Problem | WebhookDeliveryPage]:
    """ List deliveries

     What was sent to a webhook and what waits, newest first. Kept for two weeks, or a month when it was
    given up.

    Args:
        webhook_id (UUID):
        status (ListWebhookDeliveriesStatusType0 | None | Unset): Only these.
        type_ (None | str | Unset): Only of this type.
        ticket_id (None | Unset | UUID): Only of this ticket.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | WebhookDeliveryPage]
     """


    kwargs = _get_kwargs(
        webhook_id=webhook_id,
status=status,
type_=type_,
ticket_id=ticket_id,
limit=limit,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    webhook_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    status: ListWebhookDeliveriesStatusType0 | None | Unset = UNSET,
    type_: None | str | Unset = UNSET,
    ticket_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Problem | WebhookDeliveryPage | None:
    """ List deliveries

     What was sent to a webhook and what waits, newest first. Kept for two weeks, or a month when it was
    given up.

    Args:
        webhook_id (UUID):
        status (ListWebhookDeliveriesStatusType0 | None | Unset): Only these.
        type_ (None | str | Unset): Only of this type.
        ticket_id (None | Unset | UUID): Only of this ticket.
        limit (int | Unset): At most this many. Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | WebhookDeliveryPage
     """


    return (await asyncio_detailed(
        webhook_id=webhook_id,
client=client,
status=status,
type_=type_,
ticket_id=ticket_id,
limit=limit,
cursor=cursor,

    )).parsed
