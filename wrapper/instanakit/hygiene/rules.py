"""The modules of rules, each of which registers its own when it is imported."""

from instanakit.hygiene import rules_of_access, rules_of_all, rules_of_names, rules_of_time

MODULES = (rules_of_access, rules_of_all, rules_of_names, rules_of_time)
