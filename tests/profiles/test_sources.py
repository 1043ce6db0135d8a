"""Where a credential is: each source is asked when the credential is needed, again each time, and never quoted."""

import os
import sys
import types

import pytest

from helpers.watch import shown
from instanakit import ConfigurationError, Secret

HUSH = "hush-T0ken-of-prod"
SPACE = (
    "has a space or a character that is not printable ASCII. Give the token's secret alone, without the word before it."
)


def refusal(setting, source):
    """What a source says that has no credential, without the folder's own path."""
    with pytest.raises(ConfigurationError) as caught:
        source()
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert HUSH not in "\n".join(shown(caught.value))
    return str(caught.value).replace(f"{setting.file.parent}", "FOLDER")


@pytest.fixture
def keyring(monkeypatch):
    """A keyring with nothing in it."""
    entries = {}
    module = types.SimpleNamespace(get_password=lambda service, name: entries.get((service, name)), entries=entries)
    monkeypatch.setitem(sys.modules, "keyring", module)
    return module


def put(setting, keyring, kind, secret):
    """Put a credential where a profile of this kind looks for it."""
    if kind == "env":
        setting.environ["PROD"] = secret
    elif kind == "file":
        setting.write(secret, "prod.token")
    elif kind == "keyring":
        keyring.entries["instana", "prod"] = secret
    else:
        setting.program(f"print({secret!r})")


LINES = {
    "env": ('credential_env = "PROD"', "environment variable PROD"),
    "file": ('credential_file = "prod.token"', "file FOLDER/prod.token"),
    "keyring": ('credential_keyring = "instana/prod"', "keyring entry instana/prod"),
    "process": ('credential_process = ["./program", "an argument"]', "process ./program"),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_source_is_read_each_time_it_is_asked_so_that_a_rotated_secret_is_picked_up(setting, keyring, kind):
    line, described = LINES[kind]
    source = setting.profile(line).credential
    assert source.describe().replace(f"{setting.file.parent}", "FOLDER") == described
    for secret in ("first-secret", "second-secret"):
        put(setting, keyring, kind, f" {secret}\n")
        assert source() == Secret(secret)


@pytest.mark.parametrize("kind", LINES)
def test_what_is_no_credential_is_refused_by_where_it_is(setting, keyring, kind):
    line, described = LINES[kind]
    put(setting, keyring, kind, f"apiToken {HUSH}")
    name = f"line that the {described} printed" if kind == "process" else described
    assert refusal(setting, setting.profile(line).credential) == f"The {name} {SPACE}"


@pytest.mark.parametrize("value", [None, "", " \n"])
def test_a_variable_that_is_not_set_or_empty_is_named(setting, value):
    setting.environ |= {} if value is None else {"PROD": value}
    assert refusal(setting, setting.profile(LINES["env"][0]).credential) == (
        "The environment variable PROD is not set. Set it to the secret of an API token."
    )


def test_a_secret_in_the_place_of_a_name_is_not_quoted(setting):
    assert refusal(setting, setting.profile(f'credential_env = "{HUSH}"').credential) == (
        "The environment variable that credential_env names is not set. Set it to the secret of an API token."
    )
    assert refusal(setting, setting.profile(f'credential_file = "{HUSH}"').credential) == (
        "The file that credential_file names does not exist. Write the secret of an API token into it, with mode 0600."
    )
    assert refusal(setting, setting.profile(f'credential_process = ["{HUSH}"]').credential) == (
        "The process that credential_process names cannot be started: No such file or directory. "
        "Correct credential_process, or install the program."
    )


def test_a_file_whose_name_only_looks_like_a_secret_is_named(setting):
    setting.write("a-secret", "prod-Tenant-unit-1")
    source = setting.profile('credential_file = "prod-Tenant-unit-1"').credential
    assert source.describe() == f"file {setting.file.parent}/prod-Tenant-unit-1"


def test_a_file_that_does_not_exist_is_named(setting):
    assert refusal(setting, setting.profile(LINES["file"][0]).credential) == (
        "The file FOLDER/prod.token does not exist. Write the secret of an API token into it, with mode 0600."
    )


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o604, 0o602, 0o610, 0o601, 0o644])
def test_a_file_that_others_can_reach_is_refused_with_the_command_that_ends_it(setting, mode):
    setting.write(HUSH, "prod.token", mode)
    assert refusal(setting, setting.profile(LINES["file"][0]).credential) == (
        f"FOLDER/prod.token can be read or written by others: its mode is 0{mode:o}. "
        "Take that from them: chmod 600 FOLDER/prod.token"
    )


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_that_only_we_can_read_is_read(setting, mode):
    setting.write("a-secret", "prod.token", mode)
    assert setting.profile(LINES["file"][0]).credential() == Secret("a-secret")


