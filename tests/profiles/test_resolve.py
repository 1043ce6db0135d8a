"""What counts, value by value, with where it comes from; and that a credential goes to no other origin than its own."""

import itertools

import attrs
import pytest

from helpers.watch import shown
from instanakit import ConfigurationError, Instana, Secret
from instanakit.profiles import Resolved, Value, config_path, resolve
from instanakit.profiles.profile import OPTIONS

PROD, DEV, OTHER = "https://prod-tenant.instana.io", "https://dev-tenant.instana.io", "https://other.example"
HUSH = "hush-T0ken-of-prod"
# To ask for its credential would leave a file behind.
FILE = f"""
default_profile = "prod"
output = "csv"
color = "never"

[profiles.prod]
base_url = "{PROD}"
credential_process = ["./asked"]
internal_id = "t1"
verify = false
deadline = 5

[profiles.dev]
base_url = "{DEV}"
credential_env = "DEV_TOKEN"
"""
OF_PROD, OF_DEV = "config.toml [profiles.prod]", "config.toml [profiles.dev]"


@pytest.fixture
def prepared(setting):
    setting.write(FILE)
    setting.program(f"open('{setting.file.parent}/was-asked', 'w'); print('{HUSH}')", "asked")
    yield setting
    assert not (setting.file.parent / "was-asked").exists()


def refusal(setting, variables=None, **flags):
    with pytest.raises(ConfigurationError) as caught:
        setting.resolve(variables, **flags)
    assert HUSH not in "\n".join(shown(caught.value))
    return str(caught.value)


def test_the_users_file_counts_where_nothing_else_is_said(prepared):
    found = prepared.resolve()
    assert found.profile == Value("prod", "config.toml")
    assert found.base_url == Value(PROD, OF_PROD)
    assert (found.credential.value.describe(), found.credential.origin) == ("process ./asked", OF_PROD)
    assert found.internal_id == Value("t1", OF_PROD)
    assert (found.output, found.color) == (Value("csv", "config.toml"), Value("never", "config.toml"))
    assert (found.verify, found.deadline) == (Value(False, OF_PROD), Value(5.0, OF_PROD))
    assert found.timeout == Value(30.0, "default")
    assert found.config == Value(str(prepared.file), "INSTANAKIT_CONFIG")
    options = found.client_options()
    assert options.pop("api_token") is found.credential.value
    assert options == {"base_url": PROD, "verify": False, "deadline": 5.0}


def test_the_defaults_are_the_clients_own():
    made = Instana(PROD, api_token=HUSH)
    with made:
        settings = made._settings
        assert {
            name: getattr(settings, name) for name in OPTIONS if name not in {"timeout", "allow_insecure_http"}
        } == {name: value for name, value in OPTIONS.items() if name not in {"timeout", "allow_insecure_http"}}
        assert settings.timeout.read == OPTIONS["timeout"]
    assert Instana.__init__.__kwdefaults__["allow_insecure_http"] is OPTIONS["allow_insecure_http"]


def test_each_value_is_the_first_that_is_given_of_flag_environment_project_and_file(prepared):
    given = {
        "profile": [("--profile", {"profile": "dev"}, {}), ("INSTANAKIT_PROFILE", {}, {"INSTANAKIT_PROFILE": "prod"})],
        "output": [("--output", {"output": "json"}, {}), ("INSTANAKIT_OUTPUT", {}, {"INSTANAKIT_OUTPUT": "jsonl"})],
        "color": [("--color", {"color": "always"}, {})],
    }
    for setting, levels in given.items():
        for project in ("profile = 'dev'\noutput = 'table'\ncolor = 'auto'", ""):
            prepared.write(project, "work/.instanakit.toml")
            for chosen in itertools.product([True, False], repeat=len(levels)):
                taken = list(itertools.compress(levels, chosen))
                flags = {name: value for _, flag, _ in taken for name, value in flag.items()}
                variables = {name: value for _, _, variable in taken for name, value in variable.items()}
                expected = taken[0][0] if taken else ".instanakit.toml" if project else "config.toml"
                assert getattr(prepared.resolve(variables, **flags), setting).origin == expected


def test_every_setting_has_a_value_and_an_origin(prepared):
    found = prepared.resolve()
    assert all(isinstance(getattr(found, field.name), Value) for field in attrs.fields(Resolved))


def test_what_nobody_says_is_a_default(setting):
    assert resolve(environ={}, cwd=setting.work).config == Value(str(config_path({})), "default")
    found = setting.resolve()
    assert (found.output, found.color) == (Value("table", "default"), Value("auto", "default"))
    nothing = Value(None, "default")
    assert (found.profile, found.base_url, found.credential, found.internal_id) == (nothing,) * 4


def test_an_empty_variable_counts_as_none(prepared):
    names = ("INSTANAKIT_PROFILE", "INSTANAKIT_OUTPUT", "INSTANA_BASE_URL", "INSTANA_ENDPOINT", "INSTANA_API_TOKEN")
    assert prepared.resolve(dict.fromkeys(names, " ")) == prepared.resolve()


