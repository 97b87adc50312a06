import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { shipped } from '../prometheus/durations.ts';
import { loopback } from '../prometheus/places.ts';
import { renderMonitoring } from '../prometheus/render.ts';
import { eachChannelAlone, everyChannel } from './channels.test-support.ts';

/** What Alertmanager 0.25 knows and the newest still does, as far as it is used here: its settings by their place. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  '': ['global', 'templates', 'route', 'time_intervals', 'inhibit_rules', 'receivers'],
  global: [
    'slack_api_url_file',
    'smtp_smarthost',
    'smtp_from',
    'smtp_require_tls',
    'smtp_auth_username',
    'smtp_auth_password_file',
  ],
  route: ['receiver', 'group_by', 'group_wait', 'group_interval', 'repeat_interval', 'routes'],
  'route.routes': [
    'receiver',
    'matchers',
    'group_by',
    'group_wait',
    'group_interval',
    'repeat_interval',
    'continue',
    'active_time_intervals',
  ],
  time_intervals: ['name', 'time_intervals'],
  'time_intervals.time_intervals': ['weekdays', 'times', 'location'],
  'time_intervals.time_intervals.times': ['start_time', 'end_time'],
  inhibit_rules: ['source_matchers', 'target_matchers', 'equal'],
  receivers: ['name', 'webhook_configs', 'slack_configs', 'email_configs'],
  'receivers.webhook_configs': ['url', 'send_resolved', 'max_alerts', 'http_config'],
  'receivers.webhook_configs.http_config': ['follow_redirects', 'authorization'],
  'receivers.webhook_configs.http_config.authorization': ['credentials_file'],
  'receivers.slack_configs': [
    'send_resolved',
    'username',
    'color',
    'title',
    'title_link',
    'text',
    'fallback',
    'footer',
    'mrkdwn_in',
  ],
  'receivers.email_configs': ['send_resolved', 'to', 'headers', 'html', 'text'],
  'receivers.email_configs.headers': ['Subject', 'Auto-Submitted', 'X-Auto-Response-Suppress'],
};

/** The functions that templates of both know: `since`, `now`, `toJson` and others are newer. */
const FUNCTIONS =
  /^(template|define|end|if|else|range|with|block|and|or|not|eq|ne|lt|le|gt|ge|len|index|slice|printf|urlquery|toUpper|toLower|title|trimSpace|join|match|safeHtml|reReplaceAll|stringSlice)$/;

function settingsIn(value: unknown, place: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => settingsIn(item, place));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [
    ...(ACCEPTED[place]?.includes(key) ? [] : [`${place}.${key}`]),
    ...settingsIn(below, place === '' ? key : `${place}.${key}`),
  ]);
}

describe('what is rendered for Alertmanager', () => {
  it('holds only settings that both the oldest and the newest accept', () => {
    for (const channels of [{}, everyChannel, ...eachChannelAlone]) {
      const text = renderMonitoring(loopback, shipped, channels).get('alertmanager/alertmanager.yml') ?? '';
      assert.deepEqual(settingsIn(parse(text), ''), []);
    }
  });

  it('calls only functions in its templates that both know', () => {
    const templates = [...renderMonitoring(loopback, shipped)].filter(([path]) => path.endsWith('.tmpl'));
    assert.ok(templates.length > 3);
    for (const [path, text] of templates) {
      for (const [, action = ''] of text.matchAll(/\{\{-?\s*((?!\/\*)[\s\S]*?)-?\}\}/g)) {
        const bare = action.replaceAll(/"(?:\\.|[^"\\])*"|`[^`]*`/g, '');
        const words = bare.match(/(?<![.$\w])[a-z]\w*/gi) ?? [];
        assert.deepEqual(
          words.filter((word) => !FUNCTIONS.test(word)),
          [],
          `${path}: ${action}`,
        );
      }
    }
  });
});
