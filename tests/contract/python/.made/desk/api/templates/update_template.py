from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.template_out import TemplateOut
from ...models.template_patch import TemplatePatch
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    template_id: UUID,
    *,
    body: TemplatePatch,
    if_match: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match



    

    

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/templates/{template_id}".format(template_id=quote(str(template_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TemplateOut | None:
    if response.status_code == 200:
        response_200 = TemplateOut.from_dict(response.json())



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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())



        return response_412

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TemplateOut]:
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
    body: TemplatePatch,
    if_match: None | str | Unset = UNSET,

) -> Response[Problem | TemplateOut]:
    """ Change a template

     Change a template of your own; those of teams and of everybody are for leads and admins.

    Args:
        template_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TemplatePatch): Changes of a template; variants are sent whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TemplateOut]
     """


    kwargs = _get_kwargs(
        template_id=template_id,
body=body,
if_match=if_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TemplatePatch,
    if_match: None | str | Unset = UNSET,

) -> Problem | TemplateOut | None:
    """ Change a template

     Change a template of your own; those of teams and of everybody are for leads and admins.

    Args:
        template_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TemplatePatch): Changes of a template; variants are sent whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TemplateOut
     """


    return sync_detailed(
        template_id=template_id,
client=client,
body=body,
if_match=if_match,

    ).parsed

async def asyncio_detailed(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TemplatePatch,
    if_match: None | str | Unset = UNSET,

) -> Response[Problem | TemplateOut]:
    """ Change a template

     Change a template of your own; those of teams and of everybody are for leads and admins.

    Args:
        template_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TemplatePatch): Changes of a template; variants are sent whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TemplateOut]
     """


    kwargs = _get_kwargs(
        template_id=template_id,
body=body,
if_match=if_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: TemplatePatch,
    if_match: None | str | Unset = UNSET,

) -> Problem | TemplateOut | None:
    """ Change a template

     Change a template of your own; those of teams and of everybody are for leads and admins.

    Args:
        template_id (UUID):
        if_match (None | str | Unset): The ETag that you have seen.
        body (TemplatePatch): Changes of a template; variants are sent whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TemplateOut
     """


    return (await asyncio_detailed(
        template_id=template_id,
client=client,
body=body,
if_match=if_match,

    )).parsed
