from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.customer_page import CustomerPage
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    *,
    email: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    organization_id: None | Unset | UUID = UNSET,
    merged: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_email: None | str | Unset
    if isinstance(email, Unset):
        json_email = UNSET
    else:
        json_email = email
    params["email"] = json_email

    json_phone: None | str | Unset
    if isinstance(phone, Unset):
        json_phone = UNSET
    else:
        json_phone = phone
    params["phone"] = json_phone

    json_external_id: None | str | Unset
    if isinstance(external_id, Unset):
        json_external_id = UNSET
    else:
        json_external_id = external_id
    params["external_id"] = json_external_id

    json_organization_id: None | str | Unset
    if isinstance(organization_id, Unset):
        json_organization_id = UNSET
    elif isinstance(organization_id, UUID):
        json_organization_id = str(organization_id)
    else:
        json_organization_id = organization_id
    params["organization_id"] = json_organization_id

    json_merged: bool | None | Unset
    if isinstance(merged, Unset):
        json_merged = UNSET
    else:
        json_merged = merged
    params["merged"] = json_merged

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
        "url": "/v1/customers",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> CustomerPage | Problem | None:
    if response.status_code == 200:
        response_200 = CustomerPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[CustomerPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    email: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    organization_id: None | Unset | UUID = UNSET,
    merged: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[CustomerPage | Problem]:
    """ List customers

     Customers, newest first; `email`, `phone` and `external_id` find one at most, merged ones their
    other.

    Args:
        email (None | str | Unset): Compared without regard to case.
        phone (None | str | Unset): In any notation; write + as %2B.
        external_id (None | str | Unset):
        organization_id (None | Unset | UUID):
        merged (bool | None | Unset): true: also those who were merged into another one.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CustomerPage | Problem]
     """


    kwargs = _get_kwargs(
        email=email,
phone=phone,
external_id=external_id,
organization_id=organization_id,
merged=merged,
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
    email: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    organization_id: None | Unset | UUID = UNSET,
    merged: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> CustomerPage | Problem | None:
    """ List customers

     Customers, newest first; `email`, `phone` and `external_id` find one at most, merged ones their
    other.

    Args:
        email (None | str | Unset): Compared without regard to case.
        phone (None | str | Unset): In any notation; write + as %2B.
        external_id (None | str | Unset):
        organization_id (None | Unset | UUID):
        merged (bool | None | Unset): true: also those who were merged into another one.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CustomerPage | Problem
     """


    return sync_detailed(
        client=client,
email=email,
phone=phone,
external_id=external_id,
organization_id=organization_id,
merged=merged,
limit=limit,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    email: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    organization_id: None | Unset | UUID = UNSET,
    merged: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> Response[CustomerPage | Problem]:
    """ List customers

     Customers, newest first; `email`, `phone` and `external_id` find one at most, merged ones their
    other.

    Args:
        email (None | str | Unset): Compared without regard to case.
        phone (None | str | Unset): In any notation; write + as %2B.
        external_id (None | str | Unset):
        organization_id (None | Unset | UUID):
        merged (bool | None | Unset): true: also those who were merged into another one.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CustomerPage | Problem]
     """


    kwargs = _get_kwargs(
        email=email,
phone=phone,
external_id=external_id,
organization_id=organization_id,
merged=merged,
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
    email: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    organization_id: None | Unset | UUID = UNSET,
    merged: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,

) -> CustomerPage | Problem | None:
    """ List customers

     Customers, newest first; `email`, `phone` and `external_id` find one at most, merged ones their
    other.

    Args:
        email (None | str | Unset): Compared without regard to case.
        phone (None | str | Unset): In any notation; write + as %2B.
        external_id (None | str | Unset):
        organization_id (None | Unset | UUID):
        merged (bool | None | Unset): true: also those who were merged into another one.
        limit (int | Unset):  Default: 50.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CustomerPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
email=email,
phone=phone,
external_id=external_id,
organization_id=organization_id,
merged=merged,
limit=limit,
cursor=cursor,

    )).parsed
