"""The configuration file: what a profile is read into, and what is refused, with words that quote no credential."""

import os
import sys

import pytest

from helpers.watch import shown
from instanakit import ConfigurationError
from instanakit.profiles import files, list_profiles, load_profile

PROD = "https://unit-tenant.instana.io"
PROFILE = f'[profiles.prod]\nbase_url = "{PROD}"\n'
HUSH = "hush-T0ken-of-prod"


def refusal(setting, text):
    """What the error says about a file with this text, without the file's own path."""
    setting.write(text)
    with pytest.raises(ConfigurationError) as caught:
        load_profile("prod", environ=setting.environ)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert HUSH not in "\n".join(shown(caught.value))
    return str(caught.value).replace(f"{setting.file}", "FILE").replace(f"{setting.file.parent}", "FOLDER")


def test_a_profile_has_what_its_table_says(setting):
    profile = setting.profile(
        'internal_id = "t1"\nauth_scheme = "Bearer"\nverify = "ca.pem"\ncert = ["~/c.pem", "/k.pem"]\n'
        'proxy = "http://proxy.example:3128"\ndeadline = 5\ntimeout = 1.5\nallow_insecure_http = true\n'
        'masked_secret = "refuse"\n'
    )
    assert (profile.name, profile.base_url, profile.internal_id, profile.credential) == ("prod", PROD, "t1", None)
    assert profile.options == {
        "auth_scheme": "Bearer",
        "verify": str(setting.file.parent / "ca.pem"),
        "cert": (str(setting.file.parent / "c.pem"), "/k.pem"),  # the home of a test is its folder
        "proxy": "http://proxy.example:3128",
        "deadline": 5.0,
        "timeout": 1.5,
        "allow_insecure_http": True,
        "masked_secret": "refuse",
    }


def test_an_option_that_is_not_given_is_the_clients_own(setting):
    assert setting.profile().options == {}
    assert setting.profile("verify = false\ncert = 'c.pem'").options == {
        "verify": False,
        "cert": str(setting.file.parent / "c.pem"),
    }


def test_the_home_of_nobody_is_a_folder_like_any_other(setting):
    assert setting.profile("cert = '~nobody-of-this-name/c'").options["cert"].endswith("/~nobody-of-this-name/c")


def test_all_profiles_are_listed_in_their_order_and_no_credential_is_asked_for(setting):
    setting.write(
        f'{PROFILE}credential_process = ["false"]\n[profiles.dev]\nbase_url = "https://dev-tenant.instana.io"'
    )
    found = list_profiles(environ=setting.environ)
    assert [(profile.name, profile.base_url) for profile in found] == [
        ("prod", PROD),
        ("dev", "https://dev-tenant.instana.io"),
    ]
    assert found[0].credential.describe() == "process false"


