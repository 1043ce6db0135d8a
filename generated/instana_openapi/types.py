"""Contains some shared types for properties"""

from collections.abc import Mapping, MutableMapping
from enum import StrEnum
from http import HTTPStatus
from typing import IO, BinaryIO, Generic, Literal, TypeVar

from attrs import define, field


class Unset:
    def __reduce__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


UNSET: Unset = Unset()

# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: HTTPStatus
    content: bytes = field(repr=False)
    headers: MutableMapping[str, str] = field(repr=False)
    parsed: T | None


__all__ = ["UNSET", "LimitedScope", "Permission", "File", "FileTypes", "RequestFiles", "Response", "Unset"]


class Permission(StrEnum):
    """The permissions of an API token that the specification names."""

    CAN_COLLECT_NET_TRACE_LOGS = "canCollectNetTraceLogs"
    CAN_CONFIGURE_AGENT_RUN_MODE = "canConfigureAgentRunMode"
    CAN_CONFIGURE_AGENTS = "canConfigureAgents"
    CAN_CONFIGURE_AI_AGENTS = "canConfigureAiAgents"
    CAN_CONFIGURE_APDEX = "canConfigureApdex"
    CAN_CONFIGURE_API_TOKENS = "canConfigureApiTokens"
    CAN_CONFIGURE_APPLICATION_BUSINESS_CRITICALITY = "canConfigureApplicationBusinessCriticality"
    CAN_CONFIGURE_APPLICATIONS = "canConfigureApplications"
    CAN_CONFIGURE_APPLICATION_SMART_ALERTS = "canConfigureApplicationSmartAlerts"
    CAN_CONFIGURE_AUTHENTICATION_METHODS = "canConfigureAuthenticationMethods"
    CAN_CONFIGURE_AUTOMATION_ACTIONS = "canConfigureAutomationActions"
    CAN_CONFIGURE_AUTOMATION_POLICIES = "canConfigureAutomationPolicies"
    CAN_CONFIGURE_BIZOPS = "canConfigureBizops"
    CAN_CONFIGURE_CUSTOM_ENTITIES = "canConfigureCustomEntities"
    CAN_CONFIGURE_DATABASE_MANAGEMENT = "canConfigureDatabaseManagement"
    CAN_CONFIGURE_ENTITY_PAYLOAD_TRANSFORMATION_RULES = "canConfigureEntityPayloadTransformationRules"
    CAN_CONFIGURE_EUM_APPLICATIONS = "canConfigureEumApplications"
    CAN_CONFIGURE_EVENTS_AND_ALERTS = "canConfigureEventsAndAlerts"
    CAN_CONFIGURE_GEN_AI_EVALUATIONS = "canConfigureGenAIEvaluations"
    CAN_CONFIGURE_GEN_AI_SMART_ALERTS = "canConfigureGenAISmartAlerts"
    CAN_CONFIGURE_GLOBAL_ALERT_PAYLOAD = "canConfigureGlobalAlertPayload"
    CAN_CONFIGURE_GLOBAL_APPLICATION_SMART_ALERTS = "canConfigureGlobalApplicationSmartAlerts"
    CAN_CONFIGURE_GLOBAL_INFRA_SMART_ALERTS = "canConfigureGlobalInfraSmartAlerts"
    CAN_CONFIGURE_GLOBAL_LOG_SMART_ALERTS = "canConfigureGlobalLogSmartAlerts"
    CAN_CONFIGURE_GLOBAL_SYNTHETIC_SMART_ALERTS = "canConfigureGlobalSyntheticSmartAlerts"
    CAN_CONFIGURE_INTEGRATIONS = "canConfigureIntegrations"
    CAN_CONFIGURE_IP_FILTERING = "canConfigureIPFiltering"
    CAN_CONFIGURE_LLM = "canConfigureLLM"
    CAN_CONFIGURE_LLM_MODEL_PRICE = "canConfigureLLMModelPrice"
    CAN_CONFIGURE_LOGGING_PERSPECTIVES = "canConfigureLoggingPerspectives"
    CAN_CONFIGURE_LOG_MANAGEMENT = "canConfigureLogManagement"
    CAN_CONFIGURE_LOG_RETENTION_PERIOD = "canConfigureLogRetentionPeriod"
    CAN_CONFIGURE_MAINTENANCE_WINDOWS = "canConfigureMaintenanceWindows"
    CAN_CONFIGURE_MOBILE_APP_BUSINESS_CRITICALITY = "canConfigureMobileAppBusinessCriticality"
    CAN_CONFIGURE_MOBILE_APP_CONVERSIONS = "canConfigureMobileAppConversions"
    CAN_CONFIGURE_MOBILE_APP_MONITORING = "canConfigureMobileAppMonitoring"
    CAN_CONFIGURE_MOBILE_APP_SMART_ALERTS = "canConfigureMobileAppSmartAlerts"
    CAN_CONFIGURE_NETWORK_INTEGRATIONS = "canConfigureNetworkIntegrations"
    CAN_CONFIGURE_PERSONAL_API_TOKENS = "canConfigurePersonalApiTokens"
    CAN_CONFIGURE_PERSONALLY_IDENTIFIABLE_INFORMATION_MASKING = "canConfigurePersonallyIdentifiableInformationMasking"
    CAN_CONFIGURE_RELEASES = "canConfigureReleases"
    CAN_CONFIGURE_SERVICE_LEVEL_CORRECTION_WINDOWS = "canConfigureServiceLevelCorrectionWindows"
    CAN_CONFIGURE_SERVICE_LEVEL_INDICATORS = "canConfigureServiceLevelIndicators"
    CAN_CONFIGURE_SERVICE_LEVELS = "canConfigureServiceLevels"
    CAN_CONFIGURE_SERVICE_LEVEL_SMART_ALERTS = "canConfigureServiceLevelSmartAlerts"
    CAN_CONFIGURE_SERVICE_MAPPING = "canConfigureServiceMapping"
    CAN_CONFIGURE_SESSION_SETTINGS = "canConfigureSessionSettings"
    CAN_CONFIGURE_SUBTRACES = "canConfigureSubtraces"
    CAN_CONFIGURE_SYNTHETIC_CREDENTIALS = "canConfigureSyntheticCredentials"
    CAN_CONFIGURE_SYNTHETIC_LOCATIONS = "canConfigureSyntheticLocations"
    CAN_CONFIGURE_SYNTHETIC_TESTS = "canConfigureSyntheticTests"
    CAN_CONFIGURE_TEAMS = "canConfigureTeams"
    CAN_CONFIGURE_USERS = "canConfigureUsers"
    CAN_CONFIGURE_WEBSITE_BUSINESS_CRITICALITY = "canConfigureWebsiteBusinessCriticality"
    CAN_CONFIGURE_WEBSITE_CONVERSIONS = "canConfigureWebsiteConversions"
    CAN_CONFIGURE_WEBSITE_SMART_ALERTS = "canConfigureWebsiteSmartAlerts"
    CAN_CREATE_HEAP_DUMP = "canCreateHeapDump"
    CAN_CREATE_PUBLIC_CUSTOM_DASHBOARDS = "canCreatePublicCustomDashboards"
    CAN_CREATE_THREAD_DUMP = "canCreateThreadDump"
    CAN_DELETE_AUTOMATION_ACTION_HISTORY = "canDeleteAutomationActionHistory"
    CAN_DELETE_LOGS = "canDeleteLogs"
    CAN_DOWNLOAD_AGENT_CONFIGURATION = "canDownloadAgentConfiguration"
    CAN_EDIT_ALL_ACCESSIBLE_CUSTOM_DASHBOARDS = "canEditAllAccessibleCustomDashboards"
    CAN_INSTALL_NEW_AGENTS = "canInstallNewAgents"
    CAN_INVOKE_ALERT_CHANNEL = "canInvokeAlertChannel"
    CAN_MANUALLY_CLOSE_ISSUE = "canManuallyCloseIssue"
    CAN_PLAYBACK_SESSION_REPLAY = "canPlaybackSessionReplay"
    CAN_RUN_AUTOMATION_ACTIONS = "canRunAutomationActions"
    CAN_USE_SYNTHETIC_CREDENTIALS = "canUseSyntheticCredentials"
    CAN_VIEW_ACCOUNT_AND_BILLING_INFORMATION = "canViewAccountAndBillingInformation"
    CAN_VIEW_AUDIT_LOG = "canViewAuditLog"
    CAN_VIEW_BIZ_ALERTS = "canViewBizAlerts"
    CAN_VIEW_BUSINESS_ACTIVITIES = "canViewBusinessActivities"
    CAN_VIEW_BUSINESS_PROCESS_DETAILS = "canViewBusinessProcessDetails"
    CAN_VIEW_BUSINESS_PROCESSES = "canViewBusinessProcesses"
    CAN_VIEW_LOGS = "canViewLogs"
    CAN_VIEW_LOG_VOLUME = "canViewLogVolume"
    CAN_VIEW_SYNTHETIC_LOCATIONS = "canViewSyntheticLocations"
    CAN_VIEW_SYNTHETIC_TEST_RESULTS = "canViewSyntheticTestResults"
    CAN_VIEW_SYNTHETIC_TESTS = "canViewSyntheticTests"
    CAN_VIEW_TRACE_DETAILS = "canViewTraceDetails"


