"""The examples do what they say, and show no secret: what they print is searched like everything else of the run."""

import runpy
from pathlib import Path

from instanakit.sandbox import Sandbox

DEMO = Path(__file__).parents[1] / "examples" / "demo.py"


def test_the_demo_tells_its_story(capsys):
    demo = runpy.run_path(str(DEMO))
    with Sandbox(tokens=4, seed=1) as sandbox:
        demo["story"](sandbox)
    told = capsys.readouterr().out
    print(told)  # for the search
    chapters = [line.partition(" ")[0] for line in told.splitlines() if line[:1].isdigit()]
    assert chapters == ["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10."]
    assert "canConfigureTimeTravel is still on" in told
    assert "POST   /api/settings/api-tokens  no answer" in told
    assert "Did you mean canViewLogs?" in told
    assert "NotFoundError" in told
    assert "(killed)" in told
    assert '"state": "DONE"' in told
    assert told.rstrip().endswith("calls are left in this hour, and no secret was shown.")
