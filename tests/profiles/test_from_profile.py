"""`from_profile`: a client of a profile, in both colours."""

import pytest

from helpers.colours import answer
from helpers.watch import shown
from instanakit import AuthenticationError, ConfigurationError, Secret

HUSH = "hush-T0ken-of-prod"
HEALTH = {"health": "GREEN", "messages": []}


@pytest.fixture
def prod(setting, monkeypatch, instana_sandbox):
    """The profile prod of a sandbox, whose owner's token is in a file."""
    monkeypatch.setenv("INSTANAKIT_CONFIG", str(setting.file))
    setting.write(instana_sandbox.api_token, "prod.token")
    setting.write(
        f"[profiles.prod]\nbase_url = '{instana_sandbox.base_url}'\ncredential_file = 'prod.token'\ndeadline = 7"
    )
    return setting


def refusal(colour, *arguments, **options):
    with pytest.raises(ConfigurationError) as caught:
        colour.kind.from_profile(*arguments, **options)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert HUSH not in "\n".join(shown(caught.value))
    return str(caught.value)


def test_a_client_of_a_profile_works_with_its_options(colour, prod):
    client = colour.adopt(colour.kind.from_profile("prod"))
    assert colour.run(client.health()).status == "GREEN"
    assert client._settings.deadline == 7


def test_what_is_given_counts_more_than_what_the_profile_says(colour, prod, instana_sandbox):
    (prod.file.parent / "prod.token").unlink()
    client = colour.adopt(colour.kind.from_profile("prod", deadline=3, api_token=instana_sandbox.api_token))
    assert client._settings.deadline == 3
    assert colour.run(client.health()).status == "GREEN"


def test_the_credential_is_asked_for_by_the_first_call_and_not_before(colour, prod, instana_sandbox):
    (prod.file.parent / "prod.token").unlink()
    client = colour.adopt(colour.kind.from_profile("prod"))
    with pytest.raises(ConfigurationError, match="does not exist"):
        colour.run(client.health())
    prod.write(instana_sandbox.api_token, "prod.token")
    assert colour.run(client.health()).status == "GREEN"


def test_a_secret_that_was_rotated_is_picked_up_after_a_401(colour, prod):
    seen = []

    def serve(request):
        seen.append(request.headers["authorization"])
        if len(seen) != 2:
            return answer(200, HEALTH)
        prod.write("the-new-secret", "prod.token")
        return answer(401, {})

    prod.write("the-old-secret", "prod.token")
    colour.script.answers = [serve] * 4
    client = colour.adopt(colour.kind.from_profile("prod", transport=transport(colour)))
    for _ in range(3):
        assert colour.run(client.health()).status == "GREEN"
    assert seen == [f"apiToken the-{age}-secret" for age in ("old", "old", "new", "new")]


def transport(colour):
    import httpx  # noqa: PLC0415

    return httpx.MockTransport(colour.script)


def test_a_secret_that_is_refused_is_quoted_nowhere(colour, prod):
    prod.write(HUSH, "prod.token")
    client = colour.adopt(colour.kind.from_profile("prod"))
    with pytest.raises(AuthenticationError) as caught:
        colour.run(client.health())
    assert HUSH not in "\n".join(shown(caught.value))


def test_a_base_url_cannot_be_given_since_the_credential_belongs_to_the_profiles(colour, prod):
    assert refusal(colour, "prod", base_url="https://evil.example") == (
        "from_profile takes no base_url: the credential of a profile belongs to its own. "
        "Make the client with a base_url and an api_token instead."
    )


def test_a_profile_without_a_credential_needs_one(colour, prod, instana_sandbox):
    prod.write(f"[profiles.prod]\nbase_url = '{instana_sandbox.base_url}'")
    assert refusal(colour, "prod") == (
        "The profile 'prod' has no credential. Give it one of credential_env, credential_file, credential_keyring or "
        "credential_process, or give api_token."
    )
    client = colour.adopt(colour.kind.from_profile("prod", api_token=Secret(instana_sandbox.api_token)))
    assert colour.run(client.health()).status == "GREEN"


@pytest.mark.parametrize(
    "options",
    [
        {"api_token": HUSH},
        {"proxy": f"http://user:{HUSH}@proxy.example"},
        {"cert": ("certificate", "key", HUSH)},
    ],
)
def test_a_credential_that_is_given_is_in_no_traceback(colour, prod, options):
    assert refusal(colour, "gone", **options).startswith("There is no profile 'gone' in ")
    assert refusal(colour, "prod", auth_scheme="Basic", **options).startswith("auth_scheme must be")