@pytest.mark.parametrize("key", ["api_token", "apiToken", "token", "secret", "password", "api-key", "credential"])
@pytest.mark.parametrize(("before", "place"), [("", "FILE"), (PROFILE, "FILE, [profiles.prod]")])
def test_a_credential_in_the_clear_is_refused_with_the_four_ways_that_there_are(setting, key, before, place):
    assert refusal(setting, f'{before}base_ulr = "x"\n{key} = "{HUSH}"') == (
        f"{place}: {key} is a credential in the clear. Say where it is instead, with credential_env, credential_file, "
        "credential_keyring or credential_process."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("default_profil = 'prod'", "FILE: there is no key 'default_profil'. Did you mean default_profile?"),
        ("[profile.prod]", "FILE: there is no key 'profile'. Did you mean profiles?"),
        ("[prod]", "FILE: there is no key 'prod'. Known are default_profile, output, color and profiles."),
        (f"{PROFILE}base_ulr = 'x'", "FILE, [profiles.prod]: there is no key 'base_ulr'. Did you mean base_url?"),
        (
            f"{PROFILE}x = 1",
            "FILE, [profiles.prod]: there is no key 'x'. Known are base_url, credential_env, credential_file, "
            "credential_keyring, credential_process, internal_id, auth_scheme, verify, cert, proxy, deadline, timeout, "
            "allow_insecure_http and masked_secret.",
        ),
        (f"[{HUSH}]", "FILE: there is no key of such a name. Known are default_profile, output, color and profiles."),
        ("[profiles.prod.token]", "FILE, [profiles.prod]: there is no key 'token'. Known are"),
    ],
)
def test_an_unknown_key_is_refused_with_the_one_that_was_meant(setting, text, said):
    assert refusal(setting, text).startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("deadline = 'soon'", "deadline must be a positive number of seconds; it is 'soon'"),
        ("deadline = true", "deadline must be a positive number of seconds; it is true"),
        ("timeout = -1", "timeout must be a positive number of seconds; it is -1"),
        ("timeout = 2026-01-01", "timeout must be a positive number of seconds; it is a date or a time"),
        ("verify = 1", "verify must be true, false or a path; it is 1"),
        ("verify = ''", "verify must be true, false or a path; it is ''"),
        ("cert = []", "cert must be a path, or [certificate, key]; it is a list"),
        ("cert = ['a', 1]", "cert must be a path, or [certificate, key]; it is a list"),
        ("cert = {}", "cert must be a path, or [certificate, key]; it is a table"),
        (
            f"cert = ['a', 'b', '{HUSH}']",
            "cert has three parts: a key's password is a credential in the clear. Use a key without one, in a file "
            "that only you can read, or give cert to from_profile.",
        ),
        ("proxy = 7", "proxy must be a text that is not empty; it is 7"),
        (
            f"proxy = 'http://user:{HUSH}@proxy.example'",
            "proxy has a user or a password in it: that is a credential in the clear. "
            "Leave it out; the proxy variables, or proxy given to from_profile, may have one.",
        ),
        ("auth_scheme = 'Basic'", "auth_scheme must be 'apiToken' or 'Bearer'; it is 'Basic'"),
        (f"auth_scheme = 'apiToken {HUSH}'", "auth_scheme must be 'apiToken' or 'Bearer'; it is a text"),
        ("masked_secret = []", "masked_secret must be 'send' or 'refuse'; it is a list"),
        ("allow_insecure_http = 'yes'", "allow_insecure_http must be true or false; it is 'yes'"),
        ("internal_id = ' '", "internal_id must be a text that is not empty; it is ' '"),
        ("credential_env = 1", "credential_env must be a text that is not empty; it is 1"),
        ("credential_file = 1", "credential_file must be a text that is not empty; it is 1"),
        (f"credential_keyring = '{HUSH}'", "credential_keyring must be SERVICE/NAME"),
        ("credential_keyring = 'a/'", "credential_keyring must be SERVICE/NAME"),
        ("credential_keyring = 1", "credential_keyring must be SERVICE/NAME"),
        (
            f"credential_process = 'echo {HUSH}'",
            "credential_process must be a list of arguments, not one text: no shell takes it apart. "
            'Write each argument by itself: credential_process = ["op", "read", "..."].',
        ),
        (
            "credential_process = []",
            "credential_process must be a list of texts, of which the first names the program. "
            'Write each argument by itself: credential_process = ["op", "read", "..."].',
        ),
        ("credential_process = ['']", "credential_process must be a list of texts"),
        ("credential_process = ['a', 1]", "credential_process must be a list of texts"),
        ("credential_process = 1", "credential_process must be a list of texts"),
        (
            f"credential_env = 'A'\ncredential_process = ['{HUSH}']",
            "credential_env and credential_process are given, and only one can be. Remove the others.",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_file_table_and_key(setting, line, said):
    assert refusal(setting, f"{PROFILE}{line}").startswith(f"FILE, [profiles.prod]: {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("output = 'xml'", "FILE: output must be 'table', 'json', 'jsonl' or 'csv'; it is 'xml'"),
        ("color = true", "FILE: color must be 'auto', 'always' or 'never'; it is true"),
        ("default_profile = 1", "FILE: default_profile must be a text that is not empty; it is 1"),
        ("profiles = 1", "FILE: profiles must hold tables, like [profiles.prod]"),
        ("[profiles]\nprod = 'https://x'", "FILE: profiles must hold tables, like [profiles.prod]"),
        ("[profiles.'a b']", "FILE: profiles has a table whose name is not of letters, digits, '.', '_' and '-'"),
        ("[profiles.prod]", 'FILE, [profiles.prod]: base_url is missing. Give it: base_url = "https://unit-tenant.'),
        ("[profiles.prod]\nbase_url = 1", "FILE, [profiles.prod]: base_url must be a URL like https://unit-tenant."),
        (f"[profiles.prod]\nbase_url = '{HUSH}'", "FILE, [profiles.prod]: base_url must be a URL like https://unit-"),
        (
            f"[profiles.prod]\nbase_url = 'https://me:{HUSH}@host'",
            "FILE, [profiles.prod]: base_url must not have a user name or a password in it",
        ),
        (
            "[profiles.prod]\nbase_url = 'http://host.example'",
            "FILE, [profiles.prod]: base_url must begin with https://: http shows the API token to the network",
        ),
    ],
)
def test_what_is_wrong_anywhere_in_the_file_is_an_error(setting, text, said):
    assert refusal(setting, text).startswith(said)


def test_plain_http_to_another_machine_needs_its_option(setting):
    setting.write("[profiles.prod]\nbase_url = 'http://host.example'\nallow_insecure_http = true")
    assert load_profile("prod", environ=setting.environ).base_url == "http://host.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"\ntoken = {HUSH}", "FILE, line 2, is not TOML: Invalid value"),
        (f"{HUSH}", "FILE, line 1, is not TOML: Expected '=' after a key in a key/value pair"),
        (f"a = 1\nb = ['{HUSH}',\n\n", "FILE, line 3, is not TOML: Invalid value"),
        (f"a = 1\nb = '{HUSH}", "FILE, line 2, is not TOML: "),
        (f"token = {'1' * 5000}", "FILE is not TOML: Exceeds the limit"),
        (f"a = {'[' * 100_000}", "FILE is not TOML: it is nested too deep"),
    ],
)
def test_a_syntax_error_is_told_by_file_and_line(setting, text, said):
    assert refusal(setting, text).startswith(said)


