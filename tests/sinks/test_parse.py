"""A sink is named by a text of one of five forms."""

from pathlib import Path

import pytest

from instanakit import ConfigurationError, InstanaError
from instanakit.sinks import Sink, SinkError, parse_sink

FORMS = "The forms are stdout, file:PATH, env:FILE#KEY, keyring:SERVICE/NAME and exec:COMMAND."


@pytest.mark.parametrize(
    ("text", "can_stage"),
    [
        ("stdout", False),
        ("file:/run/x", True),
        ("file:/run/a:b#c/d e", True),
        ("env:/srv/app/.env#INSTANA_API_TOKEN", True),
        ("env:/srv/#1/.env#_key2", True),
        ("keyring:instana/token", True),
        ("keyring:https://unit-tenant.instana.io/token", True),
        ("exec:vault kv put 'kv/a b' value=-", False),
    ],
)
def test_each_form_names_a_sink_that_says_what_it_can(text, can_stage):
    sink = parse_sink(text)
    assert isinstance(sink, Sink)
    assert sink.spec == text
    assert {sink.can_stage, sink.can_read_back, sink.keeps_previous} == {can_stage}


@pytest.mark.parametrize("form", ["file:{}", "env:{}#KEY"])
@pytest.mark.parametrize(("given", "meant"), [("~/t", "HOME/t"), ("t", "HERE/t"), ("a/../t", "HERE/t")])
def test_a_path_is_that_of_the_moment_when_it_is_named(form, given, meant, tmp_path, monkeypatch):
    home, here, there = (tmp_path / name for name in ("home", "here", "there"))
    here.mkdir()
    there.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    spec = parse_sink(form.format(given)).spec
    monkeypatch.chdir(there)
    assert spec == form.format(meant.replace("HOME", str(home)).replace("HERE", str(here)))
    assert parse_sink(spec).spec == spec


@pytest.mark.parametrize("form", ["file:{}", "env:{}#KEY"])
@pytest.mark.parametrize("way", ["", "a/", "a/../", "./", "link/", "link/../", "a/deep/../../link/"])
def test_a_file_has_one_name_whichever_way_leads_to_its_folder(form, way, tmp_path):
    (tmp_path / "a" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a" / "deep")
    folder = {"": "", "a/": "/a", "a/../": "", "./": "", "link/": "/a/deep", "link/../": "/a"}.get(way, "/a/deep")
    assert parse_sink(form.format(f"{tmp_path}/{way}t")).spec == form.format(f"{tmp_path}{folder}/t")
    assert parse_sink(form.format(f"/{tmp_path}/{way}t")).spec == form.format(f"{tmp_path}{folder}/t")


def test_the_name_of_a_file_stays_so_that_one_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "t")
    sink = parse_sink(f"file:{tmp_path}/link")
    assert sink.spec == f"file:{tmp_path}/link"
    with pytest.raises(SinkError, match="is a symbolic link"):
        sink.check()


def test_a_link_to_a_folder_whose_name_cannot_be_shown_names_no_sink_that_could_be_named_again(tmp_path):
    (tmp_path / "a\nb").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a\nb")
    with pytest.raises(ConfigurationError) as caught:
        parse_sink(f"file:{tmp_path}/link/t")
    assert str(caught.value) == (
        f"The sink is in a folder whose name has a character in it that cannot be shown. {FORMS}"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is of no known kind"),
        (None, "is of no known kind"),
        (Path("/x"), "is of no known kind"),
        ("hush-hush-hush", "is of no known kind"),
        ("hush:hush-hush", "is of no known kind"),
        ("stdout:", "is of no known kind"),
        ("stdout:x", "is of no known kind"),
        ("STDOUT", "is of no known kind"),
        ("file", "is of no known kind"),
        ("file:", "names no file"),
        ("file:/", "names no file"),
        ("file:/run/..", "names no file"),
        ("file:/run/a\nb", "has a character in it that cannot be shown"),
        ("file:/run/a\x1b[2J", "has a character in it that cannot be shown"),
        ("file:/run/a\0b", "has a character in it that cannot be shown"),
        ("file:~nobody-of-this-name/x", "begins with ~ and a user whose home is not known"),
        ("file:/run/t.pending", "ends in .pending, as the slots of another sink do"),
        ("file:/run/t.previous", "ends in .previous, as the slots of another sink do"),
        ("file:/run/t.temporary", "ends in .temporary, as the slots of another sink do"),
        ("env:", "names no key: behind a # come ASCII letters, digits and _, no digit first"),
        ("env:/run/x", "names no key: behind a # come ASCII letters, digits and _, no digit first"),
        ("env:/run/x#", "names no key: behind a # come ASCII letters, digits and _, no digit first"),
        ("env:/run/x#1A", "names no key: behind a # come ASCII letters, digits and _, no digit first"),
        ("env:/run/x#A B", "names no key: behind a # come ASCII letters, digits and _, no digit first"),
        ("env:/run/x#Ä", "names no key: behind a # come ASCII letters, digits and _, no digit first"),
        ("env:#KEY", "names no file"),
        ("keyring:instana", "needs a service and a name with a / between them"),
        ("keyring:/name", "needs a service and a name with a / between them"),
        ("keyring:service/", "needs a service and a name with a / between them"),
        ("keyring:service/name.pending", "ends in .pending, as the slots of another sink do"),
        ("exec:", "names no program"),
        ("exec:  ", "names no program"),
        ("exec:echo 'a", "has a quote that is opened and not closed"),
    ],
)
def test_any_other_text_is_refused_by_naming_the_forms_and_is_not_quoted(text, problem):
    with pytest.raises(ConfigurationError) as caught:
        parse_sink(text)
    assert str(caught.value) == f"The sink {problem}. {FORMS}"
    assert "hush" not in f"{caught.traceback[-1].frame.f_locals}"


@pytest.mark.parametrize("text", ["file:/run/x", "env:/run/x#KEY"])
def test_files_need_a_posix_system(text, monkeypatch):
    monkeypatch.setattr("instanakit.sinks.parse.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="The sink is of a kind that needs a POSIX system, which this is not"):
        parse_sink(text)


@pytest.mark.parametrize("text", ["stdout", "exec:cat"])
@pytest.mark.parametrize(
    "doing", ["stage", "pending", "current", "previous", "promote", "discard", "restore", "drop_previous"]
)
def test_a_sink_that_cannot_stage_says_which_kinds_can(text, doing):
    arguments = [None] if doing == "stage" else []
    with pytest.raises(SinkError) as caught:
        getattr(parse_sink(text), doing)(*arguments)
    assert str(caught.value) == (
        f"The sink {text} has no pending, current and previous value that could be read or moved. "
        "Use a sink of the kind file, env or keyring."
    )
    assert isinstance(caught.value, InstanaError)
