"""Links of the documentation lead to the same things in the repository and in the site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docs_hooks import PLACES, linked, on_page_content

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


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<td><code>a/test_b.py::test_what_is_so</code></td>", "<td><code>a/<wbr>test_<wbr>b.py::<wbr>test_<wbr>what_<wbr>is_<wbr>so</code></td>"),
        ("<td>x <code>expires_at</code></td>", "<td>x <code>expires_at</code></td>"),
        ("<p><code>test_what_is_so_in_a_text</code></p>", "<p><code>test_what_is_so_in_a_text</code></p>"),
        ("<td><code>instanakit tokens list_a</code></td>", "<td><code>instanakit tokens list_a</code></td>"),
        ("<p>--x <code>a --no-x b-c -o d</code></p>", '<p>--x <code>a <span class="option">--no-x</span> b-c -o d</code></p>'),
        ('<span class="doc doc-object-name doc-attribute-name">CAN_VIEW</span>', '<span class="doc doc-object-name doc-attribute-name">CAN_<wbr>VIEW</span>'),
    ],
    ids=["long", "short", "in no table", "words", "option", "heading"],
)  # fmt: skip
def test_a_long_name_can_be_broken_behind_each_of_its_words_and_an_option_cannot(html, expected):
    assert on_page_content(html) == expected


def test_every_file_that_is_taken_along_is_there():
    assert [path for path in PLACES if not (ROOT / path).is_file()] == []


def test_a_link_to_nothing_fails_the_strict_build_and_is_named(tmp_path):
    for path in (*PLACES, "docs/index.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("[x](nowhere.md)\n" if path == "docs/index.md" else "words\n")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nhooks: [{ROOT}/codegen/docs_hooks.py]\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("WARNING -  Doc file 'index.md' contains a link 'nowhere.md'")
