"""What is shipped: one wheel with both packages, the same bytes each time."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def build(folder):
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1767225600"}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("dist"))


def test_building_twice_gives_the_same_bytes(built, tmp_path):
    def digests(files):
        return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}

    assert len(built) == 2
    assert digests(build(tmp_path)) == digests(built)


def test_the_wheel_has_both_packages_and_nothing_else(built):
    (wheel,) = (path for name, path in built.items() if name.endswith(".whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"instanakit", "instana_openapi"}
    assert {"instanakit/py.typed", "instana_openapi/py.typed", "instanakit/sandbox/app.py"} <= set(names)
    assert [line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line] == [
        "Requires-Dist: attrs>=23.2",
        "Requires-Dist: httpcore<2,>=1.0.9",
        "Requires-Dist: httpx<0.29,>=0.28.1",
        "Requires-Dist: platformdirs>=4",
        "Requires-Dist: python-dateutil>=2.9",
        "Requires-Dist: sniffio>=1.3",
    ]


def test_the_wheel_imports_with_the_sources_gone(built, tmp_path):
    (wheel,) = (path for name, path in built.items() if name.endswith(".whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "import instanakit, instana_openapi; print(instanakit.__file__); print(instana_openapi.__file__)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": "."}
    )
    assert all(line.startswith(str(tmp_path)) for line in result.stdout.splitlines())
