import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../../cli/program.ts';
import { healthyWorld, organisation } from '../../sandbox/vizora/world/spec.ts';
import { shortDurations, shortSettings } from './short-durations.ts';
import { type Outside, startOutside, type Told } from './told.ts';
import { type TestStack, withStack } from './with-stack.ts';

/** A repair has longer than it takes here, and a place is told before its displays are a matter of their own. */
const durations = {
  ...shortDurations,
  grace_critical: '45s',
  grace_warning: '45s',
  people_hold: '4s',
  people_group_wait: '5s',
  people_group_interval: '5s',
  dead_man_group_interval: '5s',
  dead_man_repeat: '4s',
};
const SILENT_MS = (15 * 60 - 75) * 1_000;

const ACME = 'acme-signage';
const BETA = 'beta-retail';
const OPERATORS = 'vizora-platform';
const world = healthyWorld({
  organisations: [
    organisation(ACME),
    organisation(BETA, { displays: 54 }),
    organisation(OPERATORS, { class: 'test', displays: 2, superAdmin: true }),
  ],
});

/** What people read of each group of alerts, in its order; different groups come as they come. */
interface Heard {
  readonly [group: string]: readonly Told[];
}

const LEFT_TO_PEOPLE = 'The machine does not repair this: it is left to people.';
const LINKS = '[Runbook] · [Dashboard] · [Silence] · [Alertmanager]';
const LINKS_OF_OVER = '[Runbook] · [Dashboard] · [Alertmanager]';
const EDGE =
  'is well on loopback, and cannot be reached as people reach it. It is the proxy, its certificate, DNS or the ' +
  'network: restarting the service does not help.';
const BACKUP =
  'The newest backup in directory is older than a day, empty or damaged, or there is none: what was changed since ' +
  'the last good one would be lost with the disk.';
const SITE =
  'No display of the site main-hall (beta-retail) is heard of. That is power, network or the gateway rather than the ' +
  'displays, whose own alerts are held back meanwhile.';
const REDIS =
  'The services say that they cannot reach it, or our own connection confirms it ("undisclosed" is what the ' +
  'middleware does not name). Restarting services does not help, and is not tried.';
const playlistOf = (id: string) =>
  `The playlist Partly archived 1 (${id}) of acme-signage holds archived or expired content: displays skip it, and ` +
  'show nothing at all where nothing else is left.';

