"""Permissions and limited scopes: how their names look, and what they mean in words."""

import re

SCHEMA = "ApiToken"
_PERMISSION = re.compile(r"can([A-Z][A-Za-z0-9]*)")
_LIMITED_SCOPE = re.compile(r"limited([A-Z][A-Za-z0-9]*)Scope")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# What is not written as the rest of a sentence, by its parts in lower case.
_SPELLED = {
    "ai": "AI",
    "api": "API",
    "apdex": "Apdex",
    "eum": "EUM",
    "kubernetes": "Kubernetes",
    "linux": "Linux",
    "nutanix": "Nutanix",
    "openstack": "OpenStack",
    "pcf": "PCF",
    "vsphere": "vSphere",
    "xen": "Xen",
    "zhmc": "zHMC",
}
_PHRASES = {"biz ops": "BizOps", "gen AI": "generative AI"}


def is_flag(name: str) -> bool:
    """Tell whether a field of a token is a permission or a limited scope by its name."""
    return bool(_PERMISSION.fullmatch(name) or _LIMITED_SCOPE.fullmatch(name))


def description(name: str) -> str:
    """Say what a flag means, as far as its name tells."""
    if found := _LIMITED_SCOPE.fullmatch(name):
        return f"Narrows what the token sees of {_words(found[1])} to what it was given."
    return f"May {_words(name.removeprefix('can'))}."


def _words(name: str) -> str:
    words = " ".join(_spelled(word) for word in _WORD.findall(name))
    for plain, phrase in _PHRASES.items():
        words = words.replace(plain, phrase)
    return words


def _spelled(word: str) -> str:
    return word if word.isupper() and len(word) > 1 else _SPELLED.get(word.lower(), word.lower())
