"""The public surface: what was released stays, unless CHANGELOG announces that it breaks."""

import ast
import inspect
import shutil
from pathlib import Path
from typing import get_args

import attrs
import pytest

import instanakit
from instanakit import profiles, rotation, sandbox, sinks
from instanakit.sandbox.fault import KINDS, Action
from stubs.comparing import breakages
from stubs.writing import surface
from surface import RELEASED, announced, main, unannounced

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def now():
    return surface(ROOT)


def test_nothing_that_was_released_breaks_unless_the_changelog_announces_it(now):
    assert unannounced(list(breakages(RELEASED.read_text(), now))) == []


# Each change is made everywhere; one of the lines that name what it breaks is looked for.
@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("    def close(self)", "    def shut(self)", "Instana.close: was def close -> None, is gone"),
        ("class Correction:", "class Corrected:", "Correction: was class Correction(), is gone"),
        ("class NotFoundError(APIStatusError)", "class NotFoundError(APIError)", "NotFoundError: was class NotFoundError(APIStatusError), is class NotFoundError(APIError)"),
        ("class Permission(StrEnum)", "class Permission(Enum)", "Permission: was class Permission(StrEnum), is class Permission(Enum)"),
        ("    CAN_VIEW_LOGS = 'canViewLogs'\n", "", "Permission.CAN_VIEW_LOGS: was 'canViewLogs', is gone"),
        ("LIMITED_LOGS_SCOPE = 'limitedLogsScope'", "LIMITED_LOGS_SCOPE = 'logs'", "LimitedScope.LIMITED_LOGS_SCOPE: was 'limitedLogsScope', is 'logs'"),
        ("async def close", "def close", "AsyncInstana.close: was async def close -> None, is def close -> None"),
        ("    def reveal", "    async def reveal", "Secret.reveal: was def reveal -> str, is async def reveal -> str"),
        ("    @classmethod\n    def from_env(cls", "    def from_env(self", "Instana.from_env: was @classmethod def from_env -> Self, is def from_env -> Self"),
        ("internal_id: str, *, missing_ok", "token: str, *, missing_ok", "Tokens.delete(internal_id): was internal_id: str at place 1, is gone"),
        ("internal_id: str, *, missing_ok", "token: str, *, missing_ok", "Tokens.delete(token): was not there, is token: str at place 1, which every call must give"),
        ("internal_id: str, *, missing_ok", "internal_id: int, *, missing_ok", "AsyncTokens.delete(internal_id): was internal_id: str at place 1, is internal_id: int at place 1"),
        ("internal_id: str, *, missing_ok", "internal_id: str, /, *, missing_ok", "Tokens.delete(internal_id): was internal_id: str at place 1, is internal_id: str at place 1 only"),
        ("internal_id: str, *, missing_ok", "*, internal_id: str, missing_ok", "Tokens.delete(internal_id): was internal_id: str at place 1, is internal_id: str by name"),
        ("internal_id: str, *, missing_ok", "slow: bool = False, internal_id: str = '', *, missing_ok", "Tokens.delete(internal_id): was internal_id: str at place 1, is internal_id: str = '' at place 2"),
        ("missing_ok: bool = False", "missing_ok: bool", "Tokens.delete(missing_ok): was missing_ok: bool = False by name, is missing_ok: bool by name"),
        ("missing_ok: bool = False", "missing_ok: bool = True", "Tokens.delete(missing_ok): was missing_ok: bool = False by name, is missing_ok: bool = True by name"),
        ("retry: RetryPolicy | None = DEFAULT_RETRY, ", "", "Instana.__init__(retry): was retry: RetryPolicy | None = DEFAULT_RETRY by name, is gone"),
        (", **more: Any) -> None", ") -> None", "RateLimitError.__init__(**more): was **more: Any, is gone"),
        ("-> Iterator[Page[E]]", "-> Iterable[Page[E]]", "Pager.pages: was def pages -> Iterator[Page[E]], is def pages -> Iterable[Page[E]]"),
        ("expires_at: datetime | None\n", "expires_at: float | None\n", "Token.expires_at: was datetime | None, is float | None"),
        ("max_retries: int = 3", "max_retries: int = 5", "RetryPolicy.__init__(max_retries): was max_retries: int = 3 by name, is max_retries: int = 5 by name"),
        ("max_retries: int = 3", "budget: float, max_retries: int = 3", "RetryPolicy.__init__(budget): was not there, is budget: float by name, which every call must give"),
        (", max_delay: float = 8.0", "", "RetryPolicy.__init__(max_delay): was max_delay: float = 8.0 by name, is gone"),
        ("class Correction:\n    def __init__(self, field: str, sent: Any", "class Correction:\n    def __init__(self, sent: Any, field: str", "Correction.__init__(sent): was sent: Any at place 2, is sent: Any at place 1"),
        ("class Faults:\n    def __init__(self)", "class Faults:\n    def __init__(self, seed: int)", "Faults.__init__(seed): was not there, is seed: int at place 1, which every call must give"),
        ("    def __enter__(self) -> Self: ...\n", "", "Instana.__enter__: was def __enter__ -> Self, is gone"),
        ("class Sandbox:", "class Box:", "Sandbox: was class Sandbox(), is gone"),
        ("class SandboxState:\n    access_log: deque[Document]\n", "class SandboxState:\n", "SandboxState.access_log: was deque[Document], is gone"),
        ("class RequestLine(NamedTuple):\n    method: str\n", "class RequestLine(NamedTuple):\n", "RequestLine.method: was str, is gone"),
        ("Action: TypeAlias = Literal['latency', ", "Action: TypeAlias = Literal[", "Action: was TypeAlias = Literal['latency', 'hang', 'hang_after', 'close_before', 'close_after', 'status', 'status_after', 'truncate', 'wrong_length', 'drip', 'page', 'redirect', 'rate_limit'], is TypeAlias = Literal['hang', 'hang_after', 'close_before', 'close_after', 'status', 'status_after', 'truncate', 'wrong_length', 'drip', 'page', 'redirect', 'rate_limit']"),
        ("    def put(self, secret: Secret", "    def put(self, secret: str", "Sink.put(secret): was secret: Secret at place 1, is secret: str at place 1"),
        ("def parse_sink(", "def parse(", "parse_sink: was def parse_sink -> Sink, is gone"),
        ("def load_profile(name: str, ", "def load_profile(", "load_profile(name): was name: str at place 1, is gone"),
        ("    STAGED = 'STAGED'\n", "", "State.STAGED: was 'STAGED', is gone"),
        ("class JournalError(RotationError)", "class JournalError(InstanaError)", "JournalError: was class JournalError(RotationError), is class JournalError(InstanaError)"),
        ("    faults: Faults\n", "", "Sandbox.faults: was Faults, is gone"),
        ("    state: State\n", "    state: dict[str, Any]\n", "Sandbox.state: was State, is dict[str, Any]"),
        ("list_lag: float = 0.0", "list_lag: float = 1.0", "Options.__init__(list_lag): was list_lag: float = 0.0 by name, is list_lag: float = 1.0 by name"),
        ("SameId: TypeAlias = Literal['conflict', ", "SameId: TypeAlias = Literal[", "SameId: was TypeAlias = Literal['conflict', 'overwrite', 'second'], is TypeAlias = Literal['overwrite', 'second']"),
        ("httpx.Timeout(30, connect=5)", "httpx.Timeout(10)", "DEFAULT_TIMEOUT: was httpx.Timeout(30, connect=5), is httpx.Timeout(10)"),
        ("def instana_sandbox() -> Iterator[Sandbox]", "def instana_sandbox(unit: str) -> Iterator[Sandbox]", "instana_sandbox(unit): was not there, is unit: str at place 1, which every call must give"),
    ],
)  # fmt: skip
def test_what_is_taken_away_changed_or_asked_for_anew_breaks(now, before, after, broken):
    assert before in now
    assert broken in [f"{path}: {explained}" for path, explained in breakages(now, now.replace(before, after))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("class Correction:", "class Novelty:\n    def __init__(self, name: str) -> None: ...\n    name: str\n\nclass Correction:"),
        ("missing_ok: bool = False", "missing_ok: bool = False, slowly: bool = False"),
        ("    CAN_VIEW_LOGS = ", "    CAN_VIEW_FOGS = 'canViewFogs'\n    CAN_VIEW_LOGS = "),
        ("Action: TypeAlias = Literal['latency', ", "Action: TypeAlias = Literal['echo', 'latency', "),
        ("class Faults:", "class Faults:\n    seed: int\n    def undo(self, fault: Fault) -> None: ..."),
        ("    def reveal(self)", "    def reveal(self, why: str = '', *more: str, **others: str)"),
    ],
)  # fmt: skip
def test_what_is_added_breaks_nothing(now, before, after):
    assert before in now
    assert list(breakages(now, now.replace(before, after))) == []