const inSlack = (schedule: string, playlist: string): Heard => ({
  'RemediationPerformed platform': [
    {
      title: 'INFO RemediationPerformed: platform',
      text:
        'restart_process on process/vizora-realtime: fixed\n' +
        'service_down of service/realtime: the machine ran restart_process on process/vizora-realtime (attempt 1), and ' +
        'verified it: the fault is gone, and stayed away for SOME s.\nsince NOW\n[Alertmanager]',
    },
  ],
  'RemediationPerformed acme-signage': [
    {
      title: 'INFO RemediationPerformed: acme-signage',
      text:
        `deactivate_schedule on schedule/${schedule}: fixed\n` +
        'Take it back: vizora-ops undo r1 (the schedule is switched on again)\n' +
        `schedule_past_end of schedule/${schedule}: the machine ran deactivate_schedule on schedule/${schedule} ` +
        '(attempt 1), and verified it: the fault is gone.\nsince NOW\n[Alertmanager]',
    },
  ],
  'EdgeUnreachable platform': [
    {
      title: 'CRITICAL EdgeUnreachable ×2: platform',
      text:
        `• The public address of middleware does not answer\nmiddleware ${EDGE} · since NOW\n` +
        `• The public address of web does not answer\nweb ${EDGE} · since NOW\n${LEFT_TO_PEOPLE}\n${LINKS}`,
    },
    {
      title: 'RECOVERED EdgeUnreachable ×2: platform',
      text:
        '• Recovered after A WHILE: The public address of middleware does not answer (middleware)\n' +
        `• Recovered after A WHILE: The public address of web does not answer (web)\n${LINKS_OF_OVER}`,
    },
  ],
  'BackupStale platform': [
    {
      title: 'CRITICAL BackupStale: platform',
      text: `There is no recent backup in directory\n${BACKUP}\nsince NOW\n${LEFT_TO_PEOPLE}\n${LINKS}`,
    },
    {
      title: 'RECOVERED BackupStale: platform',
      text: `Recovered after A WHILE: There is no recent backup in directory (directory)\n${LINKS_OF_OVER}`,
    },
  ],
  'DependencyDown platform': [
    {
      title: 'CRITICAL DependencyDown: platform',
      text: `The platform cannot reach a server it needs: redis\n${REDIS}\nsince NOW\n${LEFT_TO_PEOPLE}\n${LINKS}`,
    },
    {
      title: 'RECOVERED DependencyDown: platform',
      text: `Recovered after A WHILE: The platform cannot reach a server it needs: redis (redis)\n${LINKS_OF_OVER}`,
    },
  ],
  'PlaylistItemUndeliverable acme-signage': [
    {
      title: 'WARNING PlaylistItemUndeliverable: acme-signage',
      text:
        `A playlist of acme-signage holds what is no longer delivered\n${playlistOf(playlist)}\nsince NOW\n` +
        `${LEFT_TO_PEOPLE}\n${LINKS}`,
    },
    {
      title: 'RECOVERED PlaylistItemUndeliverable: acme-signage',
      text:
        'Recovered after A WHILE: A playlist of acme-signage holds what is no longer delivered (Partly archived 1)\n' +
        LINKS_OF_OVER,
    },
  ],
  'SiteOffline beta-retail, main-hall': [
    {
      title: 'CRITICAL SiteOffline: beta-retail, main-hall',
      text: `All displays of site main-hall are offline\n${SITE}\nsince NOW\n${LEFT_TO_PEOPLE}\n${LINKS}`,
    },
  ],
});

const byMail = (playlist: string): Heard => ({
  'EdgeUnreachable platform': [
    {
      title: 'CRITICAL EdgeUnreachable ×2: platform',
      text:
        `* The public address of middleware does not answer\n  middleware ${EDGE}\n  since NOW\n\n` +
        `* The public address of web does not answer\n  web ${EDGE}\n  since NOW\n\n${LEFT_TO_PEOPLE}`,
    },
    {
      title: 'RECOVERED EdgeUnreachable ×2: platform',
      text:
        '* Recovered after A WHILE: The public address of middleware does not answer (middleware)\n\n' +
        '* Recovered after A WHILE: The public address of web does not answer (web)',
    },
  ],
  'BackupStale platform': [
    {
      title: 'CRITICAL BackupStale: platform',
      text: `* There is no recent backup in directory\n  ${BACKUP}\n  since NOW\n\n${LEFT_TO_PEOPLE}`,
    },
    {
      title: 'RECOVERED BackupStale: platform',
      text: '* Recovered after A WHILE: There is no recent backup in directory (directory)',
    },
  ],
  'DependencyDown platform': [
    {
      title: 'CRITICAL DependencyDown: platform',
      text: `* The platform cannot reach a server it needs: redis\n  ${REDIS}\n  since NOW\n\n${LEFT_TO_PEOPLE}`,
    },
    {
      title: 'RECOVERED DependencyDown: platform',
      text: '* Recovered after A WHILE: The platform cannot reach a server it needs: redis (redis)',
    },
  ],
  'PlaylistItemUndeliverable acme-signage': [
    {
      title: 'WARNING PlaylistItemUndeliverable: acme-signage',
      text:
        `* A playlist of acme-signage holds what is no longer delivered\n  ${playlistOf(playlist)}\n  since NOW\n\n` +
        LEFT_TO_PEOPLE,
    },
    {
      title: 'RECOVERED PlaylistItemUndeliverable: acme-signage',
      text: '* Recovered after A WHILE: A playlist of acme-signage holds what is no longer delivered (Partly archived 1)',
    },
  ],
  'SiteOffline beta-retail, main-hall': [
    {
      title: 'CRITICAL SiteOffline: beta-retail, main-hall',
      text: `* All displays of site main-hall are offline\n  ${SITE}\n  since NOW\n\n${LEFT_TO_PEOPLE}`,
    },
  ],
});

