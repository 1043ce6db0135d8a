"""The public surface, as the last release has it; `make surface` writes it."""

class APIConnectionError(APIError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class APIError(InstanaError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class APIStatusError(APIError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class APITimeoutError(APIConnectionError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class AccessLogEntry:
    def __init__(self, document: Document) -> None: ...
    action: str
    at: datetime | None
    email: str
    full_name: str
    message: str
    meta: dict[str, Any]
    raw: dict[str, Any]
    tenant_id: str
    tenant_unit_id: str | None

class Actor:
    def __init__(self, type: str, id: str, name: str, email: str | None) -> None: ...
    email: str | None
    id: str
    name: str
    type: str

class AsyncInstana:
    def __init__(self, base_url: str, *, api_token: ApiToken, auth_scheme: str = 'apiToken', timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT, deadline: float | None = 60.0, retry: RetryPolicy | None = DEFAULT_RETRY, verify: bool | str | os.PathLike[str] | ssl.SSLContext = True, cert: str | os.PathLike[str] | tuple[str, str] | tuple[str, str, str | Secret] | None = None, proxy: str | Secret | None = None, trust_env: bool = True, transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None, max_response_bytes: int = MAX_RESPONSE_BYTES, allow_insecure_http: bool = False, masked_secret: str = 'send', user_agent: str | None = None, on_event: Callable[[Event], object] | None = None) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_: object) -> None: ...
    access_log: AsyncLogReader[AccessLogEntry]
    audit_log: AsyncLogReader[AuditLogEntry]
    async def close(self) -> None: ...
    @classmethod
    def from_env(cls, **options: Any) -> Self: ...
    @classmethod
    def from_profile(cls, name: str, **options: Any) -> Self: ...
    async def health(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Health: ...
    rate_limit: RateLimit | None
    async def request(self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None, content: bytes | str | None = None, headers: Mapping[str, str] | None = None, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> httpx.Response: ...
    rotations: AsyncRotations
    tokens: AsyncTokens
    async def version(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Version: ...

class AsyncPager(Generic[E]):
    def __init__(self, wire: AsyncWire, options: Options, reading: Reading[E]) -> None: ...
    async def __aiter__(self) -> AsyncIterator[E]: ...
    async def pages(self) -> AsyncIterator[Page[E]]: ...

class AuditLogEntry:
    def __init__(self, document: Document) -> None: ...
    action: str
    actor: Actor
    at: datetime | None
    id: str
    message: str
    meta: dict[str, Any]
    raw: dict[str, Any]

class AuthenticationError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class BadRequestError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class ConfigurationError(InstanaError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class ConflictError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class Correction:
    def __init__(self, field: str, sent: Any, stored: Any) -> None: ...
    field: str
    sent: Any
    stored: Any

class Event:
    def __init__(self, kind: str, method: str, path: str, attempt: int, status_code: int | None = None, elapsed: float | None = None, delay: float | None = None) -> None: ...
    attempt: int
    delay: float | None
    elapsed: float | None
    kind: str
    method: str
    path: str
    status_code: int | None

class Health:
    def __init__(self, document: Document) -> None: ...
    messages: tuple[str, ...]
    raw: dict[str, Any]
    status: str

class Instana:
    def __init__(self, base_url: str, *, api_token: ApiToken, auth_scheme: str = 'apiToken', timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT, deadline: float | None = 60.0, retry: RetryPolicy | None = DEFAULT_RETRY, verify: bool | str | os.PathLike[str] | ssl.SSLContext = True, cert: str | os.PathLike[str] | tuple[str, str] | tuple[str, str, str | Secret] | None = None, proxy: str | Secret | None = None, trust_env: bool = True, transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None, max_response_bytes: int = MAX_RESPONSE_BYTES, allow_insecure_http: bool = False, masked_secret: str = 'send', user_agent: str | None = None, on_event: Callable[[Event], object] | None = None) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    access_log: LogReader[AccessLogEntry]
    audit_log: LogReader[AuditLogEntry]
    def close(self) -> None: ...
    @classmethod
    def from_env(cls, **options: Any) -> Self: ...
    @classmethod
    def from_profile(cls, name: str, **options: Any) -> Self: ...
    def health(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Health: ...
    rate_limit: RateLimit | None
    def request(self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None, content: bytes | str | None = None, headers: Mapping[str, str] | None = None, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> httpx.Response: ...
    rotations: Rotations
    tokens: Tokens
    def version(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Version: ...

class InstanaError(Exception):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class InternalServerError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

KEEP: Final = Keep.KEEP

KEEP_LIFETIME: Final = KeepLifetime.KEEP_LIFETIME

class LimitedScope(StrEnum):
    LIMITED_AI_GATEWAY_SCOPE = 'limitedAiGatewayScope'
    LIMITED_ALERT_CHANNELS_SCOPE = 'limitedAlertChannelsScope'
    LIMITED_APPLICATIONS_SCOPE = 'limitedApplicationsScope'
    LIMITED_AUTOMATION_SCOPE = 'limitedAutomationScope'
    LIMITED_BIZ_OPS_SCOPE = 'limitedBizOpsScope'
    LIMITED_GEN_AI_CAPABILITIES_SCOPE = 'limitedGenAICapabilitiesScope'
    LIMITED_GEN_AI_SCOPE = 'limitedGenAIScope'
    LIMITED_INFRASTRUCTURE_SCOPE = 'limitedInfrastructureScope'
    LIMITED_KUBERNETES_SCOPE = 'limitedKubernetesScope'
    LIMITED_LINUX_KVM_HYPERVISOR_SCOPE = 'limitedLinuxKVMHypervisorScope'
    LIMITED_LOGGING_PERSPECTIVES_SCOPE = 'limitedLoggingPerspectivesScope'
    LIMITED_LOGS_SCOPE = 'limitedLogsScope'
    LIMITED_MOBILE_APPS_SCOPE = 'limitedMobileAppsScope'
    LIMITED_NUTANIX_SCOPE = 'limitedNutanixScope'
    LIMITED_OPENSTACK_SCOPE = 'limitedOpenstackScope'
    LIMITED_PCF_SCOPE = 'limitedPcfScope'
    LIMITED_PHMC_SCOPE = 'limitedPhmcScope'
    LIMITED_PVC_SCOPE = 'limitedPvcScope'
    LIMITED_SAP_SCOPE = 'limitedSAPScope'
    LIMITED_SERVICE_LEVEL_SCOPE = 'limitedServiceLevelScope'
    LIMITED_SYNTHETICS_SCOPE = 'limitedSyntheticsScope'
    LIMITED_VSPHERE_SCOPE = 'limitedVsphereScope'
    LIMITED_WEBSITES_SCOPE = 'limitedWebsitesScope'
    LIMITED_WINDOWS_HYPERVISOR_SCOPE = 'limitedWindowsHypervisorScope'
    LIMITED_XEN_SERVER_SCOPE = 'limitedXenServerScope'
    LIMITED_ZHMC_SCOPE = 'limitedZhmcScope'

class NotFoundError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class OutcomeUnknownError(APIError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    internal_id: str | None
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class Page(Generic[E]):
    def __init__(self, entries: tuple[E, ...], total: int, offset: int, next_offset: int | None) -> None: ...
    entries: tuple[E, ...]
    next_offset: int | None
    offset: int
    total: int

class Pager(Generic[E]):
    def __init__(self, wire: SyncWire, options: Options, reading: Reading[E]) -> None: ...
    def __iter__(self) -> Iterator[E]: ...
    def pages(self) -> Iterator[Page[E]]: ...

class Permission(StrEnum):
    CAN_COLLECT_NET_TRACE_LOGS = 'canCollectNetTraceLogs'
    CAN_CONFIGURE_AGENTS = 'canConfigureAgents'
    CAN_CONFIGURE_AGENT_RUN_MODE = 'canConfigureAgentRunMode'
    CAN_CONFIGURE_AI_AGENTS = 'canConfigureAiAgents'
    CAN_CONFIGURE_APDEX = 'canConfigureApdex'
    CAN_CONFIGURE_API_TOKENS = 'canConfigureApiTokens'
    CAN_CONFIGURE_APPLICATIONS = 'canConfigureApplications'
    CAN_CONFIGURE_APPLICATION_BUSINESS_CRITICALITY = 'canConfigureApplicationBusinessCriticality'
    CAN_CONFIGURE_APPLICATION_SMART_ALERTS = 'canConfigureApplicationSmartAlerts'
    CAN_CONFIGURE_AUTHENTICATION_METHODS = 'canConfigureAuthenticationMethods'
    CAN_CONFIGURE_AUTOMATION_ACTIONS = 'canConfigureAutomationActions'
    CAN_CONFIGURE_AUTOMATION_POLICIES = 'canConfigureAutomationPolicies'
    CAN_CONFIGURE_BIZOPS = 'canConfigureBizops'
    CAN_CONFIGURE_CUSTOM_ENTITIES = 'canConfigureCustomEntities'
    CAN_CONFIGURE_DATABASE_MANAGEMENT = 'canConfigureDatabaseManagement'
    CAN_CONFIGURE_ENTITY_PAYLOAD_TRANSFORMATION_RULES = 'canConfigureEntityPayloadTransformationRules'
    CAN_CONFIGURE_EUM_APPLICATIONS = 'canConfigureEumApplications'
    CAN_CONFIGURE_EVENTS_AND_ALERTS = 'canConfigureEventsAndAlerts'
    CAN_CONFIGURE_GEN_AI_EVALUATIONS = 'canConfigureGenAIEvaluations'
    CAN_CONFIGURE_GEN_AI_SMART_ALERTS = 'canConfigureGenAISmartAlerts'
    CAN_CONFIGURE_GLOBAL_ALERT_PAYLOAD = 'canConfigureGlobalAlertPayload'
    CAN_CONFIGURE_GLOBAL_APPLICATION_SMART_ALERTS = 'canConfigureGlobalApplicationSmartAlerts'
    CAN_CONFIGURE_GLOBAL_INFRA_SMART_ALERTS = 'canConfigureGlobalInfraSmartAlerts'
    CAN_CONFIGURE_GLOBAL_LOG_SMART_ALERTS = 'canConfigureGlobalLogSmartAlerts'
    CAN_CONFIGURE_GLOBAL_SYNTHETIC_SMART_ALERTS = 'canConfigureGlobalSyntheticSmartAlerts'
    CAN_CONFIGURE_INTEGRATIONS = 'canConfigureIntegrations'
    CAN_CONFIGURE_IP_FILTERING = 'canConfigureIPFiltering'
    CAN_CONFIGURE_LLM = 'canConfigureLLM'
    CAN_CONFIGURE_LLM_MODEL_PRICE = 'canConfigureLLMModelPrice'
    CAN_CONFIGURE_LOGGING_PERSPECTIVES = 'canConfigureLoggingPerspectives'
    CAN_CONFIGURE_LOG_MANAGEMENT = 'canConfigureLogManagement'
    CAN_CONFIGURE_LOG_RETENTION_PERIOD = 'canConfigureLogRetentionPeriod'
    CAN_CONFIGURE_MAINTENANCE_WINDOWS = 'canConfigureMaintenanceWindows'
    CAN_CONFIGURE_MOBILE_APP_BUSINESS_CRITICALITY = 'canConfigureMobileAppBusinessCriticality'
    CAN_CONFIGURE_MOBILE_APP_CONVERSIONS = 'canConfigureMobileAppConversions'
    CAN_CONFIGURE_MOBILE_APP_MONITORING = 'canConfigureMobileAppMonitoring'
    CAN_CONFIGURE_MOBILE_APP_SMART_ALERTS = 'canConfigureMobileAppSmartAlerts'
    CAN_CONFIGURE_NETWORK_INTEGRATIONS = 'canConfigureNetworkIntegrations'
    CAN_CONFIGURE_PERSONALLY_IDENTIFIABLE_INFORMATION_MASKING = 'canConfigurePersonallyIdentifiableInformationMasking'
    CAN_CONFIGURE_PERSONAL_API_TOKENS = 'canConfigurePersonalApiTokens'
    CAN_CONFIGURE_RELEASES = 'canConfigureReleases'
    CAN_CONFIGURE_SERVICE_LEVELS = 'canConfigureServiceLevels'
    CAN_CONFIGURE_SERVICE_LEVEL_CORRECTION_WINDOWS = 'canConfigureServiceLevelCorrectionWindows'
    CAN_CONFIGURE_SERVICE_LEVEL_INDICATORS = 'canConfigureServiceLevelIndicators'
    CAN_CONFIGURE_SERVICE_LEVEL_SMART_ALERTS = 'canConfigureServiceLevelSmartAlerts'
    CAN_CONFIGURE_SERVICE_MAPPING = 'canConfigureServiceMapping'
    CAN_CONFIGURE_SESSION_SETTINGS = 'canConfigureSessionSettings'
    CAN_CONFIGURE_SUBTRACES = 'canConfigureSubtraces'
    CAN_CONFIGURE_SYNTHETIC_CREDENTIALS = 'canConfigureSyntheticCredentials'
    CAN_CONFIGURE_SYNTHETIC_LOCATIONS = 'canConfigureSyntheticLocations'
    CAN_CONFIGURE_SYNTHETIC_TESTS = 'canConfigureSyntheticTests'
    CAN_CONFIGURE_TEAMS = 'canConfigureTeams'
    CAN_CONFIGURE_USERS = 'canConfigureUsers'
    CAN_CONFIGURE_WEBSITE_BUSINESS_CRITICALITY = 'canConfigureWebsiteBusinessCriticality'
    CAN_CONFIGURE_WEBSITE_CONVERSIONS = 'canConfigureWebsiteConversions'
    CAN_CONFIGURE_WEBSITE_SMART_ALERTS = 'canConfigureWebsiteSmartAlerts'
    CAN_CREATE_HEAP_DUMP = 'canCreateHeapDump'
    CAN_CREATE_PUBLIC_CUSTOM_DASHBOARDS = 'canCreatePublicCustomDashboards'
    CAN_CREATE_THREAD_DUMP = 'canCreateThreadDump'
    CAN_DELETE_AUTOMATION_ACTION_HISTORY = 'canDeleteAutomationActionHistory'
    CAN_DELETE_LOGS = 'canDeleteLogs'
    CAN_DOWNLOAD_AGENT_CONFIGURATION = 'canDownloadAgentConfiguration'
    CAN_EDIT_ALL_ACCESSIBLE_CUSTOM_DASHBOARDS = 'canEditAllAccessibleCustomDashboards'
    CAN_INSTALL_NEW_AGENTS = 'canInstallNewAgents'
    CAN_INVOKE_ALERT_CHANNEL = 'canInvokeAlertChannel'
    CAN_MANUALLY_CLOSE_ISSUE = 'canManuallyCloseIssue'
    CAN_PLAYBACK_SESSION_REPLAY = 'canPlaybackSessionReplay'
    CAN_RUN_AUTOMATION_ACTIONS = 'canRunAutomationActions'
    CAN_USE_SYNTHETIC_CREDENTIALS = 'canUseSyntheticCredentials'
    CAN_VIEW_ACCOUNT_AND_BILLING_INFORMATION = 'canViewAccountAndBillingInformation'
    CAN_VIEW_AUDIT_LOG = 'canViewAuditLog'
    CAN_VIEW_BIZ_ALERTS = 'canViewBizAlerts'
    CAN_VIEW_BUSINESS_ACTIVITIES = 'canViewBusinessActivities'
    CAN_VIEW_BUSINESS_PROCESSES = 'canViewBusinessProcesses'
    CAN_VIEW_BUSINESS_PROCESS_DETAILS = 'canViewBusinessProcessDetails'
    CAN_VIEW_LOGS = 'canViewLogs'
    CAN_VIEW_LOG_VOLUME = 'canViewLogVolume'
    CAN_VIEW_SYNTHETIC_LOCATIONS = 'canViewSyntheticLocations'
    CAN_VIEW_SYNTHETIC_TESTS = 'canViewSyntheticTests'
    CAN_VIEW_SYNTHETIC_TEST_RESULTS = 'canViewSyntheticTestResults'
    CAN_VIEW_TRACE_DETAILS = 'canViewTraceDetails'

class PermissionDeniedError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class RateLimit:
    def __init__(self, limit: int | None, remaining: int | None, resets_at: datetime | None, zone: str | None) -> None: ...
    limit: int | None
    remaining: int | None
    resets_at: datetime | None
    zone: str | None

class RateLimitError(APIStatusError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    resets_at: datetime | None
    rid: str | None
    status_code: int | None

class RetryPolicy:
    def __init__(self, *, max_retries: int = 3, initial_delay: float = 0.5, max_delay: float = 8.0) -> None: ...
    def delay(self, happened: Failure | int, *, repeat: Repeat, attempt: int, random: float, asked: float | None = None) -> float | None: ...
    initial_delay: float
    max_delay: float
    max_retries: int

class Secret:
    def __init__(self, value: str) -> None: ...
    def __iter__(self) -> NoReturn: ...
    is_mask: bool
    def reveal(self) -> str: ...

class Token:
    def __init__(self, document: Document, secret: Secret | None = None, corrections: tuple[Correction, ...] = ()) -> None: ...
    corrections: tuple[Correction, ...]
    created_at: datetime | None
    created_by: str | None
    expires_at: datetime | None
    id: Secret | None
    internal_id: str
    def is_expired(self, at: datetime) -> bool: ...
    last_used_at: datetime | None
    limited_scopes: frozenset[str]
    name: str
    permissions: frozenset[str]
    raw: dict[str, Any]
    secret: Secret | None

class UnexpectedResponseError(APIError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class Version:
    def __init__(self, document: Document) -> None: ...
    branch: str | None
    commit: str | None
    image_tag: str | None
    raw: dict[str, Any]

__version__: str

class Fault:
    def __init__(self, *, action: Action, method: str | None = None, path: str | None = None, at: int = 1, times: int | None = 1, status: int | None = None, headers: dict[str, str] | None = None, body: Content | None = None, delay: float | None = None) -> None: ...
    action: Action
    at: int
    body: Content | None
    carried_out: bool
    delay: float | None
    headers: dict[str, str] | None
    def matches(self, method: str, path: str) -> bool: ...
    method: str | None
    path: str | None
    status: int | None
    times: int | None

class Options:
    def __init__(self, *, ids: Ids = 'honoured', secrets: Secrets = 'honoured', same_id: SameId = 'conflict', masked_put: MaskedPut = 'kept', put_revives: PutRevives = 'yes', page_cap: int | None = None, list_lag: float = 0.0) -> None: ...
    ids: Ids
    list_lag: float
    masked_put: MaskedPut
    page_cap: int | None
    put_revives: PutRevives
    same_id: SameId
    secrets: Secrets

class Sandbox:
    def __init__(self, *, tokens: int = 0, seed: int = 0, state: str | os.PathLike[str] | None = None, api_token: str | None = None, host: str = '127.0.0.1', port: int = 0, rate_limit: int = 5000, clock: Callable[[], float] = time.time, ids: Ids = 'honoured', secrets: Secrets = 'honoured', same_id: SameId = 'conflict', masked_put: MaskedPut = 'kept', put_revives: PutRevives = 'yes', page_cap: int | None = None, list_lag: float = 0.0) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    api_token: str
    base_url: str
    control_token: str
    control_url: str
    faults: Faults
    is_public: bool
    options: Options
    def start(self) -> Self: ...
    state: State
    def stop(self) -> None: ...

class Sink(ABC):
    can_read_back: bool
    can_stage: bool
    def check(self) -> None: ...
    def current(self) -> Secret | None: ...
    def discard(self) -> None: ...
    def drop_previous(self) -> None: ...
    keeps_previous: bool
    def pending(self) -> Secret | None: ...
    def previous(self) -> Secret | None: ...
    def promote(self) -> None: ...
    def put(self, secret: Secret, *, replace: bool = True) -> None: ...
    def restore(self) -> None: ...
    spec: str
    def stage(self, secret: Secret) -> None: ...

class SinkError(InstanaError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

def parse_sink(text: str) -> Sink: ...

class Profile:
    def __init__(self, *, name: str, base_url: str, credential: Source | None, internal_id: str | None, options: Mapping[str, Any]) -> None: ...
    base_url: str
    credential: Source | None
    internal_id: str | None
    name: str
    options: Mapping[str, Any]

class Resolved:
    def __init__(self, *, profile: Value, base_url: Value, credential: Value, internal_id: Value, output: Value, color: Value, auth_scheme: Value, verify: Value, cert: Value, proxy: Value, deadline: Value, timeout: Value, allow_insecure_http: Value, masked_secret: Value, config: Value) -> None: ...
    allow_insecure_http: Value
    auth_scheme: Value
    base_url: Value
    cert: Value
    def client_options(self) -> dict[str, Any]: ...
    color: Value
    config: Value
    credential: Value
    deadline: Value
    internal_id: Value
    masked_secret: Value
    output: Value
    profile: Value
    proxy: Value
    timeout: Value
    verify: Value

class Value:
    def __init__(self, value: Any, origin: str) -> None: ...
    origin: str
    value: Any

def config_path(environ: Mapping[str, str] = os.environ) -> Path: ...

def list_profiles(*, environ: Mapping[str, str] = os.environ) -> list[Profile]: ...

def load_profile(name: str, *, environ: Mapping[str, str] = os.environ) -> Profile: ...

def resolve(*, profile: str | None = None, base_url: str | None = None, output: str | None = None, color: str | None = None, environ: Mapping[str, str], cwd: Path) -> Resolved: ...

def state_path(environ: Mapping[str, str] = os.environ) -> Path: ...

class JournalError(RotationError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class Rotation:
    def __init__(self, *, rid: str, state: State, base_url: str, internal_id: str, new_internal_id: str, name: str, sink: str, grace: timedelta, started_at: datetime, changed_at: datetime, grace_ends_at: datetime | None = None, problem: str | None = None) -> None: ...
    base_url: str
    changed_at: datetime
    grace: timedelta
    grace_ends_at: datetime | None
    internal_id: str
    is_over: bool
    marker: str
    name: str
    new_internal_id: str
    problem: str | None
    rid: str
    sink: str
    started_at: datetime
    state: State

class RotationError(InstanaError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class RotationInProgressError(RotationError):
    def __init__(self, message: str, *, hint: str = '', request: RequestLine | None = None, attempts: int = 0, status_code: int | None = None, headers: Mapping[str, str] | None = None, body: str | None = None, **more: Any) -> None: ...
    attempts: int
    body: str | None
    headers: Mapping[str, str]
    hint: str
    message: str
    def redact(self, redactor: Redacts) -> Self: ...
    request: RequestLine | None
    rid: str | None
    status_code: int | None

class State(StrEnum):
    CREATED = 'CREATED'
    CREATING = 'CREATING'
    DONE = 'DONE'
    GRACE = 'GRACE'
    PLANNED = 'PLANNED'
    PROMOTED = 'PROMOTED'
    RETIRING = 'RETIRING'
    ROLLED_BACK = 'ROLLED_BACK'
    ROLLING_BACK = 'ROLLING_BACK'
    STAGED = 'STAGED'
    STORED = 'STORED'
    VERIFIED = 'VERIFIED'
    can_roll_back: bool
    is_over: bool

class Baseline:
    def __init__(self, base_url: str, taken_at: datetime, tokens: Mapping[str, Known]) -> None: ...
    def as_json(self) -> dict[str, Any]: ...
    base_url: str
    @classmethod
    def from_json(cls, found: Any) -> Baseline: ...
    @classmethod
    def of(cls, base_url: str, taken_at: datetime, tokens: Iterable[Token]) -> Baseline: ...
    taken_at: datetime
    tokens: Mapping[str, Known]

class Finding:
    def __init__(self, *, rule: Rule, severity: Severity, base_url: str, internal_id: str | None, name: str | None, hit: Hit) -> None: ...
    def as_json(self) -> dict[str, Any]: ...
    base_url: str
    evidence: Mapping[str, Any]
    fingerprint: str
    hit: Hit
    internal_id: str | None
    name: str | None
    outcome: Outcome
    remedy: str
    rule: Rule
    severity: Severity
    source: str
    threshold: str

class Outcome(StrEnum):
    CANNOT_CHECK = 'cannot-check'
    FAIL = 'fail'

class Policy:
    def __init__(self, *, tiers: Mapping[str, tuple[str, ...]], toxic: Mapping[str, tuple[tuple[str, ...], ...]], rules: Mapping[str, Rule], waivers: tuple[Waiver, ...] = ()) -> None: ...
    rules: Mapping[str, Rule]
    tiers: Mapping[str, tuple[str, ...]]
    toxic: Mapping[str, tuple[tuple[str, ...], ...]]
    waivers: tuple[Waiver, ...]

class Report:
    def __init__(self, *, base_url: str, checked_at: datetime, tokens: Sequence[Token], findings: Sequence[Finding], waived: Sequence[tuple[Finding, Waiver]], policy: Policy) -> None: ...
    def as_json(self) -> dict[str, Any]: ...
    base_url: str
    def baseline(self) -> Baseline: ...
    checked_at: datetime
    def fails(self, at_least: Severity) -> bool: ...
    findings: Sequence[Finding]
    policy: Policy
    summary: dict[str, Any]
    tokens: Sequence[Token]
    waived: Sequence[tuple[Finding, Waiver]]

class Rule:
    def __init__(self, *, id: str, slug: str, enabled: bool, severities: Mapping[str, Severity], limits: Mapping[str, float], source: str, remedy: str, domains: tuple[str, ...] = (), pattern: str = '') -> None: ...
    domains: tuple[str, ...]
    enabled: bool
    id: str
    limits: Mapping[str, float]
    pattern: str
    remedy: str
    severities: Mapping[str, Severity]
    slug: str
    source: str

class Severity(StrEnum):
    CRITICAL = 'critical'
    HIGH = 'high'
    LOW = 'low'
    MEDIUM = 'medium'
    rank: int

class Waiver:
    def __init__(self, *, rule: str, token: str, reason: str, approver: str, until: date) -> None: ...
    approver: str
    def is_over(self, at: datetime) -> bool: ...
    reason: str
    rule: str
    token: str
    until: date

def default_policy(preset: str | None = None) -> Policy: ...

def read_policy(path: Path | str, *, preset: str | None = None) -> Policy: ...

class Tokens:
    def __init__(self, wire: SyncWire) -> None: ...
    def check(self, *, policy: Policy | None = None, baseline: Baseline | None = None, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Report: ...
    def create(self, name: str, *, permissions: Iterable[str] = (), limited_scopes: Iterable[str] = (), expires_at: datetime | None = None, allow_unknown: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token: ...
    def delete(self, internal_id: str, *, missing_ok: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> None: ...
    def get(self, internal_id: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token: ...
    def list(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> builtins.list[Token]: ...
    def rotate(self, internal_id: str, *, sink: Sink, grace: timedelta = timedelta(hours=24), expires_at: datetime | KeepLifetime | None = KEEP_LIFETIME, own: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation: ...
    def unknown_permissions(self, tokens: Iterable[Token]) -> builtins.list[str]: ...
    def update(self, internal_id: str, *, name: str | Keep = KEEP, grant: Iterable[str] = (), revoke: Iterable[str] = (), limit_scopes: Iterable[str] = (), unlimit_scopes: Iterable[str] = (), expires_at: datetime | Keep | None = KEEP, secret: str | Secret | None = None, allow_unknown: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token: ...

class AsyncTokens:
    def __init__(self, wire: AsyncWire) -> None: ...
    async def check(self, *, policy: Policy | None = None, baseline: Baseline | None = None, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Report: ...
    async def create(self, name: str, *, permissions: Iterable[str] = (), limited_scopes: Iterable[str] = (), expires_at: datetime | None = None, allow_unknown: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token: ...
    async def delete(self, internal_id: str, *, missing_ok: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> None: ...
    async def get(self, internal_id: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token: ...
    async def list(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> builtins.list[Token]: ...
    async def rotate(self, internal_id: str, *, sink: Sink, grace: timedelta = timedelta(hours=24), expires_at: datetime | KeepLifetime | None = KEEP_LIFETIME, own: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation: ...
    async def unknown_permissions(self, tokens: Iterable[Token]) -> builtins.list[str]: ...
    async def update(self, internal_id: str, *, name: str | Keep = KEEP, grant: Iterable[str] = (), revoke: Iterable[str] = (), limit_scopes: Iterable[str] = (), unlimit_scopes: Iterable[str] = (), expires_at: datetime | Keep | None = KEEP, secret: str | Secret | None = None, allow_unknown: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token: ...

class LogReader(Generic[E]):
    def __init__(self, wire: SyncWire, log: Log[E]) -> None: ...
    def list(self, *, query: str | None = None, page_size: int = 200, start: int = 0, limit: int | None = None, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Pager[E]: ...

class AsyncLogReader(Generic[E]):
    def __init__(self, wire: AsyncWire, log: Log[E]) -> None: ...
    def list(self, *, query: str | None = None, page_size: int = 200, start: int = 0, limit: int | None = None, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> AsyncPager[E]: ...

class RequestLine(NamedTuple):
    method: str
    path: str

class Rotations:
    def __init__(self, wire: SyncWire) -> None: ...
    def get(self, rid: str) -> Rotation: ...
    def list(self) -> builtins.list[Rotation]: ...
    def resume(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation: ...
    def rollback(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation: ...

class AsyncRotations:
    def __init__(self, wire: AsyncWire) -> None: ...
    async def get(self, rid: str) -> Rotation: ...
    async def list(self) -> builtins.list[Rotation]: ...
    async def resume(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation: ...
    async def rollback(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation: ...

class Source(ABC):
    def describe(self) -> str: ...

class Faults:
    def __init__(self) -> None: ...
    def add(self, action: str, *, method: str | None = None, path: str | None = None, at: int = 1, times: int | None = 1, status: int | None = None, headers: Mapping[str, str] | None = None, body: str | bytes | list[Any] | dict[str, Any] | None = None, delay: float | None = None) -> Fault: ...
    def clear(self) -> None: ...
    def next(self, method: str, path: str) -> Fault | None: ...
    def pending(self) -> list[tuple[Fault, int]]: ...

class SandboxState:
    access_log: deque[Document]
    audit_log: deque[Document]
    tokens: dict[str, Document]

def instana_sandbox() -> Iterator[Sandbox]: ...

Action: TypeAlias = Literal['latency', 'hang', 'hang_after', 'close_before', 'close_after', 'status', 'status_after', 'truncate', 'wrong_length', 'drip', 'page', 'redirect', 'rate_limit']

ApiToken: TypeAlias = str | Secret | Callable[[], str | Secret]

DEFAULT_RETRY = RetryPolicy()

DEFAULT_TIMEOUT = httpx.Timeout(30, connect=5)

Deadline: TypeAlias = float | Inherit | None

Document = Mapping[str, Any]

INHERIT: Final = Inherit.INHERIT

Ids: TypeAlias = Literal['honoured', 'ignored']

MAX_RESPONSE_BYTES = 512 * 1024 * 1024

MaskedPut: TypeAlias = Literal['kept', 'stored']

PutRevives: TypeAlias = Literal['yes', 'no']

Retry: TypeAlias = RetryPolicy | Inherit | None

SameId: TypeAlias = Literal['conflict', 'overwrite', 'second']

Secrets: TypeAlias = Literal['honoured', 'own']