def test_a_file_of_another_user_is_refused_even_of_root(setting, monkeypatch):
    source = setting.profile(LINES["file"][0]).credential
    found = setting.write(HUSH, "prod.token").stat()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("os.fstat", lambda _: os.stat_result((*found[:4], 0, *found[5:])))
    with pytest.raises(ConfigurationError) as caught:
        source()
    monkeypatch.undo()
    assert str(caught.value) == (
        f"{setting.file.parent}/prod.token belongs to another user, of the id 0, who can read it. "
        "Make a copy of your own, and name that."
    )


def test_the_mode_that_counts_is_that_of_the_file_behind_a_link(setting):
    setting.write(HUSH, "open.token", 0o644)
    (setting.file.parent / "prod.token").symlink_to("open.token")
    assert "its mode is 0644" in refusal(setting, setting.profile(LINES["file"][0]).credential)


def test_what_is_no_regular_file_is_refused_at_once(setting):
    os.mkfifo(setting.file.parent / "prod.token", 0o600)
    assert refusal(setting, setting.profile(LINES["file"][0]).credential) == (
        "FOLDER/prod.token is no regular file. Name a file."
    )


def test_a_path_with_a_null_in_it_is_an_error_and_not_a_crash(setting):
    assert refusal(setting, setting.profile('credential_file = "a\\u0000b"').credential) == (
        "FOLDER/a\x00b cannot be read: its name has a null in it. Correct the path, or who may read it."
    )
    assert refusal(setting, setting.profile('credential_process = ["true", "a\\u0000b"]').credential) == (
        "The process true cannot be started: its arguments have a null in them. "
        "Correct credential_process, or install the program."
    )


def test_a_path_is_relative_to_the_file_that_names_it_and_may_be_in_the_home(setting, monkeypatch):
    monkeypatch.chdir(setting.work)
    setting.write("a-secret", "prod.token")
    for named in ("prod.token", "~/prod.token", f"{setting.file.parent}/prod.token"):
        assert setting.profile(f'credential_file = "{named}"').credential() == Secret("a-secret")


def test_a_keyring_without_the_entry_says_how_to_make_it(setting, keyring):
    assert refusal(setting, setting.profile('credential_keyring = "our units/prod"').credential) == (
        "The keyring entry our units/prod does not exist. Make it: keyring set 'our units' prod"
    )


def test_the_last_slash_divides_service_and_name(setting, keyring):
    keyring.entries["https://unit", "prod"] = "a-secret"
    assert setting.profile('credential_keyring = "https://unit/prod"').credential() == Secret("a-secret")


def test_what_a_keyring_raises_is_named_and_its_text_is_not_quoted(setting, keyring):
    def fail(service, name):
        message = f"no {HUSH}"
        raise RuntimeError(message)

    keyring.get_password = fail
    assert refusal(setting, setting.profile(LINES["keyring"][0]).credential) == (
        "The keyring entry instana/prod cannot be read: keyring raised RuntimeError. "
        "See what it says to: keyring get instana prod"
    )


def test_a_missing_keyring_says_how_to_install_it(setting, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert refusal(setting, setting.profile(LINES["keyring"][0]).credential) == (
        "The keyring entry instana/prod cannot be read: keyring is not installed. "
        "Install the extra: pip install 'instanakit[keyring]'."
    )
