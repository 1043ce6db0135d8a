"""The project file: it names a profile and an output, and may say nothing else, since others may have written it."""

import os

import pytest

from helpers.watch import shown
from instanakit import ConfigurationError
from instanakit.profiles import Value

HUSH = "hush-T0ken-of-prod"


def refusal(setting, text):
    setting.write(text, "work/.instanakit.toml")
    with pytest.raises(ConfigurationError) as caught:
        setting.resolve()
    assert HUSH not in "\n".join(shown(caught.value))
    return str(caught.value).replace(f"{setting.file.parent}", "FOLDER")


def test_the_nearest_project_file_at_or_above_the_folder_counts(setting):
    setting.write("output = 'csv'\ncolor = 'always'", ".instanakit.toml")
    assert setting.resolve().output == Value("csv", ".instanakit.toml")
    setting.write("output = 'json'", "work/.instanakit.toml")
    assert (setting.resolve().output.value, setting.resolve().color.value) == ("json", "auto")
    setting.write("", "work/deep/.instanakit.toml")
    assert setting.resolve().output.value == "table"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("base_url = 'https://evil.example'", "'base_url'"),
        ("default_profile = 'prod'", "'default_profile'"),
        ("credential_process = ['touch', 'pwned']", "'credential_process'"),
        (f"api_token = '{HUSH}'", "'api_token'"),
        ("verify = false", "'verify'"),
        ("[profiles.prod]", "'profiles'"),
        (f"{HUSH} = 1", "another key"),
    ],
)
def test_anything_else_in_it_is_an_error_that_names_the_key_and_says_why(setting, line, key):
    assert refusal(setting, f"output = 'csv'\n{line}") == (
        f"FOLDER/work/.instanakit.toml: it has {key}, and may only have profile, output and color, since others may "
        "have written it. Write the rest into your own config.toml."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile = 1", "FOLDER/work/.instanakit.toml: profile must be a text that is not empty; it is 1"),
        ("output = 'xml'", "FOLDER/work/.instanakit.toml: output must be 'table', 'json', 'jsonl' or 'csv'; it is"),
        ("color = 1", "FOLDER/work/.instanakit.toml: color must be 'auto', 'always' or 'never'; it is 1"),
        (f"= {HUSH}", "FOLDER/work/.instanakit.toml, line 1, is not TOML: Invalid "),
        ("profile = 'prod'", "There is no profile 'prod' in FOLDER/config.toml, which .instanakit.toml names. Write ["),
    ],
)
def test_a_wrong_value_is_refused_by_file_and_key(setting, text, said):
    assert refusal(setting, text).startswith(said)


def test_others_may_write_it_since_it_can_name_no_more_than_the_user_has_configured(setting):
    setting.write("output = 'csv'", "work/.instanakit.toml", 0o666)
    assert setting.resolve().output.value == "csv"


def test_one_that_is_no_file_is_refused_at_once(setting):
    os.mkfifo(setting.work / ".instanakit.toml")
    with pytest.raises(ConfigurationError, match="is no regular file"):
        setting.resolve()
