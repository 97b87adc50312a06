import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { stringify } from 'yaml';
import { startAlertmanager } from '../alertmanager/real-alertmanager.test-support.ts';
import { startToldPeople, type ToldPeople } from '../alertmanager/told-people.test-support.ts';
import { runProgram } from '../cli/program.ts';
import { createAlertmanager } from '../core/alertmanager/alertmanager.ts';
import { systemClock } from '../core/clock.ts';
import { loadConfig } from '../core/config/load.ts';
import { configuredTest } from '../core/delivery-test/configured-test.ts';
import { testDelivery } from '../core/delivery-test/test-delivery.ts';
import { createLog } from '../core/log.ts';
import { startDeliveryTester } from '../exporter/delivery-test/start-delivery-tester.ts';
import { startBench, TOKEN } from '../remediator/bench.test-support.ts';

const NO_WAY = 'http://127.0.0.1:9';
const to = ['ann@example.com'];
const everyWay = {
  slack_webhook_url: { env: 'SLACK' },
  email: { host: '127.0.0.1', to },
  healthchecks_url: NO_WAY,
};

interface Installation {
  readonly alertmanagers: readonly string[];
  readonly remediator?: string;
  readonly notifications?: object;
}

function configFile(
  t: TestContext,
  { alertmanagers, remediator = NO_WAY, notifications = everyWay }: Installation,
) {
  const folder = mkdtempSync(join(tmpdir(), 'notify-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'vizora-ops.yaml');
  const config = {
    exporter: { remediator_url: remediator },
    remediator: { alertmanager_urls: alertmanagers },
    notifications,
  };
  writeFileSync(file, stringify(config));
  return file;
}

async function notifyTest(t: TestContext, installation: Installation, ...flags: string[]) {
  const printed: string[] = [];
  const code = await runProgram(['--config.file', configFile(t, installation), ...flags, 'notify-test'], {
    env: { NO_COLOR: '1', SUDO_USER: 'kim' },
    print: (text) => printed.push(text),
    complain: (text) => printed.push(text),
  });
  return { code, printed: printed.join('\n') };
}

/** The same, with little patience for what does not come. */
async function testQuickly(t: TestContext, installation: Installation) {
  const config = loadConfig(configFile(t, installation), {});
  const alertmanagers = config.remediator.alertmanager_urls.map((url) =>
    createAlertmanager({ url, timeoutMs: 1_000 }),
  );
  t.after(() => Promise.all(alertmanagers.map((one) => one.close())));
  const tested = await testDelivery({
    ...configuredTest(config),
    alertmanagers,
    by: 'kim',
    clock: systemClock,
    withinMs: 2_500,
  });
  return Object.fromEntries(tested.map(({ way, outcome, detail }) => [way, `${outcome}: ${detail}`]));
}

describe('a delivery test', () => {
  let told: ToldPeople;
  before(async () => {
    told = await startToldPeople();
  });
  after(() => told.stop());

  it('gets through on each way, is known for a test at once, and asks the machine for nothing', async (t) => {
    const bench = await startBench(t);
    const people = await startToldPeople({ remediator: { url: bench.url, token: TOKEN } });
    t.after(() => people.stop());
    const { url } = people.alertmanager;
    const { code, printed } = await notifyTest(t, { alertmanagers: [url], remediator: bench.url });

    assert.equal(code, 0, printed);
    assert.deepEqual(
      printed.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | ')),
      [
        'way | by | outcome',
        `slack | ${url} | delivered`,
        `email | ${url} | delivered`,
        `remediator | ${url} | delivered`,
        'Not tested: the dead-man hook. Each message is a sign of life to it; it tells people itself when none comes.',
      ],
    );
    const slack = people.slack.messages.flatMap(({ attachments }) => attachments);
    assert.deepEqual(
      slack.map(({ title, color }) => [title, color]),
      [['TEST (nothing to do) NotificationTest: platform', '#8c8c8c']],
    );
    assert.match(
      slack[0]?.text ?? '',
      /^This is a test: nothing is wrong, and there is nothing to do\nkim asked whether Slack is reached from the Alertmanager at http:\S+ It is, since you read this\.\nsince <!date[^>]+>\n<[^|]+\|Alertmanager>$/,
    );
    const [mail, ...further] = people.smtp.mails;
    assert.deepEqual(
      [mail?.parsed.subject, further],
      ['TEST (nothing to do) NotificationTest: platform', []],
    );
    assert.doesNotMatch(`${mail?.parsed.text} ${mail?.parsed.html}`, /Silence|silence|machine/);
    assert.deepEqual(people.pings, []);
    const { decisions } = (await bench.get('/api/v1/decisions')) as {
      decisions: { decision: string; reason: string }[];
    };
    assert.deepEqual(
      decisions.map(({ decision, reason }) => [decision, reason]),
      [['refuse', 'no_remediation']],
    );
    assert.deepEqual([bench.world.acts, await bench.remediations()], [[], []]);
  });

  it('tells what fails from what gets through, and what was never tried', async (t) => {
    told.slack.behave({ status: 404, body: 'no_service' });
    t.after(() => told.slack.behave(null));
    const tested = await testQuickly(t, { alertmanagers: [told.alertmanager.url], remediator: NO_WAY });
    assert.match(tested['slack'] ?? '', /^failed: [1-9]\d* attempts failed/);
    assert.equal(tested['email'], 'delivered: delivered');
    assert.match(tested['remediator'] ?? '', /^unknown: http:\/\/127\.0\.0\.1:9\/metrics: /);

    // Its own configuration knows no Slack: it was not rendered from ours.
    const bare = await startAlertmanager();
    t.after(() => bare.stop());
    const never = await testQuickly(t, { alertmanagers: [bare.url] });
    assert.deepEqual(
      [never['slack'], never['email']],
      ['not_tried: nothing was tried', 'not_tried: nothing was tried'],
    );
  });

  it('is told each time, and never that it is over', async (t) => {
    const before = told.slack.messages.length;
    for (const _ of [1, 2]) {
      const tested = await testQuickly(t, { alertmanagers: [told.alertmanager.url] });
      assert.equal(tested['slack'], 'delivered: delivered');
    }
    assert.equal(told.slack.messages.length, before + 2);
    assert.ok(!told.smtp.mails.some(({ parsed }) => parsed.subject?.includes('RECOVERED')));
  });

  it('is made by the exporter when its time comes, where one is configured', async (t) => {
    let ahead = 0;
    const clock = { now: () => Date.now() + ahead, sleep: systemClock.sleep };
    const inAMinute = new Date(Date.now() + 60_000).toISOString().slice(11, 16);
    const noted: unknown[] = [];
    const startOne = (test_at?: string) => {
      const notifications = { slack_webhook_url: { env: 'SLACK' }, ...(test_at && { test_at }) };
      const file = configFile(t, { alertmanagers: [told.alertmanager.url], notifications });
      const config = { ...loadConfig(file, {}), timezone: 'Etc/UTC' };
      const notes = { read: () => null, write: (_: string, note: unknown) => noted.push(note) };
      return startDeliveryTester(
        { config, env: {}, clock, log: createLog('test', 'silent') },
        {
          store: { notes },
          metrics: { storeFailed: () => assert.fail('the store is well') },
          stopping: AbortSignal.any([]),
        },
      );
    };
    assert.equal(startOne(), null);
    const tester = startOne(inAMinute);
    await tester?.testIfDue();
    assert.equal(tester?.view().testedAt, null);
    ahead = 60_000;
    await tester.testIfDue();
    assert.deepEqual(tester.view().delivered, { slack: true });
    assert.equal(noted.length, 2);
    const { text = '' } = told.slack.messages.at(-1)?.attachments[0] ?? {};
    assert.match(text, /^The daily test of Vizora Ops asked whether Slack is reached/m);
  });

  it('that a silence holds back says so, and nothing about the way', async (t) => {
    const alertmanager = await startAlertmanager();
    t.after(() => alertmanager.stop());
    await alertmanager.silence({ severity: 'none' });
    const tested = await testQuickly(t, { alertmanagers: [alertmanager.url] });
    assert.match(tested['slack'] ?? '', /^held: held by the silence [0-9a-f-]{36}$/);
  });

  it('ends with 1 where no way to people is configured, and with 3 where no Alertmanager answers', async (t) => {
    const bench = await startBench(t);
    const alertmanager = await startAlertmanager({ remediator: { url: bench.url, token: TOKEN } });
    t.after(() => alertmanager.stop());
    const installation = { alertmanagers: [alertmanager.url], remediator: bench.url, notifications: {} };
    const nobody = await notifyTest(t, installation);
    assert.equal(nobody.code, 1);
    assert.match(
      nobody.printed,
      /^remediator +\S+ +delivered\nNot configured: Slack\.\nNot configured: email\.\nNo way to people/m,
    );
    const away = await notifyTest(t, { alertmanagers: [NO_WAY] }, '--json');
    assert.equal(away.code, 3);
    assert.deepEqual(
      JSON.parse(away.printed).tested.map(({ way, outcome }: Record<string, string>) => [way, outcome]),
      [
        ['slack', 'unknown'],
        ['email', 'unknown'],
        ['remediator', 'unknown'],
      ],
    );
  });
});
