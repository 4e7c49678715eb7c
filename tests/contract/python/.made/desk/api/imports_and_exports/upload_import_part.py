from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.import_out import ImportOut
from ...models.problem import Problem
from ...types import File, FileTypes
from io import BytesIO
from typing import cast
from uuid import UUID



def _get_kwargs(
    import_id: UUID,
    number: int,
    *,
    body: File,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/imports/{import_id}/parts/{number}".format(import_id=quote(str(import_id), safe=""),number=quote(str(number), safe=""),),
    }

    _kwargs["content"] = body.payload
    headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ImportOut | Problem | None:
    if response.status_code == 200:
        response_200 = ImportOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ImportOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    import_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: File,

) -> Response[ImportOut | Problem]:
    """ Upload a part of the file

     The file's bytes in parts numbered from 0, in any order; the same number again replaces a part. At
    most 1 GiB.

    Args:
        import_id (UUID):
        number (int):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImportOut | Problem]
     """


    kwargs = _get_kwargs(
        import_id=import_id,
number=number,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    import_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: File,

) -> ImportOut | Problem | None:
    """ Upload a part of the file

     The file's bytes in parts numbered from 0, in any order; the same number again replaces a part. At
    most 1 GiB.

    Args:
        import_id (UUID):
        number (int):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImportOut | Problem
     """


    return sync_detailed(
        import_id=import_id,
number=number,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    import_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: File,

) -> Response[ImportOut | Problem]:
    """ Upload a part of the file

     The file's bytes in parts numbered from 0, in any order; the same number again replaces a part. At
    most 1 GiB.

    Args:
        import_id (UUID):
        number (int):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImportOut | Problem]
     """


    kwargs = _get_kwargs(
        import_id=import_id,
number=number,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    import_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: File,

) -> ImportOut | Problem | None:
    """ Upload a part of the file

     The file's bytes in parts numbered from 0, in any order; the same number again replaces a part. At
    most 1 GiB.

    Args:
        import_id (UUID):
        number (int):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImportOut | Problem
     """


    return (await asyncio_detailed(
        import_id=import_id,
number=number,
client=client,
body=body,

    )).parsed
