"""Standard streams that are full, closed or that nobody reads: what was done is said, and no traceback comes."""

import shutil
import subprocess

import pytest

from cli.line import COMMAND, Ended

BASH = shutil.which("bash")
NOBODY = "exec 3> >(exec true); wait $!;"  # 3 is a pipe whose reader has gone
LOST = "error: cannot show the result\nwhy:   {why}\nnext:  {left}\nsee:   docs/errors.md#files-and-streams\n"
WAYS = pytest.mark.parametrize(
    ("behind", "why"),
    [(">/dev/full", "No space left on device"), (">&3", "Broken pipe")],
    ids=["full", "broken pipe"],
)


def shell(behind, *arguments):
    """Run a command in bash, with something behind it."""
    line = f"{NOBODY} {' '.join(COMMAND)} {' '.join(arguments)} {behind}"
    ended = subprocess.run([BASH, "-c", line], capture_output=True, text=True, check=False)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@WAYS
class TestWhatWasDoneIsSaid:
    def test_after_a_create(self, line, tmp_path, behind, why):
        ended = shell(behind, "tokens", "create", "x", "--sink", "file:f")
        (token,) = line.tokens.values()
        left = f"The token {token['internalId']} was created; its secret is in file:{tmp_path}/f."
        assert ended == Ended(1, "", LOST.format(why=why, left=left))
        assert token["accessGrantingToken"] in (tmp_path / "f").read_text()

    def test_after_a_create_as_json_with_the_internal_id(self, line, behind, why):
        ended = shell(behind, "tokens", "create", "x", "--sink", "file:f", "-o", "json")
        assert ended.error["internal_id"] in line.tokens
        assert (ended.error["what"], ended.error["why"]) == ("cannot show the result", why)

    def test_after_an_update(self, line, behind, why):
        line.add()
        ended = shell(behind, "tokens", "update", "t1", "--name", "new")
        assert ended == Ended(1, "", LOST.format(why=why, left="The token t1 was updated."))

    def test_after_a_delete(self, line, behind, why):
        line.add()
        ended = shell(behind, "tokens", "delete", "t1", "nobody", "--yes")
        assert ended == Ended(1, "", LOST.format(why=why, left="Deleted: t1."))

    def test_after_a_rotation(self, line, monkeypatch, tmp_path, behind, why):
        monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "state"))
        line.add("ci", "t1")
        (tmp_path / "ci").write_text("made-up-secret-of-t1\n")
        (tmp_path / "ci").chmod(0o600)
        ended = shell(behind, "tokens", "rotate", "t1", "--sink", "file:ci", "--yes")
        (rotation,) = line("rotations", "list", "-o", "json").json["rotations"]
        left = f"What became of it: {rotation['rid']} is GRACE. See 'instanakit rotations list --all'."
        assert ended == Ended(1, "", LOST.format(why=why, left=left))


def test_without_standard_output_what_is_written_goes_nowhere(line):
    assert shell(">&-", "tokens", "list") == Ended(0, "", "")
    assert shell(">&- 2>&- <&-", "tokens", "list") == Ended(0, "", "")
    assert shell(">&-", "--version") == Ended(0, "", "")


def test_without_standard_error_the_status_is_the_same(line):
    assert shell("2>&-", "tokens", "get", "nobody") == Ended(5, "", "")


def test_without_standard_input_nobody_can_be_asked(line):
    line.add()
    ended = shell("<&-", "tokens", "delete", "t1")
    assert (ended.status, list(line.tokens)) == (2, ["t1"])
    assert "there is no terminal to ask at" in ended.err


def test_a_secret_for_standard_output_that_is_closed_is_never_made(line):
    ended = shell(">&-", "tokens", "create", "x", "--sink", "stdout")
    assert (ended.status, line.did) == (2, [])
    assert "why:   standard output is closed\nnext:  Open it, or name another sink.\n" in ended.err
