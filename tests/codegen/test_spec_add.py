"""codegen/spec_add.py: new flags get into openapi.yaml, and nothing else of it changes."""

import difflib
import shutil

import pytest
import yaml

import spec_add
from helpers.vendor import NEW_FLAGS, SPEC
from specs.flags import description, is_flag

FLAGS = {
    name: field
    for name, field in yaml.safe_load(SPEC.read_text())["components"]["schemas"]["ApiToken"]["properties"].items()
    if is_flag(name)
}


@pytest.fixture
def spec(tmp_path):
    return shutil.copy(SPEC, tmp_path / "openapi.yaml")


def added(spec):
    """What the file has in addition, and nothing may be gone."""
    lines = list(difflib.ndiff(SPEC.read_bytes().decode().splitlines(), spec.read_bytes().decode().splitlines()))
    assert [line for line in lines if line.startswith("-")] == []
    return [line[2:] for line in lines if line.startswith("+")]


def run(spec, *names, release="1.330"):
    return spec_add.main([*names, "--release", release, "--spec", str(spec)])


def test_flags_are_added_in_their_places_and_nothing_else_changes(spec, capsys):
    assert (
        run(spec, "limitedZzzScope", "canConfigureIPDragons", "canConfigureGenAIDragons", "limitedAPIDragonsScope") == 0
    )
    assert capsys.readouterr().out == (
        "openapi.yaml has limitedZzzScope, canConfigureIPDragons, canConfigureGenAIDragons, limitedAPIDragonsScope now; "
        "read the descriptions, then: make spec generate\n"
    )
    assert (
        "\n".join(added(spec))
        == """\
        canConfigureGenAIDragons:
          type: boolean
          description: May configure generative AI dragons.
          x-first-release: "1.330"
        canConfigureIPDragons:
          type: boolean
          description: May configure IP dragons.
          x-first-release: "1.330"
        limitedAPIDragonsScope:
          type: boolean
          description: Narrows what the token sees of API dragons to what it was given.
          x-first-release: "1.330"
        limitedZzzScope:
          type: boolean
          description: Narrows what the token sees of zzz to what it was given.
          x-first-release: "1.330\""""
    )
    text = spec.read_text()
    assert (
        text.index("canConfigureIntegrations:")
        < text.index("canConfigureIPDragons:")
        < text.index("canConfigureIPFiltering:")
    )
    assert text.index("limitedZhmcScope:") < text.index("limitedZzzScope:") < text.index("    AuditLogPage:")


def test_the_order_that_stands_there_is_kept_whatever_was_given(spec):
    assert run(spec, *reversed(NEW_FLAGS)) == 0
    properties = yaml.safe_load(spec.read_text())["components"]["schemas"]["ApiToken"]["properties"]
    names = [name for name in properties if is_flag(name)]
    assert names == sorted({*FLAGS, *NEW_FLAGS}, key=str.lower)
    assert len(added(spec)) == 4 * len(NEW_FLAGS)


def test_comments_folded_texts_and_the_ends_of_lines_stay(tmp_path):
    spec = tmp_path / "openapi.yaml"
    text = "components:\n schemas:\n  ApiToken:\n   properties:\n    canB:  # why\n     description: >-\n      May\n      b.\n\n    # about the next\n    canD: {type: boolean} # inline\n\n# the end"
    text = text.replace("\n", "\r\n")
    for names in (["canA"], ["canC"], ["canE"]):
        spec.write_bytes(text.encode())
        assert run(spec, *names) == 0
        entry = f'    {names[0]}:\r\n      type: boolean\r\n      description: May {names[0][-1].lower()}.\r\n      x-first-release: "1.330"\r\n'
        behind = {"canA": "properties:\r\n", "canC": "      b.\r\n", "canE": "# inline\r\n"}[names[0]]
        assert spec.read_bytes().decode() == text.replace(behind, behind + entry)


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["canX", "canViewLogs"], "canViewLogs is there already; nothing was written"),
        (["name"], "name is neither a permission (canViewLogs) nor a limited scope (limitedLogsScope) by its form; nothing was written"),
        (["canopy"], "canopy is neither a permission (canViewLogs) nor a limited scope (limitedLogsScope) by its form; nothing was written"),
        (["canX: {}"], "canX: {} is neither a permission (canViewLogs) nor a limited scope (limitedLogsScope) by its form; nothing was written"),
        (["canViewlogs"], "canViewlogs differs from canViewLogs in nothing but capitals; edit openapi.yaml by hand; nothing was written"),
        (["canX", "canX"], "canX is named twice; nothing was written"),
    ],
)  # fmt: skip
def test_what_is_no_new_flag_is_refused_and_nothing_is_written(spec, capsys, names, problem):
    assert run(spec, *names) == 1
    assert capsys.readouterr().err == problem + "\n"
    assert added(spec) == []


