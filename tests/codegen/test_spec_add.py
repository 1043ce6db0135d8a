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


def test_a_file_without_the_token_is_refused(tmp_path, capsys):
    (tmp_path / "other.yaml").write_text("components: {schemas: {ApiToken: {properties: {}}}}")
    assert run(tmp_path / "other.yaml", "canX") == 1
    assert capsys.readouterr().err == "the specification has no block of properties below ApiToken\n"


def test_most_descriptions_that_stand_there_are_what_the_names_give():
    made = [name for name, field in FLAGS.items() if field["description"] == description(name)]
    assert len(made) > 0.7 * len(FLAGS)
