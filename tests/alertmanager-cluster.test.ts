import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type Labels,
  type RealAlertmanager,
  startAlertmanager,
  until,
} from '../alertmanager/real-alertmanager.test-support.ts';
import { runProgram } from '../cli/program.ts';
import { createAlertmanager } from '../core/alertmanager/alertmanager.ts';
import { allAlertmanagers } from '../core/alertmanager/all-alertmanagers.ts';
import { systemClock } from '../core/clock.ts';
import { countDeliveries } from '../core/delivery-test/delivery-counts.ts';
import { testDelivery } from '../core/delivery-test/test-delivery.ts';
import { readSamples } from '../core/metrics/read-samples.ts';
import { shipped } from '../prometheus/durations.ts';
import { askAlertActive } from '../remediator/gates/alert-active.ts';
import { questionOf } from '../remediator/question.ts';
import { type SlackStandIn, startSlackStandIn } from '../sandbox/people/slack-stand-in.ts';

const alert = (org: string, more: Labels = {}) => ({
  alertname: 'ServiceDown',
  severity: 'critical',
  org,
  incident: 'service_down',
  target_kind: 'service',
  target_id: 'realtime',
  ...more,
});
const MACHINE = { remediation: 'restart_process' };
const REASON = ['--for', '1h', '--reason', 'they move house'];