def test_a_file_that_a_windows_editor_wrote_is_read(setting):
    setting.file.write_bytes(b"\xef\xbb\xbf" + PROFILE.replace("\n", "\r\n").encode())
    assert load_profile("prod", environ=setting.environ).base_url == PROD


def test_what_is_no_utf_8_is_an_error_and_not_a_crash(setting):
    setting.file.write_bytes(b"\xff\xfe = 1")
    with pytest.raises(ConfigurationError, match="line 1, is not TOML"):
        list_profiles(environ=setting.environ)


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_refused_with_the_command_that_ends_it(setting, mode):
    setting.write(PROFILE, mode=mode)
    with pytest.raises(ConfigurationError) as caught:
        list_profiles(environ=setting.environ)
    assert str(caught.value) == (
        f"{setting.file} can be written by others: its mode is 0{mode:o}. "
        f"Take that from them: chmod go-w {setting.file}"
    )


def test_a_file_that_others_can_read_has_no_secret_to_hide(setting):
    setting.write(PROFILE, mode=0o644)
    assert [profile.name for profile in list_profiles(environ=setting.environ)] == ["prod"]


@pytest.mark.parametrize(("owner", "is_refused"), [(0, False), (os.geteuid(), False), (4711, True)])
def test_a_file_of_another_user_is_refused_unless_that_is_root(setting, monkeypatch, owner, is_refused):
    found = setting.write(PROFILE).stat()
    monkeypatch.setattr("os.fstat", lambda _: os.stat_result((*found[:4], owner, *found[5:])))
    if not is_refused:
        assert len(list_profiles(environ=setting.environ)) == 1
        return
    with pytest.raises(ConfigurationError) as caught:
        list_profiles(environ=setting.environ)
    monkeypatch.undo()
    assert str(caught.value) == (
        f"{setting.file} belongs to another user, of the id 4711, who can write it. "
        "Make a copy of your own, and name that."
    )


def test_where_there_are_no_modes_none_is_looked_at(setting, monkeypatch):
    monkeypatch.setattr(files, "_POSIX", False)
    setting.write(PROFILE, mode=0o666)
    assert len(list_profiles(environ=setting.environ)) == 1


def test_a_file_that_is_too_large_is_not_read(setting):
    os.truncate(setting.file, 1024 * 1024 + 1)
    with pytest.raises(ConfigurationError) as caught:
        list_profiles(environ=setting.environ)
    assert str(caught.value) == f"{setting.file} is larger than 1048576 bytes. Name another file."


def test_what_is_no_regular_file_is_refused_at_once(setting):
    pipe = setting.file.parent / "pipe"
    os.mkfifo(pipe)  # to open one waits for whoever writes into it
    for path in (pipe, setting.work):
        with pytest.raises(ConfigurationError) as caught:
            list_profiles(environ={"INSTANAKIT_CONFIG": str(path)})
        assert str(caught.value) == f"{path} is no regular file. Name a file."


def test_a_file_that_cannot_be_read_is_an_error_that_says_why(setting):
    path = setting.file.parent / ("a" * 300)
    with pytest.raises(ConfigurationError) as caught:
        list_profiles(environ={"INSTANAKIT_CONFIG": str(path)})
    assert str(caught.value) == f"{path} cannot be read: File name too long. Correct the path, or who may read it."


def test_naming_a_file_that_does_not_exist_is_an_error(setting):
    setting.file.unlink()
    with pytest.raises(ConfigurationError) as caught:
        list_profiles(environ=setting.environ)
    assert str(caught.value) == (
        f"There is no file {setting.file}, which INSTANAKIT_CONFIG names. Make it, or unset INSTANAKIT_CONFIG."
    )


def test_the_platforms_own_file_may_be_absent():
    assert list_profiles(environ={}) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (f"{PROFILE}[profiles.dev]\nbase_url = '{PROD}'", "Did you mean prod? There are prod, dev."),
        (f"[profiles.dev]\nbase_url = '{PROD}'", "There are dev."),
        ("", "Write [profiles.prd] into it."),
    ],
)
def test_a_profile_that_does_not_exist_is_an_error_that_lists_those_that_do(setting, text, hint):
    setting.write(text)
    with pytest.raises(ConfigurationError) as caught:
        load_profile("prd", environ=setting.environ)
    assert str(caught.value) == f"There is no profile 'prd' in {setting.file}. {hint}"


@pytest.mark.skipif(sys.platform != "linux", reason="the platform's folder is named as Linux does")
def test_an_error_does_not_show_the_environment_that_it_was_raised_in(setting):
    with pytest.raises(ConfigurationError) as caught:
        load_profile("prd", environ=setting.environ | {"INSTANA_API_TOKEN": HUSH})
    assert HUSH not in "\n".join(shown(caught.value))