/** By the name of the alert and its place, whatever the state and the number. */
const groupsOf = (told: readonly Told[]): Heard =>
  Object.fromEntries(
    Map.groupBy(told, ({ title }) =>
      title.replace(/^[A-Z]+ (\w+)(?: ×\d+)?(?: \(\d+ recovered\))?: /, '$1 '),
    ),
  );

test('of ten kinds of fault everybody hears exactly what is meant for them, once', {
  timeout: 290_000,
}, async () => {
  const outside = await startOutside();
  const { agents } = shortSettings.exporter;
  const overrides = {
    ...shortSettings,
    exporter: {
      ...shortSettings.exporter,
      agents: {
        ...agents,
        'fleet-manager': { interval: '5s' },
        'content-lifecycle': { interval: '5s' },
        'db-maintainer': { interval: '5s' },
      },
    },
    notifications: outside.notifications,
  };
  try {
    await withStack({ durations, watched: { world }, overrides }, (stack) => runItsCourse(stack, outside));
  } finally {
    await outside.close();
  }
});

async function runItsCourse(stack: TestStack, outside: Outside): Promise<void> {
  const { control, until, pm2 } = stack;
  const witness = await stack.witness();
  const wait = (what: string, holds: () => boolean | Promise<boolean>) =>
    until(witness, what, holds, 120_000);
  const everywhere = (...titles: string[]) => {
    const told = [outside.slack(), outside.mail()].map((way) => way.map(({ title }) => title));
    return titles.every((title) => told.every((way) => way.includes(title)));
  };

  // A silenced group, and a place of fifty displays that fall silent one after the other, as they do.
  await silenceSchedulesOf(BETA, stack);
  const lastHeartbeat = new Date(Date.now() - SILENT_MS).toISOString();
  for (const { id } of (await control.rows('devices', BETA)).slice(0, 50)) {
    const dark = { location: 'Main Hall', status: 'offline', socketId: null, lastHeartbeat };
    await control.update('devices', String(id), dark);
  }
  const [silenced] = await control.breakWorld('schedule_past_end', BETA);
  // What nobody hears of: a display that was forgotten, and what is wrong in a test organisation.
  await control.breakWorld('display_dormant', ACME);
  await control.breakWorld('playlist_item_undeliverable', OPERATORS);
  // What the machine repairs.
  const [schedule] = await control.breakWorld('schedule_past_end', ACME);
  await control.break('hang', { app: 'vizora-realtime' });
  // What is left to people.
  const [playlist] = await control.breakWorld('playlist_item_undeliverable', ACME);
  await control.break('edge_down');
  await control.break('backup_stale');
  await wait('both are repaired', () => {
    const titles = outside.slack().map(({ title }) => title);
    return ['platform', ACME].every((org) => titles.includes(`INFO RemediationPerformed: ${org}`));
  });

  // A dependency, and a service that would be told of without it.
  await control.break('redis_down');
  await control.break('hang', { app: 'vizora-realtime' });
  await wait('people hear of all that is left to them', () =>
    everywhere(
      'CRITICAL EdgeUnreachable ×2: platform',
      'CRITICAL BackupStale: platform',
      'CRITICAL DependencyDown: platform',
      'WARNING PlaylistItemUndeliverable: acme-signage',
      'CRITICAL SiteOffline: beta-retail, main-hall',
    ),
  );
  await control.heal('backup_stale');
  await wait('the service is explained', async () => {
    const services = await forPeople(stack, 'ServiceDown');
    return services.length === 1 && services[0]?.state === 'suppressed';
  });
  for (const { name, pmId } of await pm2.list()) if (name === 'vizora-realtime') await pm2.restart(pmId);
  await wait('the service is back', async () => (await forPeople(stack, 'ServiceDown')).length === 0);

  await control.heal('redis_down');
  // Else one public address would be well before the other, which is news.
  await wait('every worker of the API is ready', () => isReady(stack));
  await control.heal('edge_down');
  await control.healWorld('playlist_item_undeliverable', ACME);
  await wait('people hear that it is over', () =>
    everywhere(
      'RECOVERED EdgeUnreachable ×2: platform',
      'RECOVERED BackupStale: platform',
      'RECOVERED DependencyDown: platform',
      'RECOVERED PlaylistItemUndeliverable: acme-signage',
    ),
  );
  await wait('each display is explained by its place', async () => {
    const displays = await forPeople(stack, 'DisplayOffline');
    return displays.length === 50 && displays.every(({ state }) => state === 'suppressed');
  });

  assert.deepEqual(groupsOf(outside.slack()), inSlack(schedule?.id ?? '', playlist?.id ?? ''));
  assert.deepEqual(groupsOf(outside.mail()), byMail(playlist?.id ?? ''));
  assert.deepEqual([...new Set(outside.deadMan())], ['firing Watchdog']);
  assert.equal(outside.refusals(), 0);
  assert.deepEqual(await toldTheMachine(stack), [
    'Watchdog',
    `schedule_past_end schedule/${schedule?.id} deactivate_schedule`,
    'service_down service/realtime restart_process',
  ]);
  assert.equal((await control.row('Schedule', silenced?.id ?? ''))['isActive'], true);
  // Nothing is on its way: who has not been told by now is told of nothing.
  assert.deepEqual(
    (await forPeople(stack)).filter(({ state }) => state === 'active').map(({ name }) => name),
    ['SiteOffline'],
  );
}

