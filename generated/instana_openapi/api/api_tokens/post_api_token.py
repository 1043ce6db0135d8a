from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import Response

if TYPE_CHECKING:
    from ...models.api_token import ApiToken
    from ...models.error import Error


def get_kwargs(
    *,
    body: ApiToken,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/settings/api-tokens",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ApiToken | Error | None:
    from ...models.api_token import ApiToken
    from ...models.error import Error

    if response.status_code == 200:
        response_200 = ApiToken.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Error.from_dict(response.json())

        return response_403

    if response.status_code == 409:
        response_409 = Error.from_dict(response.json())

        return response_409

    if response.status_code == 429:
        response_429 = Error.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ApiToken | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ApiToken,
) -> Response[ApiToken | Error]:
    """Create an API token

     Creates a token under the `internalId` and with the `accessGrantingToken` of the body. What happens
    when that `internalId` exists already is not documented; be prepared for 409. A flag that the body
    leaves out is off.

    Args:
        body (ApiToken): A token with its permissions (`can...`) and limited scopes
            (`limited...Scope`). A permission that is true grants something; a limited scope that is
            true narrows what the token sees. New flags come with nearly every release, so an answer
            can have more fields than these.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiToken | Error]
    """

    kwargs = get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ApiToken,
) -> ApiToken | Error | None:
    """Create an API token

     Creates a token under the `internalId` and with the `accessGrantingToken` of the body. What happens
    when that `internalId` exists already is not documented; be prepared for 409. A flag that the body
    leaves out is off.

    Args:
        body (ApiToken): A token with its permissions (`can...`) and limited scopes
            (`limited...Scope`). A permission that is true grants something; a limited scope that is
            true narrows what the token sees. New flags come with nearly every release, so an answer
            can have more fields than these.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiToken | Error
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ApiToken,
) -> Response[ApiToken | Error]:
    """Create an API token

     Creates a token under the `internalId` and with the `accessGrantingToken` of the body. What happens
    when that `internalId` exists already is not documented; be prepared for 409. A flag that the body
    leaves out is off.

    Args:
        body (ApiToken): A token with its permissions (`can...`) and limited scopes
            (`limited...Scope`). A permission that is true grants something; a limited scope that is
            true narrows what the token sees. New flags come with nearly every release, so an answer
            can have more fields than these.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiToken | Error]
    """

    kwargs = get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ApiToken,
) -> ApiToken | Error | None:
    """Create an API token

     Creates a token under the `internalId` and with the `accessGrantingToken` of the body. What happens
    when that `internalId` exists already is not documented; be prepared for 409. A flag that the body
    leaves out is off.

    Args:
        body (ApiToken): A token with its permissions (`can...`) and limited scopes
            (`limited...Scope`). A permission that is true grants something; a limited scope that is
            true narrows what the token sees. New flags come with nearly every release, so an answer
            can have more fields than these.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiToken | Error
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