def test_no_unit_is_an_error_that_says_the_ways_to_name_one_as_soon_as_one_is_needed(setting):
    with pytest.raises(ConfigurationError) as caught:
        setting.resolve().client_options()
    assert str(caught.value) == (
        "No tenant unit is named. Name one with --profile or --base-url, with INSTANAKIT_PROFILE or INSTANA_BASE_URL, "
        f"or with default_profile in {setting.file}."
    )


def test_no_credential_is_an_error_as_soon_as_one_is_needed(setting):
    setting.write(f"[profiles.prod]\nbase_url = '{PROD}'")
    for flags, where in (({"base_url": PROD}, "--base-url"), ({"profile": "prod"}, OF_PROD)):
        with pytest.raises(ConfigurationError) as caught:
            setting.resolve(**flags).client_options()
        assert str(caught.value) == (
            f"There is no credential for {PROD} ({where}). Set INSTANA_API_TOKEN, or give its profile in "
            f"{setting.file} one of credential_env, credential_file, credential_keyring or credential_process."
        )


@pytest.mark.parametrize(
    ("variables", "origin", "base_url"),
    [
        ({"INSTANA_BASE_URL": f"{OTHER}/"}, "INSTANA_BASE_URL", OTHER),
        ({"INSTANA_ENDPOINT": "other.example"}, "INSTANA_ENDPOINT", OTHER),
    ],
)
def test_the_environment_alone_is_enough_and_displaces_a_profile_that_no_flag_names(
    prepared, variables, origin, base_url
):
    for more in ({}, {"INSTANAKIT_PROFILE": "dev"}):
        found = prepared.resolve(variables | {"INSTANA_API_TOKEN": HUSH} | more)
        assert found.profile == Value(None, origin)
        assert found.base_url == Value(base_url, origin)
        assert found.credential.origin == "INSTANA_API_TOKEN"
        assert found.credential.value.describe() == "environment variable INSTANA_API_TOKEN"
        assert found.credential.value() == Secret(HUSH)
        # What the profile says of its own unit is not said of another one.
        assert found.internal_id == Value(None, "default")
        assert (found.verify, found.deadline) == (Value(True, "default"), Value(60.0, "default"))
        assert found.client_options().keys() == {"base_url", "api_token"}


def test_a_token_of_the_environment_without_a_unit_goes_where_the_settings_lead(prepared):
    for flags, base_url, origin in (({}, PROD, OF_PROD), ({"base_url": OTHER}, OTHER, "--base-url")):
        found = prepared.resolve({"INSTANA_API_TOKEN": HUSH}, **flags)
        assert (found.base_url, found.credential.origin) == (Value(base_url, origin), "INSTANA_API_TOKEN")
        assert found.internal_id == Value(None, "default")  # the profile's is that of its own token


def test_a_base_url_of_the_same_origin_keeps_the_profile_and_its_credential(prepared):
    for url in (f"{PROD}/prefix", "https://PROD-tenant.instana.io:443"):
        for variables, flags, origin in (
            ({}, {"base_url": url}, "--base-url"),
            ({"INSTANA_BASE_URL": url}, {}, "INSTANA_BASE_URL"),
            ({"INSTANA_BASE_URL": url}, {"profile": "prod"}, "INSTANA_BASE_URL"),
        ):
            found = prepared.resolve(variables, **flags)
            assert (found.base_url, found.credential.origin) == (Value(url, origin), OF_PROD)
            assert (found.profile.value, found.internal_id.value, found.verify.value) == ("prod", "t1", False)


