"""The screens of the commands about rotations are those in screens/, to the letter, on terminals of 80 and 120 columns.

WRITE_SCREENS=1 writes them anew; look at the difference before it is committed.
"""

import pytest

from cli.rotationscene import Clock, Scene
from cli.screen import compare
from instanakit.sandbox import Sandbox

FORMS = {
    "table": ("-o table", 80),
    "wide": ("-o table", 120),
    "quiet": ("-o table --quiet", 80),
    "json": ("-o json", None),
}
RID = "rotation-1------"
BUILD, DEPLOY, TEST = (f"ci-{name}".ljust(32, "-") for name in ("build", "deploy", "test"))
ONE = f"tokens rotate {DEPLOY} --sink file:deploy.token --yes"
SEVERAL = "tokens rotate --name ci* --sink file:{name}.token --yes"
OWN = "tokens rotate --self --sink file:own.token --yes"
REFUSED = {"method": "POST", "status": 403, "body": {"message": "not permitted"}}
LOST = {"method": "DELETE", "status": 503, "times": None}
DAY = object()

# What was done before, each silently: a command, a fault of the server, or a day that passes; then the command.
SCREENS = {
    "tokens-rotate": [ONE],
    "tokens-rotate-at-once": [f"{ONE} --grace 0"],
    "tokens-rotate-compromised": [f"{ONE} --compromised"],
    "tokens-rotate-dry-run": [f"{ONE} --dry-run"],
    "tokens-rotate-self": [OWN],
    "tokens-rotate-own-name": ["tokens rotate --name owner --sink file:{name}.token --yes"],
    "tokens-rotate-several": [REFUSED | {"at": 2}, SEVERAL],
    "tokens-rotate-several-dry-run": [f"{SEVERAL} --compromised --dry-run"],
    "tokens-rotate-refused": [REFUSED, ONE],
    "tokens-rotate-stopped": [LOST, f"{ONE} --grace 0"],
    "tokens-rotate-again": [ONE, f"tokens rotate {DEPLOY} --sink file:other.token --yes"],
    "tokens-rotate-none": ["tokens rotate --name nobody --sink file:{name} --yes"],
    "rotations-list": [ONE, "rotations list"],
    "rotations-list-all": [SEVERAL, DAY, f"rotations resume {RID}", "rotations list --all"],
    "rotations-list-none": ["rotations list"],
    "rotations-show": [ONE, f"rotations show {RID}"],
    "rotations-show-stopped": [LOST, f"{ONE} --grace 0", f"rotations show {RID}"],
    "rotations-show-unknown": ["rotations show nobody"],
    "rotations-resume": [ONE, DAY, f"rotations resume {RID}"],
    "rotations-resume-early": [ONE, f"rotations resume {RID}"],
    "rotations-resume-stopped": [ONE, DAY, LOST, f"rotations resume {RID}"],
    "rotations-resume-all": [SEVERAL, DAY, REFUSED | {"method": "DELETE", "at": 2}, "rotations resume --all"],
    "rotations-resume-all-early": [SEVERAL, "rotations resume --all"],
    "rotations-resume-all-none": ["rotations resume --all"],
    "rotations-rollback": [ONE, f"rotations rollback {RID} --yes"],
    "rotations-rollback-late": [ONE, DAY, f"rotations resume {RID}", f"rotations rollback {RID} --yes"],
    "rotations-rollback-stopped": [ONE, LOST, f"rotations rollback {RID} --yes"],
}
OF_SEVERAL = [name for name in SCREENS if name.endswith(("list", "several", "dry-run", "all", "all-early"))]


@pytest.fixture
def scene(capsys, monkeypatch, tmp_path):
    """A unit with three tokens of a pipeline, and the one that is in use."""
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "state"))
    clock = Clock()
    with Sandbox(clock=clock.time) as sandbox:
        scene = Scene(sandbox, clock, capsys, tmp_path)
        scene.patch(monkeypatch)
        scene.add("owner", "in-use", canConfigureApiTokens=True)
        for name, internal_id in (("ci build", BUILD), ("ci deploy", DEPLOY), ("ci test", TEST)):
            scene.add(name, internal_id, canViewLogs=True)
        own = tmp_path / "own.token"
        own.write_text("made-up-secret-of-in-use\n")
        own.chmod(0o600)
        config = tmp_path / "config.toml"
        config.write_text(
            f'default_profile = "prod"\n[profiles.prod]\nbase_url = "{sandbox.base_url}"\n'
            'credential_file = "own.token"\ninternal_id = "in-use"\n'
        )
        monkeypatch.setenv("INSTANAKIT_CONFIG", str(config))
        yield scene


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name in SCREENS for form in ("table", "json")]
    + [(name, "wide") for name in OF_SEVERAL]
    + [(name, "quiet") for name in ("tokens-rotate", "tokens-rotate-several", "rotations-show")],
)
def test_the_output_of_every_command_about_rotations_is_the_one_that_is_checked_in(scene, monkeypatch, name, form):
    *before, shown = SCREENS[name]
    for step in before:
        if step is DAY:
            scene.clock.a_day_passes()
        elif isinstance(step, dict):
            scene.sandbox.faults.add("status", **step)
        else:
            scene.run(step, monkeypatch)
    options, columns = FORMS[form]
    compare(f"{name}.{form}", scene.run(f"{shown} {options}", monkeypatch, columns=columns))
