"""The page needs nothing beside it, obeys no text of the server, and holds no secret."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files

import pytest

from helpers.document import parsed
from hygiene.pagescene import HOSTILE, UNIT, checked, document_of, page, token
from instanakit import Instana
from instanakit.hygiene.text import seen
from instanakit.sandbox import Sandbox


@pytest.fixture(params=["some", "hostile", "none"])
def document(request):
    return document_of(request.param)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_of_the_server_adds_no_element_and_no_attribute(hostile):
    def shape(value):
        tree = parsed(page(checked(token("t1", "canViewLogs", name=value, createdBy=value), base_url=value)))
        return [(one.name, sorted(one.attributes)) for one in tree]

    assert shape(hostile) == shape("harmless")


def test_a_hostile_internal_id_is_text_wherever_it_is_shown():
    for hostile in HOSTILE:
        tree = parsed(page(checked(token(hostile, "canViewLogs", name=""), token(hostile, name=""))))
        assert {one.name for one in tree} == {one.name for one in parsed(page(checked(token("t1", "canViewLogs"))))}


def test_names_are_shown_as_they_are_but_for_what_would_not_be_seen():
    text = parsed(page(checked(*(token(f"t{n}", name=name) for n, name in enumerate(HOSTILE))))).text
    for shown in [*HOSTILE[:5], r"java\x00script:\x1b[31m\x0d\x0a\x09", r"\ud800 alone"]:
        assert shown in text
    assert r"\u202eright to left\u2066\u2028\u2029\ufeff\u200b" in text


def test_no_character_that_would_not_be_seen_or_be_obeyed_is_in_a_page(document):
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]", document
    )


def test_the_policy_allows_the_one_style_and_the_one_script_by_their_hashes_and_nothing_else(document):
    tree = parsed(document)
    hashes = {}
    for name in ("style", "script"):
        (content,) = [one.text for one in tree.all(name) if "type" not in one.attributes]
        assert content == (files("instanakit.hygiene.page") / f"page.{'css' if name == 'style' else 'js'}").read_text()
        hashes[name] = f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
    assert tree.one("meta", http_equiv="Content-Security-Policy").attributes["content"] == (
        f"default-src 'none'; style-src {hashes['style']}; script-src {hashes['script']}; base-uri 'none'; form-action 'none'"
    )
    # Before anything that it is to hold for.
    assert document.index("Content-Security-Policy") < document.index("<style")


def test_a_script_that_is_not_allowed_by_its_hash_is_data(document):
    scripts = parsed(document).all("script")
    assert [one.attributes for one in scripts] == [{"type": "application/json", "id": "data"}, {}]
    assert "innerHTML" not in document


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_among_the_data_ends_no_script_and_is_a_text_there(hostile, monkeypatch):
    monkeypatch.setattr("instanakit.hygiene.page.findings.MOST", 0)
    tree = parsed(page(checked(token(hostile, "canViewLogs", name=hostile, createdBy=hostile))))
    data = tree.one("script", id="data").text
    assert not set("<>&") & set(data)
    known = json.loads(data)
    assert known["ids"] == [seen(hostile)]
    assert any("\t" in text for text in known["texts"])
    assert not any(template.text for template in tree.all("template") if hostile in template.text)
    assert {one.name for one in tree.all("template")[0]} <= {
        "li",
        "div",
        "b",
        "bdi",
        "code",
        "dl",
        "dt",
        "dd",
        "p",
        "slot",
    }


def test_no_attribute_is_a_style_or_a_handler(document):
    for one in parsed(document):
        assert not {key for key in one.attributes if key == "style" or key.startswith("on")}


def test_a_page_refers_to_nothing_outside_of_itself(document):
    tree = parsed(document)
    for one in tree:
        assert not {"src", "srcset", "action", "data", "xlink:href"} & set(one.attributes)
        assert one.attributes.get("href", "#").startswith("#")
    assert not {"link", "img", "iframe", "object", "base", "form"} & {one.name for one in tree}
    assert not re.search(r"https?:|//[a-z]", document.replace(escape(UNIT), "").replace(" //", ""))
    assert not re.search(r"url\(|@import|fetch|XMLHttpRequest|import\(", document)


@pytest.mark.parametrize(
    "internal_id", ["t1;reboot", "t1 --yes", "-t1", "$(reboot)", "t1\nreboot", "`reboot`", "t1\u202e", "ü"]
)
def test_a_command_that_a_shell_could_take_for_another_is_not_offered_to_be_copied(internal_id):
    tree = parsed(page(checked(token(internal_id, "canConfigureUsers"))))
    assert len(tree.all("p", class_="remedy")) > 1
    assert not tree.all("code", class_="command")
    tree = parsed(page(checked(token("t1", "canX\N{CYRILLIC SMALL LETTER A}"))))
    assert (
        tree.one("details", data_rule="ITK008").one("p", class_="remedy").one("code").has({"class_": "command"})
        is False
    )
    assert parsed(page(checked(token("t-1.a")))).one("details", data_rule="ITK011").one(
        "code", class_="command"
    ).text == ("instanakit tokens update t-1.a --limit-scope SCOPE")


def test_no_secret_is_in_a_page():
    with Sandbox(tokens=5, seed=1) as sandbox, Instana(sandbox.base_url, api_token=sandbox.api_token) as instana:
        made = instana.tokens.create("new", permissions=["canViewLogs"])
        document = page(instana.tokens.check())
        assert made.internal_id in document
        for stored in sandbox.state.tokens.values():
            assert stored["accessGrantingToken"] not in document
            assert stored["id"] not in document