class LimitedScope(StrEnum):
    """The limited scopes of an API token that the specification names."""

    LIMITED_AI_GATEWAY_SCOPE = "limitedAiGatewayScope"
    LIMITED_ALERT_CHANNELS_SCOPE = "limitedAlertChannelsScope"
    LIMITED_APPLICATIONS_SCOPE = "limitedApplicationsScope"
    LIMITED_AUTOMATION_SCOPE = "limitedAutomationScope"
    LIMITED_BIZ_OPS_SCOPE = "limitedBizOpsScope"
    LIMITED_GEN_AI_CAPABILITIES_SCOPE = "limitedGenAICapabilitiesScope"
    LIMITED_GEN_AI_SCOPE = "limitedGenAIScope"
    LIMITED_INFRASTRUCTURE_SCOPE = "limitedInfrastructureScope"
    LIMITED_KUBERNETES_SCOPE = "limitedKubernetesScope"
    LIMITED_LINUX_KVM_HYPERVISOR_SCOPE = "limitedLinuxKVMHypervisorScope"
    LIMITED_LOGGING_PERSPECTIVES_SCOPE = "limitedLoggingPerspectivesScope"
    LIMITED_LOGS_SCOPE = "limitedLogsScope"
    LIMITED_MOBILE_APPS_SCOPE = "limitedMobileAppsScope"
    LIMITED_NUTANIX_SCOPE = "limitedNutanixScope"
    LIMITED_OPENSTACK_SCOPE = "limitedOpenstackScope"
    LIMITED_PCF_SCOPE = "limitedPcfScope"
    LIMITED_PHMC_SCOPE = "limitedPhmcScope"
    LIMITED_PVC_SCOPE = "limitedPvcScope"
    LIMITED_SAP_SCOPE = "limitedSAPScope"
    LIMITED_SERVICE_LEVEL_SCOPE = "limitedServiceLevelScope"
    LIMITED_SYNTHETICS_SCOPE = "limitedSyntheticsScope"
    LIMITED_VSPHERE_SCOPE = "limitedVsphereScope"
    LIMITED_WEBSITES_SCOPE = "limitedWebsitesScope"
    LIMITED_WINDOWS_HYPERVISOR_SCOPE = "limitedWindowsHypervisorScope"
    LIMITED_XEN_SERVER_SCOPE = "limitedXenServerScope"
    LIMITED_ZHMC_SCOPE = "limitedZhmcScope"
