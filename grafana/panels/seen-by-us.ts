import type { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import { yesIsGood } from './cells.ts';
import { listed, table } from './table.ts';
import { thresholds } from './thresholds.ts';

/** With which accounts organisations are read. */
export const accountTable = (): TablePanel =>
  table({
    title: 'Accounts',
    description:
      'Whether each organisation can be read, and how its account fares; platform is that of the super admin.',
    queries: [
      'max by (org, org_class) (vizora_organization_info)',
      'min by (org) (vizora_organization_reachable)',
      'min by (org) (vizora_account_logged_in)',
      '1 - max by (org) (vizora_account_login_stopped)',
      'max by (org) (vizora_account_failed_logins)',
    ],
    columns: [
      { field: 'org', title: 'Organisation' },
      { field: 'org_class', title: 'Class' },
      { field: 'Value #B', title: 'Read', properties: yesIsGood },
      { field: 'Value #C', title: 'Logged in', properties: yesIsGood },
      { field: 'Value #D', title: 'Tried', properties: yesIsGood },
      { field: 'Value #E', title: 'Refused', properties: [thresholds('green', [1, 'orange'], [3, 'red'])] },
    ],
    unit: 'short',
    absent: '-',
  }).span(12);

/** Organisations of the platform that nobody looks at. */
export const unwatchedTable = (): TablePanel =>
  table({
    title: 'Not watched',
    description:
      'Organisations of the platform that are not looked at; empty where no super admin is configured.',
    queries: ['max by (org, org_class) (vizora_organization_watched) == 0'],
    columns: [
      { field: 'org', title: 'Organisation' },
      { field: 'org_class', title: 'Class' },
    ],
    unit: 'short',
    absent: '-',
  }).span(12);

/** What the platform does not offer. */
export const unavailableTable = (): TablePanel =>
  table({
    title: 'What the platform lacks',
    description:
      'Checks and actions that need a route or a field which the platform does not offer; empty is good.',
    queries: [
      listed(
        ['check', 'min by (incident) (vizora_check_available) == 0', 'incident'],
        ['action', 'min by (action) (vizora_action_available) == 0', 'action'],
        ['route', 'min by (route) (vizora_platform_route_available) == 0', 'route'],
      ),
    ],
    columns: [
      { field: 'kind', title: 'Kind' },
      { field: 'what', title: 'What' },
    ],
    unit: 'short',
    absent: '-',
  }).span(12);

/** Incidents of which there are too many to be told one by one. */
export const suppressedTable = (): TablePanel =>
  table({
    title: 'Too many to be told',
    description:
      'Open incidents without a series of their own: they are counted, and neither told nor repaired.',
    queries: ['max by (agent, incident) (vizora_incidents_suppressed) > 0'],
    columns: [
      { field: 'agent', title: 'Agent' },
      { field: 'incident', title: 'Incident' },
      { field: 'Value', title: 'Left out', properties: [thresholds('orange')] },
    ],
    unit: 'short',
    absent: '-',
  }).span(12);