def test_what_was_in_something_that_is_gone_is_not_named_beside_it():
    assert list(breakages("class Gone:\n    def walk(self, far: int) -> None: ...\n", "")) == [
        ("Gone", "was class Gone(), is gone")
    ]


def test_a_class_that_took_no_arguments_breaks_when_it_asks_for_one():
    after = "class Plain:\n    def __init__(self, name: str) -> None: ...\n"
    assert [path for path, _ in breakages("class Plain: ...\n", after)] == ["Plain.__init__(name)"]


def test_constructors_are_written_down_as_they_are_at_run_time(now):
    classes = {**vars(instanakit._public), "Options": sandbox.Options, "Fault": sandbox.Fault}
    made = [
        node for node in ast.parse(now).body if isinstance(node, ast.ClassDef) and attrs.has(classes.get(node.name))
    ]
    assert {"RetryPolicy", "Token", "Health", "Page", "Options"} <= {node.name for node in made}
    for node in made:
        written = next(each.args for each in node.body if getattr(each, "name", "") == "__init__")
        there = inspect.signature(classes[node.name]).parameters.values()
        by_name = [each.name for each in there if each.kind is each.KEYWORD_ONLY]
        by_place = [each.name for each in there if each.kind is not each.KEYWORD_ONLY]
        assert [each.arg for each in written.kwonlyargs] == by_name
        assert [each.arg for each in written.args] == ["self", *by_place]
        defaults = [*written.defaults, *filter(None, written.kw_defaults)]
        expected = [each.default for each in there if each.default is not each.empty]
        assert [ast.literal_eval(default) for default in defaults] == expected


