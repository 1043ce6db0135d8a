from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import Response

if TYPE_CHECKING:
    from ...models.api_token import ApiToken
    from ...models.error import Error


def get_kwargs(
    internal_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/settings/api-tokens/{internal_id}".format(
            internal_id=quote(str(internal_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ApiToken | Error | None:
    from ...models.api_token import ApiToken
    from ...models.error import Error

    if response.status_code == 200:
        response_200 = ApiToken.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Error.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Error.from_dict(response.json())

        return response_404

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
    internal_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ApiToken | Error]:
    """Get an API token

     One API token with its permissions and limited scopes.

    Args:
        internal_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiToken | Error]
    """

    kwargs = get_kwargs(
        internal_id=internal_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    internal_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> ApiToken | Error | None:
    """Get an API token

     One API token with its permissions and limited scopes.

    Args:
        internal_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiToken | Error
    """

    return sync_detailed(
        internal_id=internal_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    internal_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ApiToken | Error]:
    """Get an API token

     One API token with its permissions and limited scopes.

    Args:
        internal_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiToken | Error]
    """

    kwargs = get_kwargs(
        internal_id=internal_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    internal_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> ApiToken | Error | None:
    """Get an API token

     One API token with its permissions and limited scopes.

    Args:
        internal_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiToken | Error
    """

    return (
        await asyncio_detailed(
            internal_id=internal_id,
            client=client,
        )
    ).parsed
