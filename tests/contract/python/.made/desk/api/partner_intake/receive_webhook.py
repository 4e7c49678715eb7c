from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.intake_out import IntakeOut
from ...models.intake_parked_out import IntakeParkedOut
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    source: str,
    *,
    body: Any,
    webhook_id: None | str | Unset = UNSET,
    webhook_timestamp: None | str | Unset = UNSET,
    webhook_signature: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(webhook_id, Unset):
        headers["webhook-id"] = webhook_id

    if not isinstance(webhook_timestamp, Unset):
        headers["webhook-timestamp"] = webhook_timestamp

    if not isinstance(webhook_signature, Unset):
        headers["webhook-signature"] = webhook_signature



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/intake/{source}".format(source=quote(str(source), safe=""),),
    }

    _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IntakeOut | IntakeParkedOut | Problem | None:
    if response.status_code == 200:
        response_200 = IntakeOut.from_dict(response.json())



        return response_200

    if response.status_code == 201:
        response_201 = IntakeOut.from_dict(response.json())



        return response_201

    if response.status_code == 202:
        response_202 = IntakeParkedOut.from_dict(response.json())



        return response_202

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())



        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[IntakeOut | IntakeParkedOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    source: str,
    *,
    client: AuthenticatedClient | Client,
    body: Any,
    webhook_id: None | str | Unset = UNSET,
    webhook_timestamp: None | str | Unset = UNSET,
    webhook_signature: None | str | Unset = UNSET,

) -> Response[IntakeOut | IntakeParkedOut | Problem]:
    """ Post a signed webhook

     Take a webhook that is signed as Standard Webhooks say, exactly once per `webhook-id`.

    It makes a ticket (201), or goes on in the one of its `external_id` (200): its words are added,
    fields that the
    partner has changed are changed. What is authentic and does not fit is kept (202) and replayed by an
    admin. Send it
    again until it is answered 2xx: repeats answer the same. `webhook-id` takes the place of
    `Idempotency-Key` here.

    Args:
        source (str): The source's key.
        webhook_id (None | str | Unset): Unique per webhook; a retry keeps it.
        webhook_timestamp (None | str | Unset): Unix seconds, at most 5 min off.
        webhook_signature (None | str | Unset): `v1,` and base64; several by spaces.
        body (Any):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IntakeOut | IntakeParkedOut | Problem]
     """


    kwargs = _get_kwargs(
        source=source,
body=body,
webhook_id=webhook_id,
webhook_timestamp=webhook_timestamp,
webhook_signature=webhook_signature,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    source: str,
    *,
    client: AuthenticatedClient | Client,
    body: Any,
    webhook_id: None | str | Unset = UNSET,
    webhook_timestamp: None | str | Unset = UNSET,
    webhook_signature: None | str | Unset = UNSET,

) -> IntakeOut | IntakeParkedOut | Problem | None:
    """ Post a signed webhook

     Take a webhook that is signed as Standard Webhooks say, exactly once per `webhook-id`.

    It makes a ticket (201), or goes on in the one of its `external_id` (200): its words are added,
    fields that the
    partner has changed are changed. What is authentic and does not fit is kept (202) and replayed by an
    admin. Send it
    again until it is answered 2xx: repeats answer the same. `webhook-id` takes the place of
    `Idempotency-Key` here.

    Args:
        source (str): The source's key.
        webhook_id (None | str | Unset): Unique per webhook; a retry keeps it.
        webhook_timestamp (None | str | Unset): Unix seconds, at most 5 min off.
        webhook_signature (None | str | Unset): `v1,` and base64; several by spaces.
        body (Any):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IntakeOut | IntakeParkedOut | Problem
     """


    return sync_detailed(
        source=source,
client=client,
body=body,
webhook_id=webhook_id,
webhook_timestamp=webhook_timestamp,
webhook_signature=webhook_signature,

    ).parsed

async def asyncio_detailed(
    source: str,
    *,
    client: AuthenticatedClient | Client,
    body: Any,
    webhook_id: None | str | Unset = UNSET,
    webhook_timestamp: None | str | Unset = UNSET,
    webhook_signature: None | str | Unset = UNSET,

) -> Response[IntakeOut | IntakeParkedOut | Problem]:
    """ Post a signed webhook

     Take a webhook that is signed as Standard Webhooks say, exactly once per `webhook-id`.

    It makes a ticket (201), or goes on in the one of its `external_id` (200): its words are added,
    fields that the
    partner has changed are changed. What is authentic and does not fit is kept (202) and replayed by an
    admin. Send it
    again until it is answered 2xx: repeats answer the same. `webhook-id` takes the place of
    `Idempotency-Key` here.

    Args:
        source (str): The source's key.
        webhook_id (None | str | Unset): Unique per webhook; a retry keeps it.
        webhook_timestamp (None | str | Unset): Unix seconds, at most 5 min off.
        webhook_signature (None | str | Unset): `v1,` and base64; several by spaces.
        body (Any):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IntakeOut | IntakeParkedOut | Problem]
     """


    kwargs = _get_kwargs(
        source=source,
body=body,
webhook_id=webhook_id,
webhook_timestamp=webhook_timestamp,
webhook_signature=webhook_signature,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    source: str,
    *,
    client: AuthenticatedClient | Client,
    body: Any,
    webhook_id: None | str | Unset = UNSET,
    webhook_timestamp: None | str | Unset = UNSET,
    webhook_signature: None | str | Unset = UNSET,

) -> IntakeOut | IntakeParkedOut | Problem | None:
    """ Post a signed webhook

     Take a webhook that is signed as Standard Webhooks say, exactly once per `webhook-id`.

    It makes a ticket (201), or goes on in the one of its `external_id` (200): its words are added,
    fields that the
    partner has changed are changed. What is authentic and does not fit is kept (202) and replayed by an
    admin. Send it
    again until it is answered 2xx: repeats answer the same. `webhook-id` takes the place of
    `Idempotency-Key` here.

    Args:
        source (str): The source's key.
        webhook_id (None | str | Unset): Unique per webhook; a retry keeps it.
        webhook_timestamp (None | str | Unset): Unix seconds, at most 5 min off.
        webhook_signature (None | str | Unset): `v1,` and base64; several by spaces.
        body (Any):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IntakeOut | IntakeParkedOut | Problem
     """


    return (await asyncio_detailed(
        source=source,
client=client,
body=body,
webhook_id=webhook_id,
webhook_timestamp=webhook_timestamp,
webhook_signature=webhook_signature,

    )).parsed