@pytest.mark.parametrize("release", ["unreleased", "1.330\n", "2.1", ">1.328"])
def test_a_release_that_is_none_is_refused(spec, capsys, release):
    assert run(spec, "canX", release=release) == 1
    assert capsys.readouterr().err == (
        f"RELEASE must name the first release that documents the flags, 1.NNN; it is {release!r}\n"
    )
    assert added(spec) == []


def test_without_a_release_it_is_one_after_those_that_were_read(spec):
    assert run(spec, "canX", release="") == 0
    version = yaml.safe_load(SPEC.read_text())["info"]["version"]
    assert f'          x-first-release: ">{version}"' in [line.rstrip() for line in added(spec)]


HEAD = "info: {version: '1.328'}\ncomponents:\n schemas:\n  ApiToken:\n"
ADDED = '    canB:\n      type: boolean\n      description: May b.\n      x-first-release: "1.330"\n'


@pytest.mark.parametrize(
    ("last", "end"),
    [
        ("    canA: {type: boolean}", "\n"),
        ("    canA:\n      description: >-\n        May\n        a.", "\n"),
        ("    canA:\n      description: May a. # why", "\n"),
        ("    canA:", "\n"),
        ("    canA: {}\n\n  ", ""),
        ("    canA: {}\r\n    canAa: {}", "\r\n"),
    ],
)
def test_a_last_property_without_the_end_of_its_line_gets_one(tmp_path, last, end):
    spec = tmp_path / "openapi.yaml"
    text = HEAD.replace("\n", "\r\n" if end == "\r\n" else "\n") + "   properties:\n" + last
    spec.write_bytes(text.encode())
    assert run(spec, "canB") == 0
    made = ADDED.replace("\n", end or "\n")
    assert spec.read_bytes().decode() == (text + end + made if end else text.replace("{}\n", "{}\n" + made))


