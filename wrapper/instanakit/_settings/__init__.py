"""The options of a client, checked before anything is sent: base URL, credential, environment, limits.

It knows no HTTP library. No message quotes a credential.
"""

from instanakit._settings.address import check_base_url, from_environment
from instanakit._settings.credential import ApiToken, Credential, conceal, hide, hide_password
from instanakit._settings.options import AUTH_SCHEMES, MASKED_SECRET, Settings, check_retry

__all__ = [
    "AUTH_SCHEMES",
    "MASKED_SECRET",
    "ApiToken",
    "Credential",
    "Settings",
    "check_base_url",
    "check_retry",
    "conceal",
    "from_environment",
    "hide",
    "hide_password",
]