/** Connections go to the workers by turns. */
async function isReady({ stack }: TestStack): Promise<boolean> {
  for (let i = 0; i < 6; i += 1) {
    const response = await fetch(`${stack.urls.api}/api/v1/health/ready`, {
      headers: { connection: 'close' },
    });
    await response.text();
    if (response.status !== 200) return false;
  }
  return true;
}

async function silenceSchedulesOf(org: string, { stack }: TestStack): Promise<void> {
  const args = ['silence', 'SchedulePastEnd', '--org', org, '--for', '1h', '--reason', 'they move house'];
  const printed: string[] = [];
  const print = (text: string) => printed.push(text);
  const env = { ALERTMANAGER_URL: stack.urls.alertmanager };
  assert.equal(await runProgram(args, { env, print, complain: print }), 0, printed.join('\n'));
}

/** The copies for people, but for those that go to nobody by their routes. */
async function forPeople(
  { stack }: TestStack,
  alertname?: string,
): Promise<readonly { name: string; state: string }[]> {
  const query = new URLSearchParams();
  for (const filter of [
    'remediation=""',
    'severity!="none"',
    'alertname!~".+Dormant|RemediationPerformed"',
    'org_class!="test"',
    ...(alertname === undefined ? [] : [`alertname="${alertname}"`]),
  ]) {
    query.append('filter', filter);
  }
  const response = await fetch(`${stack.urls.alertmanager}/api/v2/alerts?${query}`);
  const alerts = (await response.json()) as {
    labels: Record<string, string>;
    status: { state: string };
  }[];
  return alerts.map(({ labels, status }) => ({ name: labels['alertname'] ?? '', state: status.state }));
}

/** What Alertmanager delivered to the remediator, each once: it is told again while it stands. */
async function toldTheMachine({ remediator }: TestStack): Promise<readonly string[]> {
  const { decisions } = (await (await remediator('/api/v1/decisions?limit=1000')).json()) as {
    decisions: Record<string, string>[];
  };
  const told = decisions
    .filter(({ source }) => source === 'webhook')
    .map((it) =>
      it['decision'] === 'heartbeat'
        ? 'Watchdog'
        : `${it['incident']} ${it['target_kind']}/${it['target_id']} ${it['action']}`,
    );
  return [...new Set(told)].sort();
}