describe('two Alertmanagers as a cluster', () => {
  let slack: SlackStandIn;
  let folder: string;
  const running = new Set<RealAlertmanager>();
  let members: [RealAlertmanager, RealAlertmanager];

  const startMember = async (...peers: string[]): Promise<RealAlertmanager> => {
    const member = await startAlertmanager({
      durations: { ...shipped, people_group_wait: '500ms', people_group_interval: '1s' },
      channels: { slack: { webhook_file: join(folder, 'slack.url') } },
      peers,
    });
    running.add(member);
    return member;
  };
  const stop = async (one: RealAlertmanager): Promise<void> => {
    running.delete(one);
    await one.stop();
  };
  const isReady = async (one: RealAlertmanager, size: number): Promise<boolean> => {
    const { cluster } = (await (await fetch(`${one.url}/api/v2/status`)).json()) as {
      cluster: { status: string; peers: unknown[] };
    };
    return cluster.status === 'ready' && cluster.peers.length === size;
  };
  const together = () =>
    until(async () => (await Promise.all(members.map((one) => isReady(one, 2)))).every(Boolean), 60_000);

  before(async () => {
    slack = await startSlackStandIn();
    folder = mkdtempSync(join(tmpdir(), 'cluster-'));
    writeFileSync(join(folder, 'slack.url'), slack.webhookUrl);
    const first = await startMember();
    members = [first, await startMember(first.clusterAddress ?? '')];
    await together();
  });

  after(async () => {
    await Promise.all([...running].map(stop));
    await slack.close();
    rmSync(folder, { recursive: true });
  });

  const tellBoth = async (...alerts: Labels[]): Promise<void> => {
    const startsAt = new Date().toISOString();
    for (const one of members) await one.tell(alerts.map((labels) => ({ labels, startsAt })));
  };
  const titled = (part: string) =>
    slack.messages.filter(({ attachments: [it] }) => it?.title.includes(part) === true).length;
  /** How often a member has looked whether a message was sent already, which it does just before it would send it. */
  const turns = async ({ url }: RealAlertmanager): Promise<number> => {
    const page = await (await fetch(`${url}/metrics`)).text();
    return readSamples(page, 'alertmanager_nflog_queries_total')?.[0]?.value ?? 0;
  };
  const run = async (...args: string[]) => {
    const printed: string[] = [];
    const print = (text: string) => printed.push(text);
    const env = { NO_COLOR: '1', ALERTMANAGER_URL: members.map(({ url }) => url).join(',') };
    const code = await runProgram(args, { env, print, complain: print });
    return { code, printed: printed.join('\n') };
  };
  const ask = async () => {
    const asked = members.map(({ url }) => createAlertmanager({ url, timeoutMs: 2_000 }));
    const question = questionOf(alert('acme', MACHINE));
    const alertmanagers = allAlertmanagers(asked);
    const answer = await askAlertActive({ question, askedBy: 'alert', alertmanagers });
    await alertmanagers.close();
    return answer;
  };

  it('send one message for a group that both were told of', async () => {
    const before = await Promise.all(members.map(turns));
    await tellBoth(alert('one-message'));
    await until(async () => {
      const now = await Promise.all(members.map(turns));
      return now.every((count, i) => count > (before[i] ?? 0)) && titled('one-message') > 0;
    });
    // The turn of the second one may still end in a message: a later one would come behind it.
    await tellBoth(alert('and-another'));
    await until(async () => titled('and-another') > 0);
    assert.deepEqual([titled('one-message'), titled('and-another')], [1, 1]);
  });

  it('hold in both what a silence holds that was made in one, and no longer when it was ended in the other', async () => {
    const [one, other] = members;
    await tellBoth(alert('gossip'));
    await one.silence({ alertname: 'ServiceDown', org: 'gossip' });
    const held = async (member: RealAlertmanager) =>
      (await member.alerts('org="gossip"')).some(({ status }) => status.silencedBy.length > 0);
    await until(() => held(other));
    const there = createAlertmanager({ url: other.url, timeoutMs: 2_000 });
    const [silence] = await there.silences();
    await there.endSilence(silence?.id ?? '');
    await until(async () => !(await held(one)) && !(await held(other)));
    // The one has heard of it from the other; that it is over already is no reason to complain.
    const here = createAlertmanager({ url: one.url, timeoutMs: 2_000 });
    await here.endSilence(silence?.id ?? '');
    await assert.rejects(here.endSilence('00000000-0000-0000-0000-000000000000'));
    await Promise.all([here.close(), there.close()]);
  });

  it('list as one what vizora-ops made in both, and end it in both', async () => {
    assert.equal((await run('silence', 'ServiceDown', '--org', 'acme', ...REASON)).code, 0);
    // Each has heard of the other one's by then.
    await until(async () => {
      const { silences } = JSON.parse((await run('--json', 'silence', 'list')).printed);
      return silences.length === 1 && silences[0].ids.length === 2;
    });
    const { silences } = JSON.parse((await run('--json', 'silence', 'list')).printed);
    const ended = await run('silence', 'end', silences[0].ids[0]);
    assert.equal(ended.code, 0, ended.printed);
    await until(async () => (await run('silence', 'list')).printed === 'Nothing is silenced.');
  });

  it('are each tested by a message of its own, since each must be able to send alone', async () => {
    const asked = members.map(({ url }) => createAlertmanager({ url, timeoutMs: 2_000 }));
    const tested = await testDelivery({
      alertmanagers: asked,
      ways: ['slack'],
      count: async (one) => (await countDeliveries(one, 2_000)).slack,
      by: 'kim',
      clock: systemClock,
      withinMs: 20_000,
    });
    await Promise.all(asked.map((one) => one.close()));
    assert.deepEqual(
      tested.map(({ alertmanager, outcome }) => [alertmanager, outcome]),
      members.map(({ url }) => [url, 'delivered']),
    );
    assert.equal(titled('NotificationTest'), 2);
  });

  it('let the machine act only while both answer, and people hear from the one that is left', async () => {
    await tellBoth(alert('acme', MACHINE));
    assert.equal((await ask()).passed, true);
    assert.equal((await run('silence', 'ServiceDown', '--org', 'kept', ...REASON)).code, 0);
    const [one, other] = members;
    await stop(other);
    const answer = await ask();
    assert.deepEqual([answer.passed, !answer.passed && answer.reason], [false, 'alertmanager_unreachable']);
    const half = await run('silence', 'ServiceDown', '--org', 'acme', ...REASON);
    assert.equal(half.code, 3);
    assert.match(
      half.printed,
      new RegExp(`NOT silenced: Alertmanager at ${other.url}.+\\nOnly ${one.url} has`, 's'),
    );
    await one.fire([alert('only-one')]);
    await until(async () => titled('only-one') === 1);

    members = [one, await startMember(one.clusterAddress ?? '')];
    await together();
    const silences = async (member: RealAlertmanager) =>
      (await (await fetch(`${member.url}/api/v2/silences?filter=org="kept"`)).json()) as unknown[];
    await until(async () => (await silences(members[1])).length > 0);
  });
});
