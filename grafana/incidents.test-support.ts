import { ago, type Course, labels, steady } from './courses.test-support.ts';

const incident = (agent: string, type: string, org: string, site: string, target: string, name: string) => {
  const [target_kind = '', target_id = ''] = target.split('/');
  const org_class = org === 'platform' ? 'none' : 'customer';
  return labels({ agent, incident: type, org, org_class, site, target_kind, target_id, target: name });
};

/** The labels of what is wrong in the world. */
export const lobby = incident('fleet-manager', 'display_offline', 'acme', 'berlin', 'display/d1', 'Lobby');
export const door = incident('fleet-manager', 'display_offline', 'acme', 'berlin', 'display/d2', 'Door');
export const berlin = incident('fleet-manager', 'site_offline', 'acme', 'berlin', 'site/berlin', 'berlin');
export const bar = incident(
  'fleet-manager',
  'display_without_content',
  'globex',
  'none',
  'display/d9',
  'Bar',
);
export const api = incident(
  'health-guardian',
  'service_down',
  'platform',
  'none',
  'service/middleware',
  'middleware',
);
export const worker = incident(
  'health-guardian',
  'process_errored',
  'platform',
  'none',
  'process/vizora-web:3',
  'vizora-web',
);
export const summer = incident(
  'schedule-doctor',
  'schedule_past_end',
  'acme',
  'none',
  'schedule/s1',
  'Summer',
);

/** An incident that is open. */
export const open = (of: string, seen: number, stands: number): [string, Course][] => [
  [`vizora_incident_active{${of}}`, steady(1)],
  [`vizora_incident_opened_timestamp_seconds{${of}}`, ago(seen)],
  [`vizora_incident_since_timestamp_seconds{${of}}`, ago(stands)],
];
