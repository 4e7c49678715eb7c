from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.form_out import FormOut
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    key: str,
    *,
    locale: None | str | Unset = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    accept_language: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(accept_language, Unset):
        headers["accept-language"] = accept_language



    

    params: dict[str, Any] = {}

    json_locale: None | str | Unset
    if isinstance(locale, Unset):
        json_locale = UNSET
    else:
        json_locale = locale
    params["locale"] = json_locale

    json_requester_id: None | str | Unset
    if isinstance(requester_id, Unset):
        json_requester_id = UNSET
    elif isinstance(requester_id, UUID):
        json_requester_id = str(requester_id)
    else:
        json_requester_id = requester_id
    params["requester_id"] = json_requester_id


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/forms/{key}".format(key=quote(str(key), safe=""),),
        "params": params,
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FormOut | Problem | None:
    if response.status_code == 200:
        response_200 = FormOut.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[FormOut | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    key: str,
    *,
    client: AuthenticatedClient | Client,
    locale: None | str | Unset = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    accept_language: None | str | Unset = UNSET,

) -> Response[FormOut | Problem]:
    """ Read a form

     A form as you fill it in; its ETag goes into `If-Match` when you change it.

    Args:
        key (str):
        locale (None | str | Unset): The language of the labels, else as `Accept-Language` says.
        requester_id (None | Unset | UUID): Agents and partners: mark what is known of this
            customer.
        accept_language (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FormOut | Problem]
     """


    kwargs = _get_kwargs(
        key=key,
locale=locale,
requester_id=requester_id,
accept_language=accept_language,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    key: str,
    *,
    client: AuthenticatedClient | Client,
    locale: None | str | Unset = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    accept_language: None | str | Unset = UNSET,

) -> FormOut | Problem | None:
    """ Read a form

     A form as you fill it in; its ETag goes into `If-Match` when you change it.

    Args:
        key (str):
        locale (None | str | Unset): The language of the labels, else as `Accept-Language` says.
        requester_id (None | Unset | UUID): Agents and partners: mark what is known of this
            customer.
        accept_language (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FormOut | Problem
     """


    return sync_detailed(
        key=key,
client=client,
locale=locale,
requester_id=requester_id,
accept_language=accept_language,

    ).parsed

async def asyncio_detailed(
    key: str,
    *,
    client: AuthenticatedClient | Client,
    locale: None | str | Unset = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    accept_language: None | str | Unset = UNSET,

) -> Response[FormOut | Problem]:
    """ Read a form

     A form as you fill it in; its ETag goes into `If-Match` when you change it.

    Args:
        key (str):
        locale (None | str | Unset): The language of the labels, else as `Accept-Language` says.
        requester_id (None | Unset | UUID): Agents and partners: mark what is known of this
            customer.
        accept_language (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FormOut | Problem]
     """


    kwargs = _get_kwargs(
        key=key,
locale=locale,
requester_id=requester_id,
accept_language=accept_language,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    key: str,
    *,
    client: AuthenticatedClient | Client,
    locale: None | str | Unset = UNSET,
    requester_id: None | Unset | UUID = UNSET,
    accept_language: None | str | Unset = UNSET,

) -> FormOut | Problem | None:
    """ Read a form

     A form as you fill it in; its ETag goes into `If-Match` when you change it.

    Args:
        key (str):
        locale (None | str | Unset): The language of the labels, else as `Accept-Language` says.
        requester_id (None | Unset | UUID): Agents and partners: mark what is known of this
            customer.
        accept_language (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FormOut | Problem
     """


    return (await asyncio_detailed(
        key=key,
client=client,
locale=locale,
requester_id=requester_id,
accept_language=accept_language,

    )).parsed
