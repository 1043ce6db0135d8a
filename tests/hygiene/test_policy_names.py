"""The permissions that a policy's file names: each error has its line, and what to do next."""

import pytest

from hygiene.policytext import read, refused

TIER = 'Write for example: T0 = ["canConfigureUsers", "*SmartAlerts"].'
TOXIC = 'Write one of each list, for example: mine = [["canViewLogs"], ["canInvokeAlertChannel"]].'
NEWER = "A permission that is newer than this build is written by its whole name."
NAMED = "Permissions are named as in canViewLogs."

NAME = [
    ("[tiers]\nT0 = 'x'", "line 2: tiers.T0 must be a list of permissions", TIER),
    ("[tiers]\nT0 = [\n'canViewLogs',\n5,\n]", "line 4: tiers.T0 must name permissions by texts; 5 is none", TIER),
    ("[tiers]\nT0 = ['']", "line 2: tiers.T0 names no permission: ''", NAMED),
    (
        "[tiers]\nT0 = ['canviewlogs']",
        "line 2: tiers.T0 names no permission: 'canviewlogs'",
        "Did you mean canViewLogs?",
    ),
    ("[tiers]\nT0 = ['limitedLogsScope']", "line 2: tiers.T0 names no permission: 'limitedLogsScope'", NAMED),
    (
        "[tiers]\nT0 = [ # canViewLogs\n\n'canConfigureUsr']",
        "line 4: tiers.T0 names no permission: 'canConfigureUsr'",
        "Did you mean canConfigureUsers?",
    ),
    (
        "[tiers]\nT0 = ['canCreateHeapdump']",
        "line 2: tiers.T0 names no permission: 'canCreateHeapdump'",
        "Did you mean canCreateHeapDump?",
    ),
    (
        "[tiers]\nT0 = ['canConfigureUsr*']",
        "line 2: tiers.T0 has a glob that matches no permission: 'canConfigureUsr*'",
        f"Did you mean canConfigureUsers? {NEWER}",
    ),
    ("[tiers]\nT0 = ['*SmartAlerts', 'xyz?']", "line 2: tiers.T0 has a glob that matches no permission: 'xyz?'", NEWER),
    (
        "toxic = 5",
        "line 1: toxic must be a table",
        'Write for example: toxic.runs-its-own-actions = [["canConfigureAutomationActions"], ["canRunAutomationActions"]].',
    ),
    ("[toxic]\nmine = 3", "line 2: toxic.mine must be a list of lists of permissions", TOXIC),
    ("[toxic]\nmine = ['canViewLogs']", "line 2: toxic.mine must be a list of lists of permissions", TOXIC),
    (
        "[toxic]\nmine = [['canViewLogs'],\n[]]",
        "line 3: toxic.mine has an empty list, so that no token could have one of each",
        "Leave it out; mine = [] switches the combination off.",
    ),
    (
        "[toxic]\nmine = [['canViewLogs'],\n['canConfigure*']]",
        "line 3: toxic.mine takes permissions by their whole names; 'canConfigure*' is a glob",
        "List those that are meant: one of a list is enough.",
    ),
    (
        "[toxic]\nmine = [['canVewLogs']]",
        "line 2: toxic.mine names no permission: 'canVewLogs'",
        "Did you mean canViewLogs?",
    ),
    ("[toxic]\nmine = [[{a = 1}]]", "line 2: toxic.mine must name permissions by texts; {'a': 1} is none", TOXIC),
    (
        "[toxic]\nmine = [\n  ['canViewLogs'],\n  ['canInvokeAlertChannel'],\n]\nmine2 = 3",
        "line 6: toxic.mine2 must be a list of lists of permissions",
        TOXIC.replace("mine", "mine2"),
    ),
]


@pytest.mark.parametrize(("text", "said", "hint"), NAME)
def test_what_fits_no_permission_is_an_error_with_the_line_and_a_hint(tmp_path, text, said, hint):
    assert refused(tmp_path, text) == (said, hint)


def test_a_permission_of_more_words_than_a_known_one_is_another(tmp_path):
    policy = read(tmp_path, '[tiers]\nT0 = ["canConfigureEumAgents"]')
    assert policy.unknown_permissions == {"canConfigureEumAgents"}
