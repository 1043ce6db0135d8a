"""What tokens are for, and what they may do therefore: from nothing to everything."""

from random import Random

import attrs

from instanakit.permissions import ALWAYS_FALSE, Permission


@attrs.frozen
class Profile:
    """A use of tokens: how frequent it is, what each such token may do, and what some may do besides."""

    use: str
    weight: int
    always: tuple[str, ...] = ()
    at_times: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


METRICS = Profile("grafana", 12, scopes=("limitedApplicationsScope", "limitedInfrastructureScope"))
ADMIN = Profile(
    "admin",
    1,
    ("canConfigureApiTokens", "canConfigureUsers", "canConfigureTeams", "canViewAuditLog"),
    (
        "canConfigureAuthenticationMethods",
        "canConfigureIPFiltering",
        "canConfigureSessionSettings",
        "canDeleteLogs",
        "canConfigureAgents",
        "canConfigureIntegrations",
        "canViewAccountAndBillingInformation",
    ),
)
EVERYTHING = Profile("everything", 0, tuple(str(flag) for flag in Permission if flag not in ALWAYS_FALSE))
PROFILES = (
    METRICS,
    ADMIN,
    Profile(
        "dashboards",
        18,
        (),
        ("canViewLogs", "canViewTraceDetails", "canViewLogVolume", "canViewBusinessProcesses", "canViewSyntheticTests"),
        ("limitedApplicationsScope", "limitedWebsitesScope", "limitedKubernetesScope", "limitedMobileAppsScope"),
    ),
    Profile(
        "deploy",
        18,
        ("canConfigureReleases",),
        ("canConfigureMaintenanceWindows", "canInvokeAlertChannel", "canConfigureServiceLevelIndicators"),
        ("limitedApplicationsScope", "limitedServiceLevelScope"),
    ),
    Profile(
        "terraform",
        8,
        (
            "canConfigureApplications",
            "canConfigureApplicationSmartAlerts",
            "canConfigureEventsAndAlerts",
            "canConfigureServiceLevels",
            "canConfigureSyntheticTests",
        ),
        (
            "canConfigureApiTokens",
            "canConfigureGlobalAlertPayload",
            "canConfigureIntegrations",
            "canConfigureMaintenanceWindows",
            "canConfigureServiceMapping",
            "canConfigureTeams",
            "canConfigureEumApplications",
            "canManuallyCloseIssue",
        ),
        ("limitedAlertChannelsScope",),
    ),
    Profile(
        "agent",
        9,
        ("canConfigureAgents", "canInstallNewAgents"),
        ("canDownloadAgentConfiguration", "canConfigureAgentRunMode"),
        ("limitedInfrastructureScope", "limitedKubernetesScope", "limitedVsphereScope"),
    ),
    Profile(
        "synthetics",
        8,
        ("canConfigureSyntheticTests",),
        ("canConfigureSyntheticCredentials", "canUseSyntheticCredentials", "canConfigureSyntheticLocations"),
        ("limitedSyntheticsScope",),
    ),
    Profile(
        "alerting",
        8,
        ("canConfigureEventsAndAlerts", "canConfigureIntegrations"),
        ("canConfigureGlobalAlertPayload", "canConfigureMaintenanceWindows", "canManuallyCloseIssue"),
        ("limitedAlertChannelsScope", "limitedApplicationsScope"),
    ),
    Profile("audit-export", 5, ("canViewAuditLog",), ("canViewAccountAndBillingInformation",)),
    Profile(
        "automation",
        5,
        ("canRunAutomationActions",),
        ("canConfigureAutomationActions", "canConfigureAutomationPolicies", "canDeleteAutomationActionHistory"),
        ("limitedAutomationScope",),
    ),
    Profile(
        "log-shipping",
        5,
        ("canViewLogs",),
        (
            "canDeleteLogs",
            "canConfigureLogManagement",
            "canConfigureLogRetentionPeriod",
            "canConfigurePersonallyIdentifiableInformationMasking",
        ),
        ("limitedLogsScope", "limitedLoggingPerspectivesScope"),
    ),
    Profile("diagnostics", 3, ("canCreateHeapDump", "canCreateThreadDump"), ("canCollectNetTraceLogs",)),
)
_WEIGHTS = [profile.weight for profile in PROFILES]


def some_profile(chance: Random) -> Profile:
    """Choose what a token is for."""
    return chance.choices(PROFILES, _WEIGHTS)[0]


def flags(chance: Random, profile: Profile) -> list[str]:
    """Choose the permissions and limited scopes of a token of this profile."""
    more = chance.randint(0, len(profile.at_times))
    narrowed = chance.randint(1, len(profile.scopes)) if profile.scopes and chance.random() < 0.4 else 0
    return [*profile.always, *chance.sample(profile.at_times, more), *chance.sample(profile.scopes, narrowed)]
