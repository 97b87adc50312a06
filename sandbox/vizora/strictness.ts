/**
 * Every way in which the stand-in is as strict, or as odd, as the platform. All are on; a contract suite
 * that does not notice when one is taken out is too weak.
 */
export const STRICTNESS = [
  // Bodies that go out
  'envelope',
  'double_nesting',
  'success_key_passes_through',
  'error_without_envelope',
  'ready_503_without_envelope',
  'created_201',
  'restore_200',
  'production_400_without_detail',
  // Lists
  'limit_max_100',
  'limit_min_1',
  'page_min_1',
  'default_limit_10',
  'page_past_end_200',
  'newest_first',
  'priority_first',
  'unknown_query_400',
  'schedule_filter_400',
  'content_status_values',
  'list_hides_content_expiry',
  'list_hides_display_metadata',
  'playlist_list_hides_item_expiry',
  'schedule_list_has_full_display',
  'schedule_detail_has_no_count',
  'admin_list_skip_take',
  // Bodies and ids that come in
  'unknown_body_key_400',
  'extra_login_key_400',
  'bad_json_400',
  'json_object_or_array',
  'large_body_500',
  'malformed_id_400',
  'cuid_is_no_display_id',
  'unknown_id_404',
  'tenants_404',
  'other_organisation_403',
  'unknown_route_404',
  'put_404',
  // Who may
  'token_required',
  'lowercase_bearer_401',
  'expired_token_401',
  'revoked_token_message',
  'roles',
  'super_admin',
  'subscription_gate',
  'account_lockout',
  'login_email_normalised',
  'refresh_needs_cookie',
  // CSRF
  'csrf_without_bearer',
  'csrf_with_cookie',
  'bearer_without_cookie_exempt',
  'cookie_outranks_bearer',
  'csrf_cookie_on_every_response',
  'gate_order_csrf_before_token',
  'gate_order_throttle_before_token',
  'gate_order_role_before_body',
  // Rate limits
  'throttle_short',
  'throttle_medium',
  'throttle_long',
  'throttle_per_route',
  'throttle_health',
  'throttle_block_lasts',
  'login_throttle',
  'retry_after_suffix',
  'rate_limit_headers',
  'fleet_rate_limit',
  // Text and headers
  'sanitise_html',
  'sanitise_ampersand',
  'x_request_id_echoed',
  'x_request_id_only_when_handled',
  'weak_etag',
  'gzip_above_1k',
  // Schedules
  'string_false_is_true',
  'patch_null_500',
  'end_date_null_ignored',
  'schedule_one_target',
  'duplicate_is_inactive',
  // Content
  'patch_status_400',
  'archive_idempotent',
  'archive_keeps_playlist_items',
  'bulk_all_or_nothing',
  'expiration_in_future',
  // Displays
  'display_status_values',
  'display_name_in_nickname_out',
  'display_empty_playlist_500',
  'heartbeat_needs_device_token',
  'screenshot_needs_socket',
  // Fleet
  'fleet_missing_target_500',
  'fleet_unknown_device_404',
  // Health
  'health_200_when_down',
  'hang_cuts_after_30s',
  'metrics_access',
  'realtime_200_when_unhealthy',
  'realtime_never_reconnects',
  // Status document
  'ops_status_any_role',
  'ops_status_global',
  'ops_status_ttl',
] as const;

export type StrictnessName = (typeof STRICTNESS)[number];

/** Is the stand-in strict in this point, now? */
export type Strict = (name: StrictnessName) => boolean;

export const isStrictnessName = (name: string): name is StrictnessName =>
  (STRICTNESS as readonly string[]).includes(name);
