import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { describe, it, type TestContext } from 'node:test';
import {
  type Labels,
  type RealAlertmanager,
  startAlertmanager,
} from '../alertmanager/real-alertmanager.test-support.ts';
import { runProgram } from '../cli/program.ts';

async function run(alertmanagers: readonly string[], args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await runProgram(args, {
    env: { NO_COLOR: '1', ALERTMANAGER_URL: alertmanagers.join(','), ...env },
    print: (text) => printed.push(text),
    complain: (text) => complained.push(text),
  });
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

async function start(t: TestContext): Promise<RealAlertmanager> {
  const alertmanager = await startAlertmanager();
  t.after(() => alertmanager.stop());
  return alertmanager;
}

/** One that takes nothing. */
async function startInTrouble(t: TestContext): Promise<string> {
  const server = createServer((_, response) => response.writeHead(500).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Listed {
  readonly status: { readonly state: string };
  readonly matchers: readonly object[];
  readonly createdBy: string;
  readonly comment: string;
  readonly endsAt: string;
}
const silencesOf = async ({ url }: RealAlertmanager): Promise<Listed[]> =>
  (await (await fetch(`${url}/api/v2/silences`)).json()) as Listed[];

const silenced = async (alertmanager: RealAlertmanager): Promise<(string | undefined)[]> =>
  (await alertmanager.alerts())
    .filter(({ status }) => status.silencedBy.length > 0)
    .map(({ labels }) => labels['target_id'])
    .sort();

const is = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true });
const offline = (id: string, org = 'acme', more: Labels = {}) => ({
  alertname: 'DisplayOffline',
  severity: 'warning',
  org,
  target_kind: 'display',
  target_id: id,
  ...more,
});
const FOR_A_REASON = ['--for', '2h', '--reason', 'they move house'];

describe('vizora-ops silence', () => {
  it('silences what one message is about, the copy of the machine with it, and says for how long and by whom', async (t) => {
    const alertmanager = await start(t);
    await alertmanager.fire([
      offline('d1'),
      offline('d1', 'acme', { remediation: 'reconnect_display' }),
      offline('d2'),
      offline('d3', 'beta'),
      { ...offline('d4'), alertname: 'DisplayError' },
    ]);
    const before = Date.now();
    const args = ['silence', 'display_offline', '--org', 'acme', ...FOR_A_REASON];
    const { code, printed } = await run([alertmanager.url], args);

    assert.equal(code, 0, printed);
    const [made] = await silencesOf(alertmanager);
    assert.deepEqual(
      [made?.matchers, made?.createdBy, made?.comment],
      [[is('alertname', 'DisplayOffline'), is('org', 'acme')], userInfo().username, 'they move house'],
    );
    const lasts = Date.parse(made?.endsAt ?? '') - before;
    assert.ok(lasts >= 7_200_000 && lasts < 7_260_000, `${lasts} ms`);
    assert.deepEqual(await silenced(alertmanager), ['d1', 'd1', 'd2']);
    assert.match(
      printed,
      /^Silenced until \d{4}-.+Z by \S+: alertname="DisplayOffline" org="acme"\nIt holds 3 that fire now, 1 of which ask/,
    );
  });

  it('is about one target where one is named, and about the only organisation where none is', async (t) => {
    const alertmanager = await start(t);
    await alertmanager.fire([offline('d1'), offline('d2')]);
    const args = ['silence', 'DisplayOffline', '--target', 'display/d2', ...FOR_A_REASON];
    assert.equal((await run([alertmanager.url], args)).code, 0);
    assert.deepEqual(await silenced(alertmanager), ['d2']);
  });

  it('guesses no organisation, and makes nothing where it cannot tell', async (t) => {
    const alertmanager = await start(t);
    const args = ['silence', 'DisplayOffline', ...FOR_A_REASON];
    const unknown = await run([alertmanager.url], args);
    assert.deepEqual([unknown.code, /--org: .+ it does not fire now/.test(unknown.complained)], [2, true]);
    await alertmanager.fire([offline('d1'), offline('d2', 'beta')]);
    const several = await run([alertmanager.url], args);
    assert.deepEqual([several.code, /it fires for acme, beta/.test(several.complained)], [2, true]);
    const unreadable = await run([alertmanager.url, await startInTrouble(t)], args);
    assert.equal(unreadable.code, 3);
    assert.deepEqual(await silencesOf(alertmanager), []);
  });

  it('takes whatever anything is called for a value, and never for a pattern', async (t) => {
    const alertmanager = await start(t);
    const alertname = 'A "quoted" {a=b}, \\ 1+1 50% Grüße #&?';
    const org = 'näch,ste\t"org".*\u001b[2J';
    await alertmanager.fire([
      offline('d1', org, { alertname }),
      offline('d2', 'näch,ste', { alertname }),
      offline('d3', org, { alertname: 'A' }),
      { alertname, severity: 'warning', target_id: 'd4' },
    ]);
    const hostile = ['--for', '1h', '--reason', '"; DROP \u001b[2J <script>\nsecond'];
    const { code, printed } = await run([alertmanager.url], ['silence', alertname, '--org', org, ...hostile]);
    assert.equal(code, 0);
    assert.deepEqual(await silenced(alertmanager), ['d1']);
    assert.ok(!printed.includes('\u001b'));
    const list = await run([alertmanager.url], ['silence', 'list']);
    assert.ok(!list.printed.includes('\u001b') && !list.printed.includes('\nsecond'));
    assert.equal((await run([alertmanager.url], ['silence', alertname, '--org', '', ...hostile])).code, 0);
    assert.deepEqual(await silenced(alertmanager), ['d1', 'd4']);
  });

  it('must be taken by every Alertmanager, and says which did and which did not', async (t) => {
    const alertmanager = await start(t);
    const broken = await startInTrouble(t);
    const args = ['silence', 'DisplayOffline', '--org', 'acme', ...FOR_A_REASON];
    const { code, complained } = await run([alertmanager.url, broken], args);
    assert.equal(code, 3);
    assert.equal(
      complained,
      `NOT silenced: Alertmanager at ${broken}: answered 500\nOnly ${alertmanager.url} has silenced it.`,
    );
    const nobody = await run([broken], args);
    assert.deepEqual([nobody.code, /No Alertmanager has silenced it/.test(nobody.complained)], [3, true]);
    const list = await run([alertmanager.url, broken], ['silence', 'list']);
    assert.deepEqual([list.code, /alertname="DisplayOffline"/.test(list.printed)], [3, true]);
  });

  it('made in two is listed as one, and ended in both by either of its ids', async (t) => {
    const both = [await start(t), await start(t)];
    const urls = both.map(({ url }) => url);
    await run(urls, ['silence', 'DisplayOffline', '--org', 'acme', ...FOR_A_REASON]);
    await run(urls, ['silence', 'DisplayOffline', '--org', 'beta', ...FOR_A_REASON]);
    const { silences } = JSON.parse((await run(urls, ['--json', 'silence', 'list'])).printed);
    assert.equal(silences.length, 2);
    const acme = silences.find(
      ({ matchers }: { matchers: { value: string }[] }) => matchers[1]?.value === 'acme',
    );
    assert.equal(acme.ids.length, 2);

    assert.equal((await run(urls, ['silence', 'end', acme.ids[1]])).code, 0);
    for (const one of both) {
      const inForce = (await silencesOf(one)).filter(({ status }) => status.state === 'active');
      assert.deepEqual(
        inForce.map(({ matchers }) => matchers[1]),
        [is('org', 'beta')],
      );
    }
    const again = await run(urls, ['silence', 'end', acme.ids[0]]);
    assert.deepEqual([again.code, /no silence ".+" is in force/.test(again.complained)], [1, true]);
  });

  it('is listed with who made it behind sudo, and until when', async (t) => {
    const alertmanager = await start(t);
    assert.match((await run([alertmanager.url], ['silence', 'list'])).printed, /^Nothing is silenced\.$/);
    const args = ['silence', 'service_down', '--org', 'platform', ...FOR_A_REASON];
    await run([alertmanager.url], args, { SUDO_USER: 'kim' });
    assert.match(
      (await run([alertmanager.url], ['silence', 'list'])).printed,
      /active +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +kim +alertname="ServiceDown" org="platform" +they move house$/m,
    );
  });

  it('needs a duration, a reason, a name that there is, and to know an Alertmanager', async () => {
    const nowhere = ['http://127.0.0.1:9'];
    for (const args of [
      ['silence', 'ServiceDown', '--org', 'platform', '--reason', 'x'],
      ['silence', 'ServiceDown', '--org', 'platform', '--for', '2h'],
      ['silence', 'ServiceDown', '--org', 'platform', '--for', '2h', '--reason', ' '],
      ['silence', 'ServiceDown', '--org', 'platform', '--for', '0s', '--reason', 'x'],
      ['silence', 'ServiceDown', '--org', 'platform', '--for', '999999999d', '--reason', 'x'],
      ['silence', 'ServiceDown', '--org', 'platform', '--for', 'soon', '--reason', 'x'],
      ['silence', 'service_dwn', '--org', 'platform', '--for', '2h', '--reason', 'x'],
      ['silence', 'ServiceDown', '--org', 'p', '--target', 'display', '--for', '2h', '--reason', 'x'],
    ]) {
      const { code, complained } = await run(nowhere, args);
      assert.equal(code, 2, `${args.join(' ')}: ${complained}`);
    }
    const { code, complained } = await run([], ['silence', 'list']);
    assert.deepEqual([code, /remediator\.alertmanager_urls/.test(complained)], [2, true]);
  });
});