@pytest.mark.parametrize(
    ("variables", "flags", "said"),
    [
        (
            {},
            {"base_url": OTHER},
            f"The credential of {OF_PROD} is for {PROD}, but the base URL is of {OTHER} (--base-url); it was not asked "
            "for. Set INSTANA_API_TOKEN to a token of that unit, or name a profile that is for it.",
        ),
        (
            {"INSTANA_BASE_URL": f"{OTHER}/prefix"},
            {},
            f"The credential of {OF_PROD} is for {PROD}, but the base URL is of {OTHER} (INSTANA_BASE_URL); it was not "
            "asked for. Set INSTANA_API_TOKEN to a token of that unit, or name a profile that is for it.",
        ),
        (
            {"INSTANA_ENDPOINT": "other.example", "INSTANAKIT_PROFILE": "dev"},
            {},
            f"The credential of {OF_DEV} is for {DEV}, but the base URL is of {OTHER} (INSTANA_ENDPOINT); it was not "
            "asked for. Set INSTANA_API_TOKEN to a token of that unit, or name a profile that is for it.",
        ),
        (
            {"INSTANA_BASE_URL": OTHER, "INSTANA_API_TOKEN": HUSH},
            {"base_url": PROD},
            f"The credential of INSTANA_API_TOKEN is for {OTHER} (INSTANA_BASE_URL), but the base URL is of {PROD} "
            "(--base-url); it was not asked for. "
            "Leave --base-url out, or set INSTANA_BASE_URL and INSTANA_API_TOKEN to those of that unit.",
        ),
        (
            {"INSTANA_BASE_URL": OTHER},
            {"profile": "prod"},
            f"--profile prod is of {PROD} ({OF_PROD}), but INSTANA_BASE_URL is of {OTHER}. "
            "Leave --profile out, or unset INSTANA_BASE_URL.",
        ),
        (
            {"INSTANA_ENDPOINT": "other.example", "INSTANA_API_TOKEN": HUSH},
            {"profile": "prod", "base_url": PROD},
            f"--profile prod is of {PROD} ({OF_PROD}), but INSTANA_ENDPOINT is of {OTHER}. "
            "Leave --profile out, or unset INSTANA_ENDPOINT.",
        ),
        (
            {"INSTANA_API_TOKEN": HUSH},
            {"profile": "prod", "base_url": OTHER},
            f"--profile prod is of {PROD} ({OF_PROD}), but --base-url is of {OTHER}. "
            "Leave --profile out, or leave --base-url out.",
        ),
    ],
)
def test_a_credential_for_another_origin_is_refused_before_it_is_asked_for(prepared, variables, flags, said):
    assert refusal(prepared, variables, **flags) == said


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (f"{PROD}:8443", f"{PROD}:8443"),
        (f"{PROD}.evil.example", f"{PROD}.evil.example"),
        ("https://evil.example/prod-tenant.instana.io", "https://evil.example"),
        ("https://tenant.instana.io", "https://tenant.instana.io"),
        (f"{PROD}.", f"{PROD}."),
        ("https://[::1]:8443/prefix", "https://[::1]:8443"),
        ("http://localhost:443", "http://localhost:443"),
    ],
)
def test_host_and_port_make_an_origin(prepared, url, origin):
    assert f"is for {PROD}, but the base URL is of {origin} (--base-url)" in refusal(prepared, base_url=url)


def test_the_scheme_is_part_of_an_origin(setting):
    setting.write("[profiles.lab]\nbase_url = 'https://localhost:8443'\ncredential_env = 'A'")
    said = refusal(setting, {"INSTANAKIT_PROFILE": "lab"}, base_url="http://localhost:8443")
    assert "is for https://localhost:8443, but the base URL is of http://localhost:8443 (--base-url)" in said


def test_plain_http_is_allowed_for_the_unit_whose_profile_allows_it_and_for_no_other(setting):
    setting.write("[profiles.lab]\nbase_url = 'http://lab.example'\nallow_insecure_http = true\ncredential_env = 'A'")
    found = setting.resolve({"INSTANAKIT_PROFILE": "lab"}, base_url="http://lab.example:80/prefix")
    assert found.client_options()["allow_insecure_http"] is True
    variables = {"INSTANAKIT_PROFILE": "lab", "INSTANA_API_TOKEN": HUSH, "INSTANA_BASE_URL": "http://other.example"}
    assert refusal(setting, variables) == (
        "INSTANA_BASE_URL must begin with https://: http shows the API token to the network; "
        "allow_insecure_http=True allows it"
    )


@pytest.mark.parametrize(
    ("variables", "flags", "said"),
    [
        (
            {},
            {"output": "xml"},
            "--output must be 'table', 'json', 'jsonl' or 'csv'; it is 'xml'. Give it one of table, json, jsonl and csv, or leave it out.",
        ),
        (
            {"INSTANAKIT_OUTPUT": "xml"},
            {},
            "INSTANAKIT_OUTPUT must be 'table', 'json', 'jsonl' or 'csv'; it is 'xml'. Give it one of table, json, jsonl and csv, or leave it out.",
        ),
        (
            {},
            {"color": "red"},
            "--color must be 'auto', 'always' or 'never'; it is 'red'. Give it one of auto, always and never, or leave it out.",
        ),
        ({}, {"base_url": "x"}, "--base-url must be a URL like https://unit-tenant.instana.io"),
        ({"INSTANA_BASE_URL": "x"}, {}, "INSTANA_BASE_URL must be a URL like https://unit-tenant.instana.io"),
        (
            {"INSTANA_BASE_URL": PROD, "INSTANA_ENDPOINT": "other.example"},
            {},
            "INSTANA_BASE_URL and INSTANA_ENDPOINT are both set and name different servers. Unset one of them.",
        ),
        (
            {},
            {"profile": "prd"},
            "There is no profile 'prd' in FILE, which --profile names. Did you mean prod? There are prod, dev.",
        ),
        (
            {"INSTANAKIT_PROFILE": "stage"},
            {},
            "There is no profile 'stage' in FILE, which INSTANAKIT_PROFILE names. There are prod, dev.",
        ),
    ],
)
def test_a_wrong_setting_is_an_error_that_names_where_it_comes_from(prepared, variables, flags, said):
    assert refusal(prepared, variables, **flags).replace(str(prepared.file), "FILE") == said


def test_the_environment_is_shown_in_no_traceback(prepared):
    assert refusal(prepared, {"INSTANA_API_TOKEN": HUSH, "ELSE": HUSH}, profile="gone")
