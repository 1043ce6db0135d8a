"""Links of the documentation lead to the same things in the repository and in the site."""

from pathlib import Path

import pytest

from docs_hooks import PLACES, linked

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ("regenerate.md", "in [known.yaml](../codegen/known.yaml),", "in [known.yaml](files/known.yaml),"),
        ("how-to/nightly.md", "[x](../../CHANGELOG.md#added)", "[x](../changelog.md#added)"),
        ("changelog.md", "[x](docs/how-to/nightly.md)", "[x](how-to/nightly.md)"),
        ("changelog.md", "[x](SECURITY.md)", "[x](security.md)"),
        ("library.md", "[x](api.md#logs) and ![y](assets/y.png)", "[x](api.md#logs) and ![y](assets/y.png)"),
        ("how-to/nightly.md", "[x](../library.md)", "[x](../library.md)"),
    ],
)
def test_a_link_leads_to_where_the_file_is_in_the_site(place, text, expected):
    assert linked(text, place) == expected


@pytest.mark.parametrize("text", ["[x](../wrapper/x.py)", "[x](https://a.example/docs/x.md)", "[x](#logs)", "f[0](1)"])
def test_what_is_no_link_to_a_file_of_the_site_stays_for_the_strict_build_to_judge(text):
    assert linked(text, "library.md") == text


def test_every_file_that_is_taken_along_is_there():
    assert [path for path in PLACES if not (ROOT / path).is_file()] == []
