from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ApiToken")


@_attrs_define
class ApiToken:
    """A token with its permissions (`can...`) and limited scopes (`limited...Scope`). A permission that is true grants
    something; a limited scope that is true narrows what the token sees. New flags come with nearly every release, so an
    answer can have more fields than these.

        Attributes:
            internal_id (str): The id by which the token is addressed. The client makes it up when it creates a token.
            name (str): What people call the token.
            access_granting_token (str): The secret itself. Clear in the answers to POST and PUT, masked in the answers to
                GET.
            id (str | Unset): The id by which access rules name the token (relation type API_TOKEN). Clear in the answers to
                POST and PUT, masked in the answers to GET.
            created_by (str | Unset): Who created the token.
            created_on (int | Unset): When the token was created, in milliseconds since 1970.
            expires_on (int | None | Unset): When the token stops to authenticate, in milliseconds since 1970. Null or
                absent: never.
            last_used_on (int | None | Unset): When the token last authenticated, in milliseconds since 1970. Null or
                absent: not known.
            can_collect_net_trace_logs (bool | Unset): May collect .NET trace logs.
            can_configure_agent_run_mode (bool | Unset): May configure the run mode of agents.
            can_configure_agents (bool | Unset): May configure agents.
            can_configure_ai_agents (bool | Unset): May configure AI agents.
            can_configure_apdex (bool | Unset): May configure Apdex.
            can_configure_api_tokens (bool | Unset): May list, read, create, change and delete API tokens. Whoever holds it
                can grant every other permission.
            can_configure_application_business_criticality (bool | Unset): May configure application business criticality.
            can_configure_applications (bool | Unset): May configure applications.
            can_configure_application_smart_alerts (bool | Unset): May configure application smart alerts.
            can_configure_authentication_methods (bool | Unset): May configure authentication methods.
            can_configure_automation_actions (bool | Unset): May configure automation actions.
            can_configure_automation_policies (bool | Unset): May configure automation policies.
            can_configure_bizops (bool | Unset): May configure business monitoring (BizOps).
            can_configure_custom_entities (bool | Unset): May configure custom entities.
            can_configure_database_management (bool | Unset): May configure database management.
            can_configure_entity_payload_transformation_rules (bool | Unset): May configure entity payload transformation
                rules.
            can_configure_eum_applications (bool | Unset): May configure website (EUM) applications.
            can_configure_events_and_alerts (bool | Unset): May configure events and alerts.
            can_configure_gen_ai_evaluations (bool | Unset): May configure generative AI evaluations.
            can_configure_gen_ai_smart_alerts (bool | Unset): May configure generative AI smart alerts.
            can_configure_global_alert_payload (bool | Unset): May configure the global alert payload.
            can_configure_global_application_smart_alerts (bool | Unset): May configure global application smart alerts.
            can_configure_global_infra_smart_alerts (bool | Unset): May configure global infra smart alerts.
            can_configure_global_log_smart_alerts (bool | Unset): May configure global log smart alerts.
            can_configure_global_synthetic_smart_alerts (bool | Unset): May configure global synthetic smart alerts.
            can_configure_integrations (bool | Unset): May configure integrations.
            can_configure_ip_filtering (bool | Unset): May configure IP filtering.
            can_configure_llm (bool | Unset): May configure large language model (LLM) monitoring.
            can_configure_llm_model_price (bool | Unset): May configure the prices of LLM models.
            can_configure_logging_perspectives (bool | Unset): May configure logging perspectives.
            can_configure_log_management (bool | Unset): May configure log management.
            can_configure_log_retention_period (bool | Unset): May configure the retention period of logs.
            can_configure_maintenance_windows (bool | Unset): May configure maintenance windows.
            can_configure_mobile_app_business_criticality (bool | Unset): May configure mobile app business criticality.
            can_configure_mobile_app_conversions (bool | Unset): May configure mobile app conversions.
            can_configure_mobile_app_monitoring (bool | Unset): May configure mobile app monitoring.
            can_configure_mobile_app_smart_alerts (bool | Unset): May configure mobile app smart alerts.
            can_configure_network_integrations (bool | Unset): May configure network integrations.
            can_configure_personal_api_tokens (bool | Unset): May configure personal API tokens. A server is seen to store
                false for API tokens, whatever was sent.
            can_configure_personally_identifiable_information_masking (bool | Unset): May configure the masking of
                personally identifiable information.
            can_configure_releases (bool | Unset): May configure releases.
            can_configure_service_level_correction_windows (bool | Unset): May configure service level correction windows.
            can_configure_service_level_indicators (bool | Unset): May configure service level indicators.
            can_configure_service_levels (bool | Unset): May configure service levels.
            can_configure_service_level_smart_alerts (bool | Unset): May configure service level smart alerts.
            can_configure_service_mapping (bool | Unset): May configure service mapping.
            can_configure_session_settings (bool | Unset): May configure session settings.
            can_configure_subtraces (bool | Unset): May configure subtraces.
            can_configure_synthetic_credentials (bool | Unset): May configure synthetic credentials. Turning it on also
                turns on `canUseSyntheticCredentials`.
            can_configure_synthetic_locations (bool | Unset): May configure synthetic locations. Turning it on also turns on
                `canViewSyntheticLocations`.
            can_configure_synthetic_tests (bool | Unset): May configure synthetic tests. Turning it on also turns on
                `canViewSyntheticTests`, `canViewSyntheticLocations` and `canViewSyntheticTestResults`.
            can_configure_teams (bool | Unset): May configure teams.
            can_configure_users (bool | Unset): May configure users.
            can_configure_website_business_criticality (bool | Unset): May configure website business criticality.
            can_configure_website_conversions (bool | Unset): May configure website conversions.
            can_configure_website_smart_alerts (bool | Unset): May configure website smart alerts.
            can_create_heap_dump (bool | Unset): May create heap dumps.
            can_create_public_custom_dashboards (bool | Unset): May create public custom dashboards.
            can_create_thread_dump (bool | Unset): May create thread dumps.
            can_delete_automation_action_history (bool | Unset): May delete the history of automation actions.
            can_delete_logs (bool | Unset): May delete logs.
            can_download_agent_configuration (bool | Unset): May download agent configuration.
            can_edit_all_accessible_custom_dashboards (bool | Unset): May edit every custom dashboard that it can see.
            can_install_new_agents (bool | Unset): May install new agents.
            can_invoke_alert_channel (bool | Unset): May invoke alert channels.
            can_manually_close_issue (bool | Unset): May close issues by hand.
            can_playback_session_replay (bool | Unset): May play back session replays.
            can_run_automation_actions (bool | Unset): May run automation actions.
            can_use_synthetic_credentials (bool | Unset): May use synthetic credentials.
            can_view_account_and_billing_information (bool | Unset): May view account and billing information.
            can_view_audit_log (bool | Unset): May read the audit log and the access log.
            can_view_biz_alerts (bool | Unset): May view business alerts.
            can_view_business_activities (bool | Unset): May view business activities.
            can_view_business_process_details (bool | Unset): May view business process details.
            can_view_business_processes (bool | Unset): May view business processes.
            can_view_logs (bool | Unset): May view logs.
            can_view_log_volume (bool | Unset): May view log volume.
            can_view_synthetic_locations (bool | Unset): May view synthetic locations.
            can_view_synthetic_test_results (bool | Unset): May view synthetic test results.
            can_view_synthetic_tests (bool | Unset): May view synthetic tests.
            can_view_trace_details (bool | Unset): May view trace details.
            limited_ai_gateway_scope (bool | Unset): Narrows what the token sees of AI gateway to what it was given.
            limited_alert_channels_scope (bool | Unset): Narrows what the token sees of alert channels to what it was given.
            limited_applications_scope (bool | Unset): Narrows what the token sees of applications to what it was given.
            limited_automation_scope (bool | Unset): Narrows what the token sees of automation to what it was given.
            limited_biz_ops_scope (bool | Unset): Narrows what the token sees of BizOps to what it was given.
            limited_gen_ai_capabilities_scope (bool | Unset): Narrows what the token sees of generative AI capabilities to
                what it was given.
            limited_gen_ai_scope (bool | Unset): Narrows what the token sees of generative AI to what it was given.
            limited_infrastructure_scope (bool | Unset): Narrows what the token sees of infrastructure to what it was given.
            limited_kubernetes_scope (bool | Unset): Narrows what the token sees of Kubernetes to what it was given.
            limited_linux_kvm_hypervisor_scope (bool | Unset): Narrows what the token sees of Linux KVM hypervisors to what
                it was given. A server is seen to store false, whatever was sent.
            limited_logging_perspectives_scope (bool | Unset): Narrows what the token sees of logging perspectives to what
                it was given.
            limited_logs_scope (bool | Unset): Narrows what the token sees of logs to what it was given.
            limited_mobile_apps_scope (bool | Unset): Narrows what the token sees of mobile apps to what it was given.
            limited_nutanix_scope (bool | Unset): Narrows what the token sees of Nutanix to what it was given.
            limited_openstack_scope (bool | Unset): Narrows what the token sees of OpenStack to what it was given.
            limited_pcf_scope (bool | Unset): Narrows what the token sees of PCF to what it was given.
            limited_phmc_scope (bool | Unset): Narrows what the token sees of PowerHMC to what it was given.
            limited_pvc_scope (bool | Unset): Narrows what the token sees of PowerVC to what it was given.
            limited_sap_scope (bool | Unset): Narrows what the token sees of SAP to what it was given.
            limited_service_level_scope (bool | Unset): Narrows what the token sees of service level to what it was given.
            limited_synthetics_scope (bool | Unset): Narrows what the token sees of synthetics to what it was given.
            limited_vsphere_scope (bool | Unset): Narrows what the token sees of vSphere to what it was given.
            limited_websites_scope (bool | Unset): Narrows what the token sees of websites to what it was given.
            limited_windows_hypervisor_scope (bool | Unset): Narrows what the token sees of Windows hypervisors to what it
                was given.
            limited_xen_server_scope (bool | Unset): Narrows what the token sees of Xen server to what it was given.
            limited_zhmc_scope (bool | Unset): Narrows what the token sees of zHMC to what it was given.
    """

    internal_id: str
    name: str
    access_granting_token: str = _attrs_field(repr=False)
    id: str | Unset = _attrs_field(default=UNSET, repr=False)
    created_by: str | Unset = UNSET
    created_on: int | Unset = UNSET
    expires_on: int | None | Unset = UNSET
    last_used_on: int | None | Unset = UNSET
    can_collect_net_trace_logs: bool | Unset = UNSET
    can_configure_agent_run_mode: bool | Unset = UNSET
    can_configure_agents: bool | Unset = UNSET
    can_configure_ai_agents: bool | Unset = UNSET
    can_configure_apdex: bool | Unset = UNSET
    can_configure_api_tokens: bool | Unset = UNSET
    can_configure_application_business_criticality: bool | Unset = UNSET
    can_configure_applications: bool | Unset = UNSET
    can_configure_application_smart_alerts: bool | Unset = UNSET
    can_configure_authentication_methods: bool | Unset = UNSET
    can_configure_automation_actions: bool | Unset = UNSET
    can_configure_automation_policies: bool | Unset = UNSET
    can_configure_bizops: bool | Unset = UNSET
    can_configure_custom_entities: bool | Unset = UNSET
    can_configure_database_management: bool | Unset = UNSET
    can_configure_entity_payload_transformation_rules: bool | Unset = UNSET
    can_configure_eum_applications: bool | Unset = UNSET
    can_configure_events_and_alerts: bool | Unset = UNSET
    can_configure_gen_ai_evaluations: bool | Unset = UNSET
    can_configure_gen_ai_smart_alerts: bool | Unset = UNSET
    can_configure_global_alert_payload: bool | Unset = UNSET
    can_configure_global_application_smart_alerts: bool | Unset = UNSET
    can_configure_global_infra_smart_alerts: bool | Unset = UNSET
    can_configure_global_log_smart_alerts: bool | Unset = UNSET
    can_configure_global_synthetic_smart_alerts: bool | Unset = UNSET
    can_configure_integrations: bool | Unset = UNSET
    can_configure_ip_filtering: bool | Unset = UNSET
    can_configure_llm: bool | Unset = UNSET
    can_configure_llm_model_price: bool | Unset = UNSET
    can_configure_logging_perspectives: bool | Unset = UNSET
    can_configure_log_management: bool | Unset = UNSET
    can_configure_log_retention_period: bool | Unset = UNSET
    can_configure_maintenance_windows: bool | Unset = UNSET
    can_configure_mobile_app_business_criticality: bool | Unset = UNSET
    can_configure_mobile_app_conversions: bool | Unset = UNSET
    can_configure_mobile_app_monitoring: bool | Unset = UNSET
    can_configure_mobile_app_smart_alerts: bool | Unset = UNSET
    can_configure_network_integrations: bool | Unset = UNSET
    can_configure_personal_api_tokens: bool | Unset = UNSET
    can_configure_personally_identifiable_information_masking: bool | Unset = UNSET
    can_configure_releases: bool | Unset = UNSET
    can_configure_service_level_correction_windows: bool | Unset = UNSET
    can_configure_service_level_indicators: bool | Unset = UNSET
    can_configure_service_levels: bool | Unset = UNSET
    can_configure_service_level_smart_alerts: bool | Unset = UNSET
    can_configure_service_mapping: bool | Unset = UNSET
    can_configure_session_settings: bool | Unset = UNSET
    can_configure_subtraces: bool | Unset = UNSET
    can_configure_synthetic_credentials: bool | Unset = UNSET
    can_configure_synthetic_locations: bool | Unset = UNSET
    can_configure_synthetic_tests: bool | Unset = UNSET
    can_configure_teams: bool | Unset = UNSET
    can_configure_users: bool | Unset = UNSET
    can_configure_website_business_criticality: bool | Unset = UNSET
    can_configure_website_conversions: bool | Unset = UNSET
    can_configure_website_smart_alerts: bool | Unset = UNSET
    can_create_heap_dump: bool | Unset = UNSET
    can_create_public_custom_dashboards: bool | Unset = UNSET
    can_create_thread_dump: bool | Unset = UNSET
    can_delete_automation_action_history: bool | Unset = UNSET
    can_delete_logs: bool | Unset = UNSET
    can_download_agent_configuration: bool | Unset = UNSET
    can_edit_all_accessible_custom_dashboards: bool | Unset = UNSET
    can_install_new_agents: bool | Unset = UNSET
    can_invoke_alert_channel: bool | Unset = UNSET
    can_manually_close_issue: bool | Unset = UNSET
    can_playback_session_replay: bool | Unset = UNSET
    can_run_automation_actions: bool | Unset = UNSET
    can_use_synthetic_credentials: bool | Unset = UNSET
    can_view_account_and_billing_information: bool | Unset = UNSET
    can_view_audit_log: bool | Unset = UNSET
    can_view_biz_alerts: bool | Unset = UNSET
    can_view_business_activities: bool | Unset = UNSET
    can_view_business_process_details: bool | Unset = UNSET
    can_view_business_processes: bool | Unset = UNSET
    can_view_logs: bool | Unset = UNSET
    can_view_log_volume: bool | Unset = UNSET
    can_view_synthetic_locations: bool | Unset = UNSET
    can_view_synthetic_test_results: bool | Unset = UNSET
    can_view_synthetic_tests: bool | Unset = UNSET
    can_view_trace_details: bool | Unset = UNSET
    limited_ai_gateway_scope: bool | Unset = UNSET
    limited_alert_channels_scope: bool | Unset = UNSET
    limited_applications_scope: bool | Unset = UNSET
    limited_automation_scope: bool | Unset = UNSET
    limited_biz_ops_scope: bool | Unset = UNSET
    limited_gen_ai_capabilities_scope: bool | Unset = UNSET
    limited_gen_ai_scope: bool | Unset = UNSET
    limited_infrastructure_scope: bool | Unset = UNSET
    limited_kubernetes_scope: bool | Unset = UNSET
    limited_linux_kvm_hypervisor_scope: bool | Unset = UNSET
    limited_logging_perspectives_scope: bool | Unset = UNSET
    limited_logs_scope: bool | Unset = UNSET
    limited_mobile_apps_scope: bool | Unset = UNSET
    limited_nutanix_scope: bool | Unset = UNSET
    limited_openstack_scope: bool | Unset = UNSET
    limited_pcf_scope: bool | Unset = UNSET
    limited_phmc_scope: bool | Unset = UNSET
    limited_pvc_scope: bool | Unset = UNSET
    limited_sap_scope: bool | Unset = UNSET
    limited_service_level_scope: bool | Unset = UNSET
    limited_synthetics_scope: bool | Unset = UNSET
    limited_vsphere_scope: bool | Unset = UNSET
    limited_websites_scope: bool | Unset = UNSET
    limited_windows_hypervisor_scope: bool | Unset = UNSET
    limited_xen_server_scope: bool | Unset = UNSET
    limited_zhmc_scope: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        internal_id = self.internal_id

        name = self.name

        access_granting_token = self.access_granting_token

        id = self.id

        created_by = self.created_by

        created_on = self.created_on

        expires_on: int | None | Unset
        if isinstance(self.expires_on, Unset):
            expires_on = UNSET
        else:
            expires_on = self.expires_on

        last_used_on: int | None | Unset
        if isinstance(self.last_used_on, Unset):
            last_used_on = UNSET
        else:
            last_used_on = self.last_used_on

        can_collect_net_trace_logs = self.can_collect_net_trace_logs

        can_configure_agent_run_mode = self.can_configure_agent_run_mode

        can_configure_agents = self.can_configure_agents

        can_configure_ai_agents = self.can_configure_ai_agents

        can_configure_apdex = self.can_configure_apdex

        can_configure_api_tokens = self.can_configure_api_tokens

        can_configure_application_business_criticality = self.can_configure_application_business_criticality

        can_configure_applications = self.can_configure_applications

        can_configure_application_smart_alerts = self.can_configure_application_smart_alerts

        can_configure_authentication_methods = self.can_configure_authentication_methods

        can_configure_automation_actions = self.can_configure_automation_actions

        can_configure_automation_policies = self.can_configure_automation_policies

        can_configure_bizops = self.can_configure_bizops

        can_configure_custom_entities = self.can_configure_custom_entities

        can_configure_database_management = self.can_configure_database_management

        can_configure_entity_payload_transformation_rules = self.can_configure_entity_payload_transformation_rules

        can_configure_eum_applications = self.can_configure_eum_applications

        can_configure_events_and_alerts = self.can_configure_events_and_alerts

        can_configure_gen_ai_evaluations = self.can_configure_gen_ai_evaluations

        can_configure_gen_ai_smart_alerts = self.can_configure_gen_ai_smart_alerts

        can_configure_global_alert_payload = self.can_configure_global_alert_payload

        can_configure_global_application_smart_alerts = self.can_configure_global_application_smart_alerts

        can_configure_global_infra_smart_alerts = self.can_configure_global_infra_smart_alerts

        can_configure_global_log_smart_alerts = self.can_configure_global_log_smart_alerts

        can_configure_global_synthetic_smart_alerts = self.can_configure_global_synthetic_smart_alerts

        can_configure_integrations = self.can_configure_integrations

        can_configure_ip_filtering = self.can_configure_ip_filtering

        can_configure_llm = self.can_configure_llm

        can_configure_llm_model_price = self.can_configure_llm_model_price

        can_configure_logging_perspectives = self.can_configure_logging_perspectives

        can_configure_log_management = self.can_configure_log_management

        can_configure_log_retention_period = self.can_configure_log_retention_period

        can_configure_maintenance_windows = self.can_configure_maintenance_windows

        can_configure_mobile_app_business_criticality = self.can_configure_mobile_app_business_criticality

        can_configure_mobile_app_conversions = self.can_configure_mobile_app_conversions

        can_configure_mobile_app_monitoring = self.can_configure_mobile_app_monitoring

        can_configure_mobile_app_smart_alerts = self.can_configure_mobile_app_smart_alerts

        can_configure_network_integrations = self.can_configure_network_integrations

        can_configure_personal_api_tokens = self.can_configure_personal_api_tokens

        can_configure_personally_identifiable_information_masking = (
            self.can_configure_personally_identifiable_information_masking
        )

        can_configure_releases = self.can_configure_releases

        can_configure_service_level_correction_windows = self.can_configure_service_level_correction_windows

        can_configure_service_level_indicators = self.can_configure_service_level_indicators

        can_configure_service_levels = self.can_configure_service_levels

        can_configure_service_level_smart_alerts = self.can_configure_service_level_smart_alerts

        can_configure_service_mapping = self.can_configure_service_mapping

        can_configure_session_settings = self.can_configure_session_settings

        can_configure_subtraces = self.can_configure_subtraces

        can_configure_synthetic_credentials = self.can_configure_synthetic_credentials

        can_configure_synthetic_locations = self.can_configure_synthetic_locations

        can_configure_synthetic_tests = self.can_configure_synthetic_tests

        can_configure_teams = self.can_configure_teams

        can_configure_users = self.can_configure_users

        can_configure_website_business_criticality = self.can_configure_website_business_criticality

        can_configure_website_conversions = self.can_configure_website_conversions

        can_configure_website_smart_alerts = self.can_configure_website_smart_alerts

        can_create_heap_dump = self.can_create_heap_dump

        can_create_public_custom_dashboards = self.can_create_public_custom_dashboards

        can_create_thread_dump = self.can_create_thread_dump

        can_delete_automation_action_history = self.can_delete_automation_action_history

        can_delete_logs = self.can_delete_logs

        can_download_agent_configuration = self.can_download_agent_configuration

        can_edit_all_accessible_custom_dashboards = self.can_edit_all_accessible_custom_dashboards

        can_install_new_agents = self.can_install_new_agents

        can_invoke_alert_channel = self.can_invoke_alert_channel

        can_manually_close_issue = self.can_manually_close_issue

        can_playback_session_replay = self.can_playback_session_replay

        can_run_automation_actions = self.can_run_automation_actions

        can_use_synthetic_credentials = self.can_use_synthetic_credentials

        can_view_account_and_billing_information = self.can_view_account_and_billing_information

        can_view_audit_log = self.can_view_audit_log

        can_view_biz_alerts = self.can_view_biz_alerts

        can_view_business_activities = self.can_view_business_activities

        can_view_business_process_details = self.can_view_business_process_details

        can_view_business_processes = self.can_view_business_processes

        can_view_logs = self.can_view_logs

        can_view_log_volume = self.can_view_log_volume

        can_view_synthetic_locations = self.can_view_synthetic_locations

        can_view_synthetic_test_results = self.can_view_synthetic_test_results

        can_view_synthetic_tests = self.can_view_synthetic_tests

        can_view_trace_details = self.can_view_trace_details

        limited_ai_gateway_scope = self.limited_ai_gateway_scope

        limited_alert_channels_scope = self.limited_alert_channels_scope

        limited_applications_scope = self.limited_applications_scope

        limited_automation_scope = self.limited_automation_scope

        limited_biz_ops_scope = self.limited_biz_ops_scope

        limited_gen_ai_capabilities_scope = self.limited_gen_ai_capabilities_scope

        limited_gen_ai_scope = self.limited_gen_ai_scope

        limited_infrastructure_scope = self.limited_infrastructure_scope

        limited_kubernetes_scope = self.limited_kubernetes_scope

        limited_linux_kvm_hypervisor_scope = self.limited_linux_kvm_hypervisor_scope

        limited_logging_perspectives_scope = self.limited_logging_perspectives_scope

        limited_logs_scope = self.limited_logs_scope

        limited_mobile_apps_scope = self.limited_mobile_apps_scope

        limited_nutanix_scope = self.limited_nutanix_scope

        limited_openstack_scope = self.limited_openstack_scope

        limited_pcf_scope = self.limited_pcf_scope

        limited_phmc_scope = self.limited_phmc_scope

        limited_pvc_scope = self.limited_pvc_scope

        limited_sap_scope = self.limited_sap_scope

        limited_service_level_scope = self.limited_service_level_scope

        limited_synthetics_scope = self.limited_synthetics_scope

        limited_vsphere_scope = self.limited_vsphere_scope

        limited_websites_scope = self.limited_websites_scope

        limited_windows_hypervisor_scope = self.limited_windows_hypervisor_scope

        limited_xen_server_scope = self.limited_xen_server_scope

        limited_zhmc_scope = self.limited_zhmc_scope

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "internalId": internal_id,
                "name": name,
                "accessGrantingToken": access_granting_token,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if created_by is not UNSET:
            field_dict["createdBy"] = created_by
        if created_on is not UNSET:
            field_dict["createdOn"] = created_on
        if expires_on is not UNSET:
            field_dict["expiresOn"] = expires_on
        if last_used_on is not UNSET:
            field_dict["lastUsedOn"] = last_used_on
        if can_collect_net_trace_logs is not UNSET:
            field_dict["canCollectNetTraceLogs"] = can_collect_net_trace_logs
        if can_configure_agent_run_mode is not UNSET:
            field_dict["canConfigureAgentRunMode"] = can_configure_agent_run_mode
        if can_configure_agents is not UNSET:
            field_dict["canConfigureAgents"] = can_configure_agents
        if can_configure_ai_agents is not UNSET:
            field_dict["canConfigureAiAgents"] = can_configure_ai_agents
        if can_configure_apdex is not UNSET:
            field_dict["canConfigureApdex"] = can_configure_apdex
        if can_configure_api_tokens is not UNSET:
            field_dict["canConfigureApiTokens"] = can_configure_api_tokens
        if can_configure_application_business_criticality is not UNSET:
            field_dict["canConfigureApplicationBusinessCriticality"] = can_configure_application_business_criticality
        if can_configure_applications is not UNSET:
            field_dict["canConfigureApplications"] = can_configure_applications
        if can_configure_application_smart_alerts is not UNSET:
            field_dict["canConfigureApplicationSmartAlerts"] = can_configure_application_smart_alerts
        if can_configure_authentication_methods is not UNSET:
            field_dict["canConfigureAuthenticationMethods"] = can_configure_authentication_methods
        if can_configure_automation_actions is not UNSET:
            field_dict["canConfigureAutomationActions"] = can_configure_automation_actions
        if can_configure_automation_policies is not UNSET:
            field_dict["canConfigureAutomationPolicies"] = can_configure_automation_policies
        if can_configure_bizops is not UNSET:
            field_dict["canConfigureBizops"] = can_configure_bizops
        if can_configure_custom_entities is not UNSET:
            field_dict["canConfigureCustomEntities"] = can_configure_custom_entities
        if can_configure_database_management is not UNSET:
            field_dict["canConfigureDatabaseManagement"] = can_configure_database_management
        if can_configure_entity_payload_transformation_rules is not UNSET:
            field_dict["canConfigureEntityPayloadTransformationRules"] = (
                can_configure_entity_payload_transformation_rules
            )
        if can_configure_eum_applications is not UNSET:
            field_dict["canConfigureEumApplications"] = can_configure_eum_applications
        if can_configure_events_and_alerts is not UNSET:
            field_dict["canConfigureEventsAndAlerts"] = can_configure_events_and_alerts
        if can_configure_gen_ai_evaluations is not UNSET:
            field_dict["canConfigureGenAIEvaluations"] = can_configure_gen_ai_evaluations
        if can_configure_gen_ai_smart_alerts is not UNSET:
            field_dict["canConfigureGenAISmartAlerts"] = can_configure_gen_ai_smart_alerts
        if can_configure_global_alert_payload is not UNSET:
            field_dict["canConfigureGlobalAlertPayload"] = can_configure_global_alert_payload
        if can_configure_global_application_smart_alerts is not UNSET:
            field_dict["canConfigureGlobalApplicationSmartAlerts"] = can_configure_global_application_smart_alerts
        if can_configure_global_infra_smart_alerts is not UNSET:
            field_dict["canConfigureGlobalInfraSmartAlerts"] = can_configure_global_infra_smart_alerts
        if can_configure_global_log_smart_alerts is not UNSET:
            field_dict["canConfigureGlobalLogSmartAlerts"] = can_configure_global_log_smart_alerts
        if can_configure_global_synthetic_smart_alerts is not UNSET:
            field_dict["canConfigureGlobalSyntheticSmartAlerts"] = can_configure_global_synthetic_smart_alerts
        if can_configure_integrations is not UNSET:
            field_dict["canConfigureIntegrations"] = can_configure_integrations
        if can_configure_ip_filtering is not UNSET:
            field_dict["canConfigureIPFiltering"] = can_configure_ip_filtering
        if can_configure_llm is not UNSET:
            field_dict["canConfigureLLM"] = can_configure_llm
        if can_configure_llm_model_price is not UNSET:
            field_dict["canConfigureLLMModelPrice"] = can_configure_llm_model_price
        if can_configure_logging_perspectives is not UNSET:
            field_dict["canConfigureLoggingPerspectives"] = can_configure_logging_perspectives
        if can_configure_log_management is not UNSET:
            field_dict["canConfigureLogManagement"] = can_configure_log_management
        if can_configure_log_retention_period is not UNSET:
            field_dict["canConfigureLogRetentionPeriod"] = can_configure_log_retention_period
        if can_configure_maintenance_windows is not UNSET:
            field_dict["canConfigureMaintenanceWindows"] = can_configure_maintenance_windows
        if can_configure_mobile_app_business_criticality is not UNSET:
            field_dict["canConfigureMobileAppBusinessCriticality"] = can_configure_mobile_app_business_criticality
        if can_configure_mobile_app_conversions is not UNSET:
            field_dict["canConfigureMobileAppConversions"] = can_configure_mobile_app_conversions
        if can_configure_mobile_app_monitoring is not UNSET:
            field_dict["canConfigureMobileAppMonitoring"] = can_configure_mobile_app_monitoring
        if can_configure_mobile_app_smart_alerts is not UNSET:
            field_dict["canConfigureMobileAppSmartAlerts"] = can_configure_mobile_app_smart_alerts
        if can_configure_network_integrations is not UNSET:
            field_dict["canConfigureNetworkIntegrations"] = can_configure_network_integrations
        if can_configure_personal_api_tokens is not UNSET:
            field_dict["canConfigurePersonalApiTokens"] = can_configure_personal_api_tokens
        if can_configure_personally_identifiable_information_masking is not UNSET:
            field_dict["canConfigurePersonallyIdentifiableInformationMasking"] = (
                can_configure_personally_identifiable_information_masking
            )
        if can_configure_releases is not UNSET:
            field_dict["canConfigureReleases"] = can_configure_releases
        if can_configure_service_level_correction_windows is not UNSET:
            field_dict["canConfigureServiceLevelCorrectionWindows"] = can_configure_service_level_correction_windows
        if can_configure_service_level_indicators is not UNSET:
            field_dict["canConfigureServiceLevelIndicators"] = can_configure_service_level_indicators
        if can_configure_service_levels is not UNSET:
            field_dict["canConfigureServiceLevels"] = can_configure_service_levels
        if can_configure_service_level_smart_alerts is not UNSET:
            field_dict["canConfigureServiceLevelSmartAlerts"] = can_configure_service_level_smart_alerts
        if can_configure_service_mapping is not UNSET:
            field_dict["canConfigureServiceMapping"] = can_configure_service_mapping
        if can_configure_session_settings is not UNSET:
            field_dict["canConfigureSessionSettings"] = can_configure_session_settings
        if can_configure_subtraces is not UNSET:
            field_dict["canConfigureSubtraces"] = can_configure_subtraces
        if can_configure_synthetic_credentials is not UNSET:
            field_dict["canConfigureSyntheticCredentials"] = can_configure_synthetic_credentials
        if can_configure_synthetic_locations is not UNSET:
            field_dict["canConfigureSyntheticLocations"] = can_configure_synthetic_locations
        if can_configure_synthetic_tests is not UNSET:
            field_dict["canConfigureSyntheticTests"] = can_configure_synthetic_tests
        if can_configure_teams is not UNSET:
            field_dict["canConfigureTeams"] = can_configure_teams
        if can_configure_users is not UNSET:
            field_dict["canConfigureUsers"] = can_configure_users
        if can_configure_website_business_criticality is not UNSET:
            field_dict["canConfigureWebsiteBusinessCriticality"] = can_configure_website_business_criticality
        if can_configure_website_conversions is not UNSET:
            field_dict["canConfigureWebsiteConversions"] = can_configure_website_conversions
        if can_configure_website_smart_alerts is not UNSET:
            field_dict["canConfigureWebsiteSmartAlerts"] = can_configure_website_smart_alerts
        if can_create_heap_dump is not UNSET:
            field_dict["canCreateHeapDump"] = can_create_heap_dump
        if can_create_public_custom_dashboards is not UNSET:
            field_dict["canCreatePublicCustomDashboards"] = can_create_public_custom_dashboards
        if can_create_thread_dump is not UNSET:
            field_dict["canCreateThreadDump"] = can_create_thread_dump
        if can_delete_automation_action_history is not UNSET:
            field_dict["canDeleteAutomationActionHistory"] = can_delete_automation_action_history
        if can_delete_logs is not UNSET:
            field_dict["canDeleteLogs"] = can_delete_logs
        if can_download_agent_configuration is not UNSET:
            field_dict["canDownloadAgentConfiguration"] = can_download_agent_configuration
        if can_edit_all_accessible_custom_dashboards is not UNSET:
            field_dict["canEditAllAccessibleCustomDashboards"] = can_edit_all_accessible_custom_dashboards
        if can_install_new_agents is not UNSET:
            field_dict["canInstallNewAgents"] = can_install_new_agents
        if can_invoke_alert_channel is not UNSET:
            field_dict["canInvokeAlertChannel"] = can_invoke_alert_channel
        if can_manually_close_issue is not UNSET:
            field_dict["canManuallyCloseIssue"] = can_manually_close_issue
        if can_playback_session_replay is not UNSET:
            field_dict["canPlaybackSessionReplay"] = can_playback_session_replay
        if can_run_automation_actions is not UNSET:
            field_dict["canRunAutomationActions"] = can_run_automation_actions
        if can_use_synthetic_credentials is not UNSET:
            field_dict["canUseSyntheticCredentials"] = can_use_synthetic_credentials
        if can_view_account_and_billing_information is not UNSET:
            field_dict["canViewAccountAndBillingInformation"] = can_view_account_and_billing_information
        if can_view_audit_log is not UNSET:
            field_dict["canViewAuditLog"] = can_view_audit_log
        if can_view_biz_alerts is not UNSET:
            field_dict["canViewBizAlerts"] = can_view_biz_alerts
        if can_view_business_activities is not UNSET:
            field_dict["canViewBusinessActivities"] = can_view_business_activities
        if can_view_business_process_details is not UNSET:
            field_dict["canViewBusinessProcessDetails"] = can_view_business_process_details
        if can_view_business_processes is not UNSET:
            field_dict["canViewBusinessProcesses"] = can_view_business_processes
        if can_view_logs is not UNSET:
            field_dict["canViewLogs"] = can_view_logs
        if can_view_log_volume is not UNSET:
            field_dict["canViewLogVolume"] = can_view_log_volume
        if can_view_synthetic_locations is not UNSET:
            field_dict["canViewSyntheticLocations"] = can_view_synthetic_locations
        if can_view_synthetic_test_results is not UNSET:
            field_dict["canViewSyntheticTestResults"] = can_view_synthetic_test_results
        if can_view_synthetic_tests is not UNSET:
            field_dict["canViewSyntheticTests"] = can_view_synthetic_tests
        if can_view_trace_details is not UNSET:
            field_dict["canViewTraceDetails"] = can_view_trace_details
        if limited_ai_gateway_scope is not UNSET:
            field_dict["limitedAiGatewayScope"] = limited_ai_gateway_scope
        if limited_alert_channels_scope is not UNSET:
            field_dict["limitedAlertChannelsScope"] = limited_alert_channels_scope
        if limited_applications_scope is not UNSET:
            field_dict["limitedApplicationsScope"] = limited_applications_scope
        if limited_automation_scope is not UNSET:
            field_dict["limitedAutomationScope"] = limited_automation_scope
        if limited_biz_ops_scope is not UNSET:
            field_dict["limitedBizOpsScope"] = limited_biz_ops_scope
        if limited_gen_ai_capabilities_scope is not UNSET:
            field_dict["limitedGenAICapabilitiesScope"] = limited_gen_ai_capabilities_scope
        if limited_gen_ai_scope is not UNSET:
            field_dict["limitedGenAIScope"] = limited_gen_ai_scope
        if limited_infrastructure_scope is not UNSET:
            field_dict["limitedInfrastructureScope"] = limited_infrastructure_scope
        if limited_kubernetes_scope is not UNSET:
            field_dict["limitedKubernetesScope"] = limited_kubernetes_scope
        if limited_linux_kvm_hypervisor_scope is not UNSET:
            field_dict["limitedLinuxKVMHypervisorScope"] = limited_linux_kvm_hypervisor_scope
        if limited_logging_perspectives_scope is not UNSET:
            field_dict["limitedLoggingPerspectivesScope"] = limited_logging_perspectives_scope
        if limited_logs_scope is not UNSET:
            field_dict["limitedLogsScope"] = limited_logs_scope
        if limited_mobile_apps_scope is not UNSET:
            field_dict["limitedMobileAppsScope"] = limited_mobile_apps_scope
        if limited_nutanix_scope is not UNSET:
            field_dict["limitedNutanixScope"] = limited_nutanix_scope
        if limited_openstack_scope is not UNSET:
            field_dict["limitedOpenstackScope"] = limited_openstack_scope
        if limited_pcf_scope is not UNSET:
            field_dict["limitedPcfScope"] = limited_pcf_scope
        if limited_phmc_scope is not UNSET:
            field_dict["limitedPhmcScope"] = limited_phmc_scope
        if limited_pvc_scope is not UNSET:
            field_dict["limitedPvcScope"] = limited_pvc_scope
        if limited_sap_scope is not UNSET:
            field_dict["limitedSAPScope"] = limited_sap_scope
        if limited_service_level_scope is not UNSET:
            field_dict["limitedServiceLevelScope"] = limited_service_level_scope
        if limited_synthetics_scope is not UNSET:
            field_dict["limitedSyntheticsScope"] = limited_synthetics_scope
        if limited_vsphere_scope is not UNSET:
            field_dict["limitedVsphereScope"] = limited_vsphere_scope
        if limited_websites_scope is not UNSET:
            field_dict["limitedWebsitesScope"] = limited_websites_scope
        if limited_windows_hypervisor_scope is not UNSET:
            field_dict["limitedWindowsHypervisorScope"] = limited_windows_hypervisor_scope
        if limited_xen_server_scope is not UNSET:
            field_dict["limitedXenServerScope"] = limited_xen_server_scope
        if limited_zhmc_scope is not UNSET:
            field_dict["limitedZhmcScope"] = limited_zhmc_scope

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        internal_id = d.pop("internalId")

        name = d.pop("name")

        access_granting_token = d.pop("accessGrantingToken")

        id = d.pop("id", UNSET)

        created_by = d.pop("createdBy", UNSET)

        created_on = d.pop("createdOn", UNSET)

        def _parse_expires_on(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        expires_on = _parse_expires_on(d.pop("expiresOn", UNSET))

        def _parse_last_used_on(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        last_used_on = _parse_last_used_on(d.pop("lastUsedOn", UNSET))

        can_collect_net_trace_logs = d.pop("canCollectNetTraceLogs", UNSET)

        can_configure_agent_run_mode = d.pop("canConfigureAgentRunMode", UNSET)

        can_configure_agents = d.pop("canConfigureAgents", UNSET)

        can_configure_ai_agents = d.pop("canConfigureAiAgents", UNSET)

        can_configure_apdex = d.pop("canConfigureApdex", UNSET)

        can_configure_api_tokens = d.pop("canConfigureApiTokens", UNSET)

        can_configure_application_business_criticality = d.pop("canConfigureApplicationBusinessCriticality", UNSET)

        can_configure_applications = d.pop("canConfigureApplications", UNSET)

        can_configure_application_smart_alerts = d.pop("canConfigureApplicationSmartAlerts", UNSET)

        can_configure_authentication_methods = d.pop("canConfigureAuthenticationMethods", UNSET)

        can_configure_automation_actions = d.pop("canConfigureAutomationActions", UNSET)

        can_configure_automation_policies = d.pop("canConfigureAutomationPolicies", UNSET)

        can_configure_bizops = d.pop("canConfigureBizops", UNSET)

        can_configure_custom_entities = d.pop("canConfigureCustomEntities", UNSET)

        can_configure_database_management = d.pop("canConfigureDatabaseManagement", UNSET)

        can_configure_entity_payload_transformation_rules = d.pop("canConfigureEntityPayloadTransformationRules", UNSET)

        can_configure_eum_applications = d.pop("canConfigureEumApplications", UNSET)

        can_configure_events_and_alerts = d.pop("canConfigureEventsAndAlerts", UNSET)

        can_configure_gen_ai_evaluations = d.pop("canConfigureGenAIEvaluations", UNSET)

        can_configure_gen_ai_smart_alerts = d.pop("canConfigureGenAISmartAlerts", UNSET)

        can_configure_global_alert_payload = d.pop("canConfigureGlobalAlertPayload", UNSET)

        can_configure_global_application_smart_alerts = d.pop("canConfigureGlobalApplicationSmartAlerts", UNSET)

        can_configure_global_infra_smart_alerts = d.pop("canConfigureGlobalInfraSmartAlerts", UNSET)

        can_configure_global_log_smart_alerts = d.pop("canConfigureGlobalLogSmartAlerts", UNSET)

        can_configure_global_synthetic_smart_alerts = d.pop("canConfigureGlobalSyntheticSmartAlerts", UNSET)

        can_configure_integrations = d.pop("canConfigureIntegrations", UNSET)

        can_configure_ip_filtering = d.pop("canConfigureIPFiltering", UNSET)

        can_configure_llm = d.pop("canConfigureLLM", UNSET)

        can_configure_llm_model_price = d.pop("canConfigureLLMModelPrice", UNSET)

        can_configure_logging_perspectives = d.pop("canConfigureLoggingPerspectives", UNSET)

        can_configure_log_management = d.pop("canConfigureLogManagement", UNSET)

        can_configure_log_retention_period = d.pop("canConfigureLogRetentionPeriod", UNSET)

        can_configure_maintenance_windows = d.pop("canConfigureMaintenanceWindows", UNSET)

        can_configure_mobile_app_business_criticality = d.pop("canConfigureMobileAppBusinessCriticality", UNSET)

        can_configure_mobile_app_conversions = d.pop("canConfigureMobileAppConversions", UNSET)

        can_configure_mobile_app_monitoring = d.pop("canConfigureMobileAppMonitoring", UNSET)

        can_configure_mobile_app_smart_alerts = d.pop("canConfigureMobileAppSmartAlerts", UNSET)

        can_configure_network_integrations = d.pop("canConfigureNetworkIntegrations", UNSET)

        can_configure_personal_api_tokens = d.pop("canConfigurePersonalApiTokens", UNSET)

        can_configure_personally_identifiable_information_masking = d.pop(
            "canConfigurePersonallyIdentifiableInformationMasking", UNSET
        )

        can_configure_releases = d.pop("canConfigureReleases", UNSET)

        can_configure_service_level_correction_windows = d.pop("canConfigureServiceLevelCorrectionWindows", UNSET)

        can_configure_service_level_indicators = d.pop("canConfigureServiceLevelIndicators", UNSET)

        can_configure_service_levels = d.pop("canConfigureServiceLevels", UNSET)

        can_configure_service_level_smart_alerts = d.pop("canConfigureServiceLevelSmartAlerts", UNSET)

        can_configure_service_mapping = d.pop("canConfigureServiceMapping", UNSET)

        can_configure_session_settings = d.pop("canConfigureSessionSettings", UNSET)

        can_configure_subtraces = d.pop("canConfigureSubtraces", UNSET)

        can_configure_synthetic_credentials = d.pop("canConfigureSyntheticCredentials", UNSET)

        can_configure_synthetic_locations = d.pop("canConfigureSyntheticLocations", UNSET)

        can_configure_synthetic_tests = d.pop("canConfigureSyntheticTests", UNSET)

        can_configure_teams = d.pop("canConfigureTeams", UNSET)

        can_configure_users = d.pop("canConfigureUsers", UNSET)

        can_configure_website_business_criticality = d.pop("canConfigureWebsiteBusinessCriticality", UNSET)

        can_configure_website_conversions = d.pop("canConfigureWebsiteConversions", UNSET)

        can_configure_website_smart_alerts = d.pop("canConfigureWebsiteSmartAlerts", UNSET)

        can_create_heap_dump = d.pop("canCreateHeapDump", UNSET)

        can_create_public_custom_dashboards = d.pop("canCreatePublicCustomDashboards", UNSET)

        can_create_thread_dump = d.pop("canCreateThreadDump", UNSET)

        can_delete_automation_action_history = d.pop("canDeleteAutomationActionHistory", UNSET)

        can_delete_logs = d.pop("canDeleteLogs", UNSET)

        can_download_agent_configuration = d.pop("canDownloadAgentConfiguration", UNSET)

        can_edit_all_accessible_custom_dashboards = d.pop("canEditAllAccessibleCustomDashboards", UNSET)

        can_install_new_agents = d.pop("canInstallNewAgents", UNSET)

        can_invoke_alert_channel = d.pop("canInvokeAlertChannel", UNSET)

        can_manually_close_issue = d.pop("canManuallyCloseIssue", UNSET)

        can_playback_session_replay = d.pop("canPlaybackSessionReplay", UNSET)

        can_run_automation_actions = d.pop("canRunAutomationActions", UNSET)

        can_use_synthetic_credentials = d.pop("canUseSyntheticCredentials", UNSET)

        can_view_account_and_billing_information = d.pop("canViewAccountAndBillingInformation", UNSET)

        can_view_audit_log = d.pop("canViewAuditLog", UNSET)

        can_view_biz_alerts = d.pop("canViewBizAlerts", UNSET)

        can_view_business_activities = d.pop("canViewBusinessActivities", UNSET)

        can_view_business_process_details = d.pop("canViewBusinessProcessDetails", UNSET)

        can_view_business_processes = d.pop("canViewBusinessProcesses", UNSET)

        can_view_logs = d.pop("canViewLogs", UNSET)

        can_view_log_volume = d.pop("canViewLogVolume", UNSET)

        can_view_synthetic_locations = d.pop("canViewSyntheticLocations", UNSET)

        can_view_synthetic_test_results = d.pop("canViewSyntheticTestResults", UNSET)

        can_view_synthetic_tests = d.pop("canViewSyntheticTests", UNSET)

        can_view_trace_details = d.pop("canViewTraceDetails", UNSET)

        limited_ai_gateway_scope = d.pop("limitedAiGatewayScope", UNSET)

        limited_alert_channels_scope = d.pop("limitedAlertChannelsScope", UNSET)

        limited_applications_scope = d.pop("limitedApplicationsScope", UNSET)

        limited_automation_scope = d.pop("limitedAutomationScope", UNSET)

        limited_biz_ops_scope = d.pop("limitedBizOpsScope", UNSET)

        limited_gen_ai_capabilities_scope = d.pop("limitedGenAICapabilitiesScope", UNSET)

        limited_gen_ai_scope = d.pop("limitedGenAIScope", UNSET)

        limited_infrastructure_scope = d.pop("limitedInfrastructureScope", UNSET)

        limited_kubernetes_scope = d.pop("limitedKubernetesScope", UNSET)

        limited_linux_kvm_hypervisor_scope = d.pop("limitedLinuxKVMHypervisorScope", UNSET)

        limited_logging_perspectives_scope = d.pop("limitedLoggingPerspectivesScope", UNSET)

        limited_logs_scope = d.pop("limitedLogsScope", UNSET)

        limited_mobile_apps_scope = d.pop("limitedMobileAppsScope", UNSET)

        limited_nutanix_scope = d.pop("limitedNutanixScope", UNSET)

        limited_openstack_scope = d.pop("limitedOpenstackScope", UNSET)

        limited_pcf_scope = d.pop("limitedPcfScope", UNSET)

        limited_phmc_scope = d.pop("limitedPhmcScope", UNSET)

        limited_pvc_scope = d.pop("limitedPvcScope", UNSET)

        limited_sap_scope = d.pop("limitedSAPScope", UNSET)

        limited_service_level_scope = d.pop("limitedServiceLevelScope", UNSET)

        limited_synthetics_scope = d.pop("limitedSyntheticsScope", UNSET)

        limited_vsphere_scope = d.pop("limitedVsphereScope", UNSET)

        limited_websites_scope = d.pop("limitedWebsitesScope", UNSET)

        limited_windows_hypervisor_scope = d.pop("limitedWindowsHypervisorScope", UNSET)

        limited_xen_server_scope = d.pop("limitedXenServerScope", UNSET)

        limited_zhmc_scope = d.pop("limitedZhmcScope", UNSET)

        api_token = cls(
            internal_id=internal_id,
            name=name,
            access_granting_token=access_granting_token,
            id=id,
            created_by=created_by,
            created_on=created_on,
            expires_on=expires_on,
            last_used_on=last_used_on,
            can_collect_net_trace_logs=can_collect_net_trace_logs,
            can_configure_agent_run_mode=can_configure_agent_run_mode,
            can_configure_agents=can_configure_agents,
            can_configure_ai_agents=can_configure_ai_agents,
            can_configure_apdex=can_configure_apdex,
            can_configure_api_tokens=can_configure_api_tokens,
            can_configure_application_business_criticality=can_configure_application_business_criticality,
            can_configure_applications=can_configure_applications,
            can_configure_application_smart_alerts=can_configure_application_smart_alerts,
            can_configure_authentication_methods=can_configure_authentication_methods,
            can_configure_automation_actions=can_configure_automation_actions,
            can_configure_automation_policies=can_configure_automation_policies,
            can_configure_bizops=can_configure_bizops,
            can_configure_custom_entities=can_configure_custom_entities,
            can_configure_database_management=can_configure_database_management,
            can_configure_entity_payload_transformation_rules=can_configure_entity_payload_transformation_rules,
            can_configure_eum_applications=can_configure_eum_applications,
            can_configure_events_and_alerts=can_configure_events_and_alerts,
            can_configure_gen_ai_evaluations=can_configure_gen_ai_evaluations,
            can_configure_gen_ai_smart_alerts=can_configure_gen_ai_smart_alerts,
            can_configure_global_alert_payload=can_configure_global_alert_payload,
            can_configure_global_application_smart_alerts=can_configure_global_application_smart_alerts,
            can_configure_global_infra_smart_alerts=can_configure_global_infra_smart_alerts,
            can_configure_global_log_smart_alerts=can_configure_global_log_smart_alerts,
            can_configure_global_synthetic_smart_alerts=can_configure_global_synthetic_smart_alerts,
            can_configure_integrations=can_configure_integrations,
            can_configure_ip_filtering=can_configure_ip_filtering,
            can_configure_llm=can_configure_llm,
            can_configure_llm_model_price=can_configure_llm_model_price,
            can_configure_logging_perspectives=can_configure_logging_perspectives,
            can_configure_log_management=can_configure_log_management,
            can_configure_log_retention_period=can_configure_log_retention_period,
            can_configure_maintenance_windows=can_configure_maintenance_windows,
            can_configure_mobile_app_business_criticality=can_configure_mobile_app_business_criticality,
            can_configure_mobile_app_conversions=can_configure_mobile_app_conversions,
            can_configure_mobile_app_monitoring=can_configure_mobile_app_monitoring,
            can_configure_mobile_app_smart_alerts=can_configure_mobile_app_smart_alerts,
            can_configure_network_integrations=can_configure_network_integrations,
            can_configure_personal_api_tokens=can_configure_personal_api_tokens,
            can_configure_personally_identifiable_information_masking=can_configure_personally_identifiable_information_masking,
            can_configure_releases=can_configure_releases,
            can_configure_service_level_correction_windows=can_configure_service_level_correction_windows,
            can_configure_service_level_indicators=can_configure_service_level_indicators,
            can_configure_service_levels=can_configure_service_levels,
            can_configure_service_level_smart_alerts=can_configure_service_level_smart_alerts,
            can_configure_service_mapping=can_configure_service_mapping,
            can_configure_session_settings=can_configure_session_settings,
            can_configure_subtraces=can_configure_subtraces,
            can_configure_synthetic_credentials=can_configure_synthetic_credentials,
            can_configure_synthetic_locations=can_configure_synthetic_locations,
            can_configure_synthetic_tests=can_configure_synthetic_tests,
            can_configure_teams=can_configure_teams,
            can_configure_users=can_configure_users,
            can_configure_website_business_criticality=can_configure_website_business_criticality,
            can_configure_website_conversions=can_configure_website_conversions,
            can_configure_website_smart_alerts=can_configure_website_smart_alerts,
            can_create_heap_dump=can_create_heap_dump,
            can_create_public_custom_dashboards=can_create_public_custom_dashboards,
            can_create_thread_dump=can_create_thread_dump,
            can_delete_automation_action_history=can_delete_automation_action_history,
            can_delete_logs=can_delete_logs,
            can_download_agent_configuration=can_download_agent_configuration,
            can_edit_all_accessible_custom_dashboards=can_edit_all_accessible_custom_dashboards,
            can_install_new_agents=can_install_new_agents,
            can_invoke_alert_channel=can_invoke_alert_channel,
            can_manually_close_issue=can_manually_close_issue,
            can_playback_session_replay=can_playback_session_replay,
            can_run_automation_actions=can_run_automation_actions,
            can_use_synthetic_credentials=can_use_synthetic_credentials,
            can_view_account_and_billing_information=can_view_account_and_billing_information,
            can_view_audit_log=can_view_audit_log,
            can_view_biz_alerts=can_view_biz_alerts,
            can_view_business_activities=can_view_business_activities,
            can_view_business_process_details=can_view_business_process_details,
            can_view_business_processes=can_view_business_processes,
            can_view_logs=can_view_logs,
            can_view_log_volume=can_view_log_volume,
            can_view_synthetic_locations=can_view_synthetic_locations,
            can_view_synthetic_test_results=can_view_synthetic_test_results,
            can_view_synthetic_tests=can_view_synthetic_tests,
            can_view_trace_details=can_view_trace_details,
            limited_ai_gateway_scope=limited_ai_gateway_scope,
            limited_alert_channels_scope=limited_alert_channels_scope,
            limited_applications_scope=limited_applications_scope,
            limited_automation_scope=limited_automation_scope,
            limited_biz_ops_scope=limited_biz_ops_scope,
            limited_gen_ai_capabilities_scope=limited_gen_ai_capabilities_scope,
            limited_gen_ai_scope=limited_gen_ai_scope,
            limited_infrastructure_scope=limited_infrastructure_scope,
            limited_kubernetes_scope=limited_kubernetes_scope,
            limited_linux_kvm_hypervisor_scope=limited_linux_kvm_hypervisor_scope,
            limited_logging_perspectives_scope=limited_logging_perspectives_scope,
            limited_logs_scope=limited_logs_scope,
            limited_mobile_apps_scope=limited_mobile_apps_scope,
            limited_nutanix_scope=limited_nutanix_scope,
            limited_openstack_scope=limited_openstack_scope,
            limited_pcf_scope=limited_pcf_scope,
            limited_phmc_scope=limited_phmc_scope,
            limited_pvc_scope=limited_pvc_scope,
            limited_sap_scope=limited_sap_scope,
            limited_service_level_scope=limited_service_level_scope,
            limited_synthetics_scope=limited_synthetics_scope,
            limited_vsphere_scope=limited_vsphere_scope,
            limited_websites_scope=limited_websites_scope,
            limited_windows_hypervisor_scope=limited_windows_hypervisor_scope,
            limited_xen_server_scope=limited_xen_server_scope,
            limited_zhmc_scope=limited_zhmc_scope,
        )

        api_token.additional_properties = d
        return api_token

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