DEEP = "[" * 3000 + "]" * 3000


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "it holds 0 documents, not one"),
        (b"a: 1\n---\na: 2\n", "it holds 2 documents, not one"),
        (b"- a\n", "it is no mapping"),
        (b"openapi", "it is no mapping"),
        (b"a: [", "while parsing a flow node did not find expected node content in"),
        (b"a:\n\tb: 1\n", "while scanning for the next token found character that cannot start any token in"),
        (b"\x89PNG\r\n", "'utf-8' codec can't decode byte 0x89 in position 0: invalid start byte"),
        (b"a: \x00", "unacceptable character #x0000: "),
        ("a: ä".encode("utf-16"), "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (f"a: {DEEP}".encode(), "it is nested too deep, or made of itself"),
        (f"{HEAD}   properties:\n    canA: {{}}\n    canC: &c {{a: *c}}\n".encode(), "it is nested too deep, or made of itself"),
        (b"a: *b\n", "found undefined alias 'b' in"),
        (f"{HEAD}   properties:\n    canA: {{}}\ncomponents: text\n".encode(), "one of components, schemas, ApiToken, properties is there twice"),
        (b"components: {schemas: {ApiToken: {properties: {}}}}", "it has no block of properties below ApiToken"),
        (b"components: text", "it has no block of properties below ApiToken"),
        (b"components:\n- schemas\n", "it has no block of properties below ApiToken"),
        (f"{HEAD}   properties: {{canA: {{}}}}\n".encode(), "it has no block of properties below ApiToken"),
        (b'{"components": {"schemas": {"ApiToken": {"properties": {"canA": {}}}}}}', "it has no block of properties below ApiToken"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_specification_is_one_line_that_says_what_to_do(tmp_path, capsys, text, problem):
    spec = tmp_path / "other.yaml"
    spec.write_bytes(text)
    assert run(spec, "canX", release="") == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{spec} cannot be used: {problem}"), error
    assert error.endswith("; mend it, or name another with --spec\n")
    assert error.count("\n") == 1
    assert spec.read_bytes() == text


def test_a_file_that_is_not_there_is_one_line_too(tmp_path, capsys):
    assert run(tmp_path / "none.yaml", "canX") == 1
    assert capsys.readouterr().err == (
        f"{tmp_path / 'none.yaml'} cannot be used: No such file or directory; mend it, or name another with --spec\n"
    )


@pytest.mark.parametrize("info", ["", "info:\n", "info: [1]\n", "info: {version: v2}\n", "info: {version: '1.3\"'}\n"])
def test_without_a_release_in_the_file_one_must_be_named(tmp_path, capsys, info):
    spec = tmp_path / "openapi.yaml"
    text = info + HEAD.partition("\n")[2] + "   properties:\n    canA: {}\n"
    spec.write_text(text)
    assert run(spec, "canB", release="") == 1
    assert capsys.readouterr().err == (
        "info.version names no release, 1.NNN, that the new flags could be later than; name the first release that "
        "documents them: RELEASE=1.NNN; nothing was written\n"
    )
    assert spec.read_text() == text
    assert run(spec, "canB") == 0
    assert spec.read_text() == text + ADDED


def test_the_zero_at_the_end_of_a_release_stays(tmp_path):
    spec = tmp_path / "openapi.yaml"
    spec.write_text(HEAD.replace("'1.328'", "1.330") + "   properties:\n    canA: {}\n")
    assert run(spec, "canB", release="") == 0
    assert spec.read_text().endswith('x-first-release: ">1.330"\n')


@pytest.mark.parametrize(
    "text",
    [
        "   properties: &p\n    canA: {}\n  Other: {properties: *p}\n",
        "   properties: &p\n    canA: {}\n  Other: {properties: {<<: *p}}\n",
        "   properties:\n    canA: {}\n   properties: {canA: {}}\n",
        "   properties:\n    ? canA\n    : {}\n",
        "   properties:\n    canA:\n      description: |\n        May a.",
        "   properties:\n    canA:\n      description: |+\n        May a.\n\n\n",
    ],
)
def test_what_cannot_be_added_alone_is_refused_and_nothing_is_written(tmp_path, capsys, text):
    spec = tmp_path / "openapi.yaml"
    spec.write_text(HEAD + text)
    assert run(spec, "canB") == 1
    assert capsys.readouterr().err == (
        "the flags cannot be added without changing something else (an alias, a key that is there twice, a text without "
        "its end); add canB by hand; nothing was written\n"
    )
    assert spec.read_text() == HEAD + text


def test_a_field_that_is_taken_over_from_elsewhere_is_there_already(tmp_path, capsys):
    spec = tmp_path / "openapi.yaml"
    spec.write_text(HEAD + "   properties:\n    <<: {canB: {}}\n    canA: {}\n")
    assert run(spec, "canB") == 1
    assert capsys.readouterr().err == "canB is there already; nothing was written\n"


def test_most_descriptions_that_stand_there_are_what_the_names_give():
    made = [name for name, field in FLAGS.items() if field["description"] == description(name)]
    assert len(made) > 0.7 * len(FLAGS)