def test_the_types_of_a_sandbox_are_written_down_as_they_are_at_run_time(now):
    written = next(node for node in ast.parse(now).body if getattr(node, "name", "") == "Sandbox")
    types = {each.target.id: ast.unparse(each.annotation) for each in written.body if isinstance(each, ast.AnnAssign)}
    box = sandbox.Sandbox()
    for name in ("api_token", "control_token", "faults", "state", "options"):
        assert types[name] == type(getattr(box, name)).__name__
    assert not any(isinstance(each, ast.Assign) for each in written.body)


def test_the_actions_of_faults_that_are_written_down_are_those_that_there_are():
    assert get_args(Action) == tuple(KINDS)


def test_all_that_the_modules_of_their_own_list_is_written_down(now):
    written = {path for path, _ in breakages(now, "")}
    for module in (sandbox, sinks, profiles, rotation):
        assert set(module.__all__) <= written


def test_of_the_state_of_a_sandbox_three_things_are_public(now):
    (state,) = (node for node in ast.parse(now).body if getattr(node, "name", "") == "SandboxState")
    assert [ast.unparse(each.target) for each in state.body] == ["access_log", "audit_log", "tokens"]


def test_a_change_of_the_sources_breaks_by_what_it_is_for_applications(tmp_path, now):
    for name in ("wrapper", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name)
    errors, retry = (tmp_path / "wrapper" / "instanakit" / name for name in ("errors.py", "retry.py"))
    private = errors.read_text().replace("class NotFoundError(APIStatusError)", "class NotFoundError(_Between)")
    private = private.replace(
        "class NotFoundError", "class _Between(APIStatusError):\n    pass\n\n\nclass NotFoundError"
    )
    errors.write_text(private)
    assert surface(tmp_path) == now
    retry.write_text(
        retry.read_text().replace(
            "max_retries: int = 3", "budget: float\n    max_retries: int = attrs.field(default=4)"
        )
    )
    assert dict(breakages(now, surface(tmp_path))) == {
        "RetryPolicy.__init__(budget)": "was not there, is budget: float by name, which every call must give",
        "RetryPolicy.__init__(max_retries)": "was max_retries: int = 3 by name, is max_retries: int = 4 by name",
    }


