"""How busy the machine is before a run begins, and whether what such a run finds may be kept."""

import os
from collections.abc import Mapping
from typing import Any

import attrs

NOTED, REFUSED = 0.5, 1.0  # of the load average over a minute, for each core
OPTION = "--although-busy"


@attrs.frozen
class Load:
    """The load average over a minute, and the number of cores that share it."""

    average: float
    cores: int

    @property
    def of_a_core(self) -> float:
        """The part of it that a core has."""
        return self.average / self.cores

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of it."""
        return {"load": round(self.average, 1), "cores": self.cores}

    @property
    def warning(self) -> str:
        """What is to be said of it, in one sentence; empty if the machine is idle."""
        if self.of_a_core <= NOTED:
            return ""
        return (
            f"The machine was busy when the run began: a load of {self.of_a_core:.1f} for each core, where more than "
            f"{NOTED} makes figures doubtful."
        )

    @property
    def refusal(self) -> str:
        """Why nothing may be kept of a run that begins now, and what to do; empty if it may."""
        if self.of_a_core <= REFUSED:
            return ""
        return (
            f"{self.warning} Above {REFUSED} no run is kept, so none was begun. Wait until the machine is idle, or "
            f"force it: BENCH={OPTION}"
        )


def now() -> Load:
    """Return the load of this machine."""
    return Load(os.getloadavg()[0], os.cpu_count() or 1)


def kept(results: Mapping[str, Any]) -> Load:
    """Return the load that a run was kept with."""
    return Load(results["load"], results["cores"])
