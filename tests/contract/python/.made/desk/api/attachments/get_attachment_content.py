from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    attachment_id: UUID,
    *,
    token: None | str | Unset = UNSET,
    inline: bool | Unset = False,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_token: None | str | Unset
    if isinstance(token, Unset):
        json_token = UNSET
    else:
        json_token = token
    params["token"] = json_token

    params["inline"] = inline


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/attachments/{attachment_id}/content".format(attachment_id=quote(str(attachment_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Problem | None:
    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

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

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 416:
        response_416 = Problem.from_dict(response.json())



        return response_416

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    attachment_id: UUID,
    *,
    client: AuthenticatedClient,
    token: None | str | Unset = UNSET,
    inline: bool | Unset = False,

) -> Response[Any | Problem]:
    """ Download a file

     The bytes, or with `Range` one part of them, so that voice and video play and can be moved through.

    Always a download and never a page, whatever it is: only pictures, voice and video may be shown by
    `inline=true`.

    Args:
        attachment_id (UUID):
        token (None | str | Unset): Of the link, instead of a credential.
        inline (bool | Unset): Show it in a page, if it is of a type that may be. Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
     """


    kwargs = _get_kwargs(
        attachment_id=attachment_id,
token=token,
inline=inline,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    attachment_id: UUID,
    *,
    client: AuthenticatedClient,
    token: None | str | Unset = UNSET,
    inline: bool | Unset = False,

) -> Any | Problem | None:
    """ Download a file

     The bytes, or with `Range` one part of them, so that voice and video play and can be moved through.

    Always a download and never a page, whatever it is: only pictures, voice and video may be shown by
    `inline=true`.

    Args:
        attachment_id (UUID):
        token (None | str | Unset): Of the link, instead of a credential.
        inline (bool | Unset): Show it in a page, if it is of a type that may be. Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
     """


    return sync_detailed(
        attachment_id=attachment_id,
client=client,
token=token,
inline=inline,

    ).parsed

async def asyncio_detailed(
    attachment_id: UUID,
    *,
    client: AuthenticatedClient,
    token: None | str | Unset = UNSET,
    inline: bool | Unset = False,

) -> Response[Any | Problem]:
    """ Download a file

     The bytes, or with `Range` one part of them, so that voice and video play and can be moved through.

    Always a download and never a page, whatever it is: only pictures, voice and video may be shown by
    `inline=true`.

    Args:
        attachment_id (UUID):
        token (None | str | Unset): Of the link, instead of a credential.
        inline (bool | Unset): Show it in a page, if it is of a type that may be. Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
     """


    kwargs = _get_kwargs(
        attachment_id=attachment_id,
token=token,
inline=inline,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    attachment_id: UUID,
    *,
    client: AuthenticatedClient,
    token: None | str | Unset = UNSET,
    inline: bool | Unset = False,

) -> Any | Problem | None:
    """ Download a file

     The bytes, or with `Range` one part of them, so that voice and video play and can be moved through.

    Always a download and never a page, whatever it is: only pictures, voice and video may be shown by
    `inline=true`.

    Args:
        attachment_id (UUID):
        token (None | str | Unset): Of the link, instead of a credential.
        inline (bool | Unset): Show it in a page, if it is of a type that may be. Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
     """


    return (await asyncio_detailed(
        attachment_id=attachment_id,
client=client,
token=token,
inline=inline,

    )).parsed
