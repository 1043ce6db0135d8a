"""Profiles: named tenant units with their credentials, from a configuration file; docs/profiles.md has its form.

A credential is asked for when a call first needs it, and belongs to the origin that it was configured with.
"""

from instanakit.profiles.config import list_profiles, load_profile
from instanakit.profiles.places import config_path, state_path
from instanakit.profiles.profile import Profile
from instanakit.profiles.resolved import Resolved, Value
from instanakit.profiles.resolving import resolve

__all__ = ["Profile", "Resolved", "Value", "config_path", "list_profiles", "load_profile", "resolve", "state_path"]
