"""The vendor's client, `instana-client` 1.1.4, with `lazy_imports`, which it needs and does not declare."""

import instana_client
import peer


class Client:
    """Makes models of pydantic."""

    def __init__(self, base_url: str, api_token: str) -> None:
        configuration = instana_client.Configuration(host=base_url)
        configuration.api_key["ApiKeyAuth"] = api_token
        configuration.api_key_prefix["ApiKeyAuth"] = "apiToken"
        tokens = instana_client.APITokenApi(instana_client.ApiClient(configuration))
        self.get = tokens.get_api_token
        self.list = tokens.get_api_tokens


peer.Peer(Client, lambda token: token.name, ["instana-client", "pydantic", "urllib3", "lazy-imports"]).serve()
