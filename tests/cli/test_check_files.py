"""tokens check: the files that it writes. What cannot be written, or would be lost, is told before anything is sent."""

import errno
import os

import pytest

from instanakit.cli.session import Session


@pytest.fixture
def unsent(checked, tmp_path, monkeypatch):
    """Check, and see that nothing was asked of the unit and no file came, went or changed."""

    def state():
        return {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}

    def check(*arguments):
        before = state()
        with monkeypatch.context() as patch:
            patch.setattr(Session, "client", lambda *_: pytest.fail("the unit was asked"))
            ended = checked(*arguments)
        assert (ended.status, ended.out) == (2, "")
        assert state() == before
        return ended.err

    return check


@pytest.fixture
def files(checked, tmp_path):
    (tmp_path / "policy.toml").write_text("")
    assert checked("--save-baseline", "base.json").status == 0
    (tmp_path / "link").symlink_to("policy.toml")
    (tmp_path / "here").symlink_to(".")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--policy", "policy.toml", "--html", "policy.toml"), "--html and --policy"),
        (("--policy", "policy.toml", "--html", "./here/policy.toml"), "--html and --policy"),
        (("--policy", "link", "--html", "policy.toml"), "--html and --policy"),
        (("--policy", "policy.toml", "--html", "link"), "--html and --policy"),
        (("--policy", "policy.toml", "--save-baseline", "here/policy.toml"), "--save-baseline and --policy"),
        (("--baseline", "base.json", "--html", "./base.json"), "--html and --baseline"),
        (("--save-baseline", "new", "--html", "here/new"), "--html and --save-baseline"),
    ],
)
def test_no_file_that_is_read_or_written_is_replaced_by_another_one(files, unsent, arguments, named):
    assert f"why:   {named} name one file\n" in unsent(*arguments)


def test_the_baseline_that_is_compared_with_may_be_the_one_that_is_saved(files, checked, line):
    line.tokens["t2"]["canConfigureUsers"] = True
    both = ("--baseline", "base.json", "--save-baseline", "base.json", "-o", "json")
    assert "ITK018" in {one["rule"] for one in checked(*both).json["findings"]}
    assert "ITK018" not in {one["rule"] for one in checked(*both).json["findings"]}


@pytest.mark.parametrize("option", ["--html", "--save-baseline"])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("folder", "folder is no file"),
        ("pipe", "pipe is no file"),
        ("link", "link is no file"),
        ("/", "/ is no file"),
        (".", ". is no file"),
        ("nowhere/x", "nowhere/x cannot be written: there is no folder nowhere"),
        ("base.json/x", "base.json/x cannot be written: there is no folder base.json"),
        ("x" * 254, f"{'x' * 254} cannot be written: {os.strerror(errno.ENAMETOOLONG)}"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_sent(files, unsent, option, path, why):
    (files / "folder").mkdir()
    os.mkfifo(files / "pipe")
    assert unsent(option, path, "--fail-on", "low") == (
        f"error: cannot check the tokens\nwhy:   {why}\nnext:  Name another file.\nsee:   docs/errors.md#failure\n"
    )


def test_a_folder_that_is_not_writable_is_told_before_anything_is_sent(unsent, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert "why:   x.html cannot be written: its folder is not writable\n" in unsent("--html", "x.html")


def test_a_page_and_a_baseline_are_written_and_named(checked, tmp_path):
    (tmp_path / "page.html").write_text("former")
    ended = checked("--html", "page.html", "--save-baseline", "base.json")
    assert (ended.status, ended.err) == (0, "wrote page.html\nwrote base.json\n")
    assert "risky" in (tmp_path / "page.html").read_text()
    for silent in ("-q", "-ojson"):
        assert checked("--html", "page.html", silent).err == ""


def test_a_page_that_fails_after_all_leaves_the_former_one_and_no_baseline(checked, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "page.html").write_text("former")
    monkeypatch.setattr("pathlib.Path.replace", full)
    ended = checked("--html", "page.html", "--save-baseline", "base.json", "-o", "json")
    assert (ended.status, ended.error["why"]) == (1, "page.html cannot be written: No space left on device")
    assert ended.json["findings"]  # which are shown all the same
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text() == "former"
