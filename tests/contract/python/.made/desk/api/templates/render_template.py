from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.render_in import RenderIn
from ...models.rendered_out import RenderedOut
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    template_id: UUID,
    *,
    body: RenderIn,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/templates/{template_id}/render".format(template_id=quote(str(template_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | RenderedOut | None:
    if response.status_code == 200:
        response_200 = RenderedOut.from_dict(response.json())



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

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())



        return response_415

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | RenderedOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RenderIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | RenderedOut]:
    """ Fill a template for a ticket

     The text in the customer's language and of the ticket's brand, filled; `unknown` and `missing` name
    the holes.

    Nothing is sent and nothing is counted. Send it, edited or not, as a message with `template_id`: it
    is refused while
    there are holes in it.

    Args:
        template_id (UUID):
        idempotency_key (str | Unset):
        body (RenderIn): For which ticket, and for whose eyes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RenderedOut]
     """


    kwargs = _get_kwargs(
        template_id=template_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RenderIn,
    idempotency_key: str | Unset = UNSET,

) -> Problem | RenderedOut | None:
    """ Fill a template for a ticket

     The text in the customer's language and of the ticket's brand, filled; `unknown` and `missing` name
    the holes.

    Nothing is sent and nothing is counted. Send it, edited or not, as a message with `template_id`: it
    is refused while
    there are holes in it.

    Args:
        template_id (UUID):
        idempotency_key (str | Unset):
        body (RenderIn): For which ticket, and for whose eyes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RenderedOut
     """


    return sync_detailed(
        template_id=template_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RenderIn,
    idempotency_key: str | Unset = UNSET,

) -> Response[Problem | RenderedOut]:
    """ Fill a template for a ticket

     The text in the customer's language and of the ticket's brand, filled; `unknown` and `missing` name
    the holes.

    Nothing is sent and nothing is counted. Send it, edited or not, as a message with `template_id`: it
    is refused while
    there are holes in it.

    Args:
        template_id (UUID):
        idempotency_key (str | Unset):
        body (RenderIn): For which ticket, and for whose eyes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RenderedOut]
     """


    kwargs = _get_kwargs(
        template_id=template_id,
body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: RenderIn,
    idempotency_key: str | Unset = UNSET,

) -> Problem | RenderedOut | None:
    """ Fill a template for a ticket

     The text in the customer's language and of the ticket's brand, filled; `unknown` and `missing` name
    the holes.

    Nothing is sent and nothing is counted. Send it, edited or not, as a message with `template_id`: it
    is refused while
    there are holes in it.

    Args:
        template_id (UUID):
        idempotency_key (str | Unset):
        body (RenderIn): For which ticket, and for whose eyes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RenderedOut
     """


    return (await asyncio_detailed(
        template_id=template_id,
client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