def test_a_breaking_change_is_announced_by_its_name():
    changelog = "\n## [Unreleased]\n\n### Breaking\n\n- `Tokens.get` is gone.\n\n### Added\n\n- `Other`\n\n## [1.0.0]\n\n### Breaking\n\n- `Old`\n"
    assert announced(changelog, "1.1.0") == {"Tokens.get"}
    assert announced("\n## [Unreleased]\n\n### Added\n\n- `Other`\n", "1.1.0") == set()


def test_what_is_announced_is_read_under_the_version_that_it_was_moved_to():
    changelog = "\n## [Unreleased]\n\n## [1.1.0] - 2026-11-25\n\n### Breaking\n\n- `Tokens.get` is gone.\n\n## [1.0.0]\n\n### Breaking\n\n- `Old`\n"
    assert announced(changelog, "1.1.0") == {"Tokens.get"}


def test_a_break_is_written_down_only_when_it_is_announced(tmp_path, monkeypatch, capsys):
    released, changelog = tmp_path / "released.pyi", tmp_path / "CHANGELOG.md"
    monkeypatch.setattr("surface.RELEASED", released)
    monkeypatch.setattr("surface.CHANGELOG", changelog)
    changelog.write_text("# Changelog\n\n## [Unreleased]\n\n### Added\n")
    released.write_text("class Gone:\n    name: str\n")
    assert main([]) == 1
    assert capsys.readouterr().err == (
        "Gone: was class Gone(), is gone\n"
        "nothing was written: name them in backticks under '### Breaking' in CHANGELOG.md\n"
    )
    assert released.read_text() == "class Gone:\n    name: str\n"
    changelog.write_text(f"# Changelog\n\n## [{instanakit.__version__}]\n\n### Breaking\n\n- `Gone` is gone.\n")
    assert main([]) == 0
    assert "class Secret:" in released.read_text()


def test_the_command_names_what_breaks(tmp_path, monkeypatch, capsys):
    released = tmp_path / "released.pyi"
    monkeypatch.setattr("surface.RELEASED", released)
    assert main([]) == 0
    assert main(["--check"]) == 0
    released.write_text(released.read_text() + "\nclass Gone:\n    name: str\n")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "Gone: was class Gone(), is gone\n"


@pytest.mark.parametrize("data", [None, b"<<<<<<< ours\n", b"\xff"])
def test_without_what_was_released_nothing_is_compared(tmp_path, monkeypatch, capsys, data):
    released = tmp_path / "released.pyi"
    monkeypatch.setattr("surface.RELEASED", released)
    if data is not None:
        released.write_bytes(data)
    assert main(["--check"]) == 2
    assert data is None or main([]) == 2
    error = capsys.readouterr().err.splitlines(keepends=True)[0]
    assert error.startswith("released.pyi cannot be read: ")
    assert error.endswith("; restore it as the last release had it\n")
