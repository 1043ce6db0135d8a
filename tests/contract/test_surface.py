"""The public surface: what was released stays, unless CHANGELOG announces that it breaks."""

from pathlib import Path

import pytest

from surface import RELEASED, announced, breakages, main, surface

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def now():
    return surface()


def test_nothing_that_was_released_breaks_unless_the_changelog_announces_it(now):
    found = breakages(RELEASED.read_text(), now)
    allowed = announced((ROOT / "CHANGELOG.md").read_text())
    assert [broken for broken in found if broken[0].partition("(")[0] not in allowed] == []


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("    def close(self)", "    def shut(self)", ["Instana.close", "Pager.close"][:1]),
        ("def get(self, internal_id: str, *,", "def get(self, token: str, *,", ["Tokens.get", "AsyncTokens.get"]),
        ("missing_ok: bool = False", "missing_ok: bool", ["Tokens.delete", "AsyncTokens.delete"]),
        ("    CAN_VIEW_LOGS = 'canViewLogs'\n", "", ["Permission.CAN_VIEW_LOGS"]),
        ("class Correction:", "class Corrected:", ["Correction"]),
        ("retry: RetryPolicy | None = DEFAULT_RETRY, ", "", ["Instana.__init__", "AsyncInstana.__init__"]),
    ],
)
def test_what_is_taken_away_or_asked_for_anew_breaks(now, before, after, broken):
    assert before in now
    found = {path.partition("(")[0] for path, _ in breakages(now, now.replace(before, after))}
    assert found >= set(broken)


def test_what_is_added_breaks_nothing(now):
    more = now.replace("class Correction:", "class Novelty:\n    name: str\n\nclass Correction:")
    more = more.replace("missing_ok: bool = False", "missing_ok: bool = False, slowly: bool = False")
    assert more != now
    assert breakages(now, more) == []


def test_a_breaking_change_is_announced_by_its_name():
    changelog = "## [Unreleased]\n\n### Breaking\n\n- `Tokens.get` is gone.\n\n### Added\n\n- `Other`\n\n## [1.0.0]\n\n### Breaking\n\n- `Old`\n"
    assert announced(changelog) == {"Tokens.get"}
    assert announced("## [Unreleased]\n\n### Added\n\n- `Other`\n") == set()


def test_the_command_names_what_breaks(tmp_path, monkeypatch, capsys):
    released = tmp_path / "released.pyi"
    monkeypatch.setattr("surface.RELEASED", released)
    assert main([]) == 0
    assert main(["--check"]) == 0
    released.write_text(released.read_text() + "\nclass Gone:\n    name: str\n")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "Gone: Public object was removed\n"
