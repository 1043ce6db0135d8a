"""The token in use, rotated without grace into another sink than it is read from: what is asked, and what is to be set."""

import pytest

from cli.line import on_terminal


def rotate(line, sink, *more):
    return line("tokens", "rotate", "own", "--sink", sink, "--compromised", "--yes", "-o", "json", *more)


def test_the_question_says_that_the_credential_stops_to_work(settled, tmp_path):
    arguments = ["tokens", "rotate", "--self", "--sink", "file:other"]
    said = (
        f"The token in use, own, is among them: what file {tmp_path / 'own'} (config.toml [profiles.p]) gives stops to "
        f"work at once, and no command works before it gives what is then in file:{tmp_path / 'other'}."
    )
    _, shown = on_terminal(*arguments, "--compromised", typed="n\n")
    assert said in shown.replace("\n", "")
    _, shown = on_terminal(*arguments, typed="n\n")
    assert "stops to work" not in shown
    _, shown = on_terminal("tokens", "rotate", "--self", "--sink", "file:own", "--compromised", typed="n\n")
    assert "stops to work" not in shown


def test_afterwards_it_is_said_what_has_to_be_set(settled, tmp_path):
    ended = rotate(settled, "file:other")
    new = ended.json["rotations"][0]["new_internal_id"]
    assert ended.json["warnings"] == [
        f"the token in use was replaced: in config.toml [profiles.p] set internal_id to {new}, and let file "
        f"{tmp_path / 'own'} (config.toml [profiles.p]) give what is in file:{tmp_path / 'other'}, since the secret that "
        "it had works no more"
    ]


def test_where_the_credential_is_read_from_the_sink_only_the_id_has_to_be_set(settled, tmp_path):
    ended = rotate(settled, "file:own")
    new = ended.json["rotations"][0]["new_internal_id"]
    assert ended.json["warnings"] == [
        f"the token in use was replaced: in config.toml [profiles.p] set internal_id to {new}, and read its secret from "
        f"file:{tmp_path / 'own'}"
    ]
    assert settled("tokens", "list").status == 0


@pytest.mark.parametrize("sink", ["file:own", "env:.env#INSTANA_API_TOKEN"])
def test_a_variable_does_not_follow_the_sink_and_that_is_said(keyed, tmp_path, monkeypatch, sink):
    own = keyed.add("owner", "own", canConfigureApiTokens=True)
    monkeypatch.setenv("INSTANA_API_TOKEN", own["accessGrantingToken"])
    (warning,) = rotate(keyed, sink, "--self").json["warnings"]
    where = f"{sink.partition(':')[0]}:{tmp_path}/{sink.partition(':')[2]}"
    assert warning == (
        "the token in use was replaced: let environment variable INSTANA_API_TOKEN give what is in "
        f"{where}, since the secret that it had works no more"
    )


def test_settings_that_name_a_token_that_was_replaced_lead_to_its_successor(settled, tmp_path):
    line = ["tokens", "rotate", "--self", "--sink", "file:own", "--grace", "0", "--yes", "-o", "json"]
    first, second = settled(*line), settled(*line)
    assert (first.status, second.status) == (0, 0)
    (row,) = second.json["rotations"] if "rotations" in second.json else [second.json["rotation"]]
    assert row["internal_id"] != "own"
    several = settled("tokens", "rotate", "--name", "ci a", "--sink", "file:{name}", "--grace", "0", "--yes")
    assert several.status == 0
    assert "the token in use was replaced" in several.err
