"""The benchmarks: this client beside its peers. `python -m benchmarks.run` measures; `make help` lists the commands."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # its helpers.verdicts is what every benchmark ends with
