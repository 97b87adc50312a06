import type { StrictnessName } from '../../sandbox/vizora/strictness.ts';

/** Points in which the stand-in is strict, each with the rows that must notice when it no longer is. */
export const mutations: Readonly<Record<StrictnessName, readonly string[]>> = {
  envelope: [
    'the own organisation is told with what it has',
    'one can ask who one is, with the whole organisation',
  ],
  double_nesting: [
    'the list of displays is nested twice, each item has its keys and no others, the newest first',
    'the list of schedules has pages of ten unless told otherwise',
  ],
  success_key_passes_through: [
    'a token is revoked by logging out, on every worker at once',
    'a status with a key named success is passed on without the envelope',
  ],
  error_without_envelope: ['a refusal has no envelope', 'nothing can be read without a token'],
  ready_503_without_envelope: [
    'with the database down, the readiness of the middleware is 503 without an envelope',
  ],
  created_201: [
    'a login is 201, with the token in snake case and the seconds it lives',
    'archiving content is 201 and may be repeated',
  ],
  restore_200: ['restoring is possible from any status'],
  production_400_without_detail: ['limit=101 is refused without detail in the list of displays'],

  limit_max_100: [
    'limit=101 is refused without detail in the list of content',
    'limit=1000 is refused without detail in the list of schedules',
  ],
  limit_min_1: ['limit=0 is refused without detail in the list of displays'],
  page_min_1: ['page=0 is refused without detail in the list of playlists'],
  default_limit_10: ['the list of displays has pages of ten unless told otherwise'],
  page_past_end_200: ['a page of displays past the end is empty, with the true total'],
  newest_first: [
    'the list of content is nested twice, each item has its keys and no others, the newest first',
  ],
  priority_first: [
    'the list of schedules is nested twice, each item has its keys and no others, by priority, the highest first, then the newest first',
  ],
  unknown_query_400: [
    'the list of displays refuses the unknown query key status',
    'the list of content refuses the unknown query key expiresAt',
  ],
  schedule_filter_400: ['the list of schedules refuses the unknown query key isActive'],
  content_status_values: ['an empty status filter is refused', 'an unknown status filter is refused'],
  list_hides_content_expiry: [
    'the list of content is nested twice, each item has its keys and no others, the newest first',
  ],
  list_hides_display_metadata: [
    'the list of displays is nested twice, each item has its keys and no others, the newest first',
  ],
  playlist_list_hides_item_expiry: [
    'the list of playlists is nested twice, each item has its keys and no others, the newest first',
  ],
  schedule_list_has_full_display: [
    'the list of schedules is nested twice, each item has its keys and no others, by priority, the highest first, then the newest first',
  ],
  schedule_detail_has_no_count: [
    'the detail of a schedule carries its playlist with content, and the whole display',
  ],
  admin_list_skip_take: ['a super admin lists organisations with skip and take, not with a page'],

  unknown_body_key_400: ['a schedule refuses the unknown key status', 'content refuses an unknown key'],
  extra_login_key_400: ['a login with an extra key is refused'],
  bad_json_400: ['a body that ends early is refused with the reason'],
  json_object_or_array: ['a status that is only a text is refused', 'a status that is only null is refused'],
  large_body_500: ['a body of more than 100 kB is a failure, not a 413'],
  malformed_id_400: ['a malformed content id is refused', 'a malformed schedule id is refused'],
  cuid_is_no_display_id: ['the id of another kind is malformed for a display'],
  unknown_id_404: ['an unknown display is not found', 'unknown content is not found'],
  tenants_404: [
    'a display of another organisation is not found',
    'a schedule of another organisation cannot be written',
  ],
  other_organisation_403: ['a supposed role in the organisation of another is not found out'],
  unknown_route_404: ['there is no route to displays/ping', 'an unknown route is not found, whoever asks'],
  put_404: ['a schedule is not replaced'],

  token_required: ['nothing can be read without a token'],
  lowercase_bearer_401: ['bearer in lower case is unauthorised'],
  expired_token_401: ['an expired token is unauthorised'],
  revoked_token_message: ['a token is revoked by logging out, on every worker at once'],
  roles: ['a viewer may not switch off a schedule', 'a manager may not disable a display'],
  super_admin: ['admin/stats/overview is for super admins only', 'health/self-test is for super admins only'],
  subscription_gate: ['an organisation that does not pay may not write'],
  account_lockout: ['ten wrong passwords lock an account, even for the right one and from elsewhere'],
  login_email_normalised: ['the address in a login is trimmed and lower-cased'],
  refresh_needs_cookie: ['a token is not refreshed without the refresh cookie'],

  csrf_without_bearer: ['a write without a token fails for want of a CSRF cookie'],
  csrf_with_cookie: ['a write with the auth cookie needs the CSRF cookie, bearer or not'],
  bearer_without_cookie_exempt: ['a schedule is switched off and on by PATCH, as often as one likes'],
  cookie_outranks_bearer: ['the auth cookie outranks the bearer'],
  csrf_cookie_on_every_response: ['every answer offers a CSRF token as cookie and header'],
  gate_order_csrf_before_token: ['CSRF comes before the token, the role, the id and the body'],
  gate_order_throttle_before_token: ['the rate limit comes before the token'],
  gate_order_role_before_body: ['the role comes before the id and the body'],

  throttle_short: ['the eleventh request in a second is too many, and says when under a suffixed name'],
  throttle_medium: ['a minute after the 101st request the route is open again, and no sooner'],
  throttle_long: ['the 1001st request in an hour is too many, and closes the route for an hour'],
  throttle_per_route: ['each route has its own count'],
  throttle_health: ['health is not exempt'],
  throttle_block_lasts: ['the 1001st request in an hour is too many, and closes the route for an hour'],
  login_throttle: ['the sixth login in a minute is too many, and says when in the plain header'],
  retry_after_suffix: ['the eleventh request in a second is too many, and says when under a suffixed name'],
  rate_limit_headers: ['each request is counted in all three windows'],
  fleet_rate_limit: ['an organisation may send ten commands a minute, refused ones counted'],

  sanitise_html: ['markup is taken out of what is written, and angle brackets are escaped'],
  sanitise_ampersand: ['an ampersand comes back as it was'],
  x_request_id_echoed: ['a request keeps the id that it names'],
  x_request_id_only_when_handled: [
    'an unauthorised request has no id',
    'a request to an unknown route has no id',
  ],
  weak_etag: ['an answer that did not change is 304 without a body'],
  gzip_above_1k: ['a long answer is compressed when that is asked for'],

  string_false_is_true: ['the text "false" switches a schedule on'],
  patch_null_500: ['null is a failure as the state of a schedule'],
  end_date_null_ignored: ['an end date cannot be cleared, and asking is no error'],
  schedule_one_target: [
    'a schedule for neither a display nor a group is refused',
    'a schedule for a display and a group is refused',
  ],
  duplicate_is_inactive: ['a copy of a schedule is named so and inactive'],

  patch_status_400: ['content is not archived by PATCH'],
  archive_idempotent: ['archiving content is 201 and may be repeated'],
  archive_keeps_playlist_items: ['archived content stays in its playlists'],
  bulk_all_or_nothing: ['one unknown id fails a whole bulk call, which then changes nothing'],
  expiration_in_future: ['an expiry in the past is refused by the route for it'],

  display_status_values: ['a display cannot be set inactive', 'a display cannot be set pairing'],
  display_name_in_nickname_out: ['what is written as name is read as nickname'],
  display_empty_playlist_500: ['an empty playlist id is a failure'],
  heartbeat_needs_device_token: ['the heartbeat of a display takes no user token'],
  screenshot_needs_socket: ['a display that only claims to be online cannot be reached'],

  fleet_missing_target_500: ['a command without a target is a failure'],
  fleet_unknown_device_404: ['a command to an unknown display is not found'],

  health_200_when_down: ['with the database down, the health of the middleware is 200 with an error in it'],
  hang_cuts_after_30s: ['with Redis down, a list is cut off after 30 s'],
  metrics_access: ['the metrics of the middleware are refused from elsewhere'],
  realtime_200_when_unhealthy: ['with Redis down, the health of realtime is 200 and unhealthy'],
  realtime_never_reconnects: ['long after Redis came back, realtime is still not ready'],

  ops_status_any_role: ['a viewer may post the status, and every organisation reads it'],
  ops_status_global: ['the last writer of the status wins, of whatever organisation'],
  ops_status_ttl: ['the status is kept for an hour'],
};

/** What only an outage shows is taken out together, since an outage takes its time; their rows share nothing. */
export const OUTAGES_TOGETHER: readonly (readonly StrictnessName[])[] = [
  ['health_200_when_down', 'ready_503_without_envelope'],
  ['hang_cuts_after_30s', 'realtime_200_when_unhealthy', 'realtime_never_reconnects'],
];
