import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exactly, matchersOfGroup } from '../core/alertmanager/alert-group.ts';
import { type ToldAlert, until } from './real-alertmanager.test-support.ts';
import { startToldPeople, type ToldPeople } from './told-people.test-support.ts';

const links = (alert: string, org: string) => ({
  runbook_url: `http://127.0.0.1:19877/runbooks/${alert}`,
  dashboard_url: `http://127.0.0.1:3003/d/vizora-ops?var-org=${org}`,
});
const serviceDown: ToldAlert = {
  labels: {
    alertname: 'ServiceDown',
    severity: 'critical',
    org: 'platform',
    // What has no place says so.
    site: 'none',
    incident: 'service_down',
    target_kind: 'service',
    target_id: 'realtime',
    target: 'vizora-realtime',
  },
  annotations: {
    summary: 'The service realtime does not answer',
    description: 'The liveness probe of vizora-realtime fails on loopback.',
    ...links('ServiceDown', 'platform'),
  },
  startsAt: '2026-01-02T03:04:05Z',
};

const NAMES = [
  'Lobby *one*',
  '<!channel> & <https://evil.example|Bar>',
  '<script>alert(1)</script>',
  `"${'x'.repeat(500)}"`,
  'two\nlines',
  'six',
  'seven',
];
const offline: readonly ToldAlert[] = NAMES.map((target, i) => ({
  labels: {
    alertname: 'DisplayOffline',
    severity: 'warning',
    org: 'acme-signage',
    site: 'HQ <Lobby>',
    incident: 'display_offline',
    target_kind: 'display',
    target_id: `d${i}`,
    target,
  },
  annotations: {
    summary: 'A display of acme-signage is silent',
    description: `The display ${target} (d${i}) is silent.`,
    ...links('DisplayOffline', 'acme-signage'),
  },
}));

/** When an alert began is now, which no literal can know. */
const timeless = (text: string) =>
  text
    .replaceAll(
      /<!date\^\d{10}\^\{date_short_pretty\} \{time\} \(\{ago\}\)\|\d+ \w{3} \d\d:\d\d UTC>/g,
      'NOW',
    )
    .replaceAll(/since \d+ \w{3} \d\d:\d\d UTC/g, 'since NOW');

describe('what people read', () => {
  let told: ToldPeople;
  before(async () => {
    told = await startToldPeople();
  });
  after(() => told.stop());

  const inSlack = (title: string) =>
    told.slack.messages.flatMap(({ attachments }) => attachments).filter((it) => it.title === title);
  const byMail = (subject: string) => told.smtp.mails.filter(({ parsed }) => parsed.subject === subject);
  const arrives = (title: string) => until(async () => inSlack(title).length > 0 && byMail(title).length > 0);

  it('in Slack is what is wrong, what the machine does, since when, and where to go on', async () => {
    await told.alertmanager.tell([serviceDown]);
    await arrives('CRITICAL ServiceDown: platform');
    const [message] = inSlack('CRITICAL ServiceDown: platform');

    assert.equal(
      message?.text,
      `The service realtime does not answer
The liveness probe of vizora-realtime fails on loopback.
since <!date^1767323045^{date_short_pretty} {time} ({ago})|2 Jan 03:04 UTC>
The machine tries restart_process where that is allowed. You read this since the fault is still there.
<http://127.0.0.1:19877/runbooks/ServiceDown|Runbook> · \
<http://127.0.0.1:3003/d/vizora-ops?var-org=platform|Dashboard> · \
<http://alerts.example:9093/#/silences/new?filter=%7Balertname%3D%22ServiceDown%22%2Corg%3D%22platform%22%7D|Silence> · \
<http://alerts.example:9093/#/alerts?filter=%7Balertname%3D%22ServiceDown%22%2Corg%3D%22platform%22%7D|Alertmanager>`,
    );
    assert.deepEqual(
      [message.color, message.title_link, message.fallback, message.footer],
      [
        '#b3261e',
        'http://alerts.example:9093/#/alerts?filter=%7Balertname%3D%22ServiceDown%22%2Corg%3D%22platform%22%7D',
        'CRITICAL ServiceDown: platform',
        'Vizora Ops',
      ],
    );
    assert.ok(!message.mrkdwn_in.includes('text'), 'stars and underscores of a name would format the text');
  });

  it('in the text of a mail is the same', () => {
    const [mail] = byMail('CRITICAL ServiceDown: platform');
    assert.equal(
      mail?.parsed.text,
      `CRITICAL ServiceDown: platform

* The service realtime does not answer
  The liveness probe of vizora-realtime fails on loopback.
  since 2 Jan 03:04 UTC

The machine tries restart_process where that is allowed. You read this since the fault is still there.

Runbook:      http://127.0.0.1:19877/runbooks/ServiceDown
Dashboard:    http://127.0.0.1:3003/d/vizora-ops?var-org=platform
Silence:      http://alerts.example:9093/#/silences/new?filter=%7Balertname%3D%22ServiceDown%22%2Corg%3D%22platform%22%7D
Alertmanager: http://alerts.example:9093/#/alerts?filter=%7Balertname%3D%22ServiceDown%22%2Corg%3D%22platform%22%7D

`,
    );
  });

  it('goes to every recipient, from us, and asks no machine for an answer', () => {
    const [mail] = byMail('CRITICAL ServiceDown: platform');
    assert.deepEqual(
      [mail?.from, mail?.to, mail?.user],
      ['vizora-ops@example.com', ['ann@example.com', 'bob@example.com'], 'vizora-ops@example.com'],
    );
    assert.match(mail?.source ?? '', /^Auto-Submitted: auto-generated\r?$/m);
  });

  it('says once, and in green, that it is over, and after how long', async () => {
    await told.alertmanager.tell([{ ...serviceDown, endsAt: '2026-01-02T03:16:39Z' }]);
    await arrives('RECOVERED ServiceDown: platform');

    const [message, ...further] = inSlack('RECOVERED ServiceDown: platform');
    assert.equal(
      message?.text,
      `Recovered after 12m34s: The service realtime does not answer (vizora-realtime)
<http://127.0.0.1:19877/runbooks/ServiceDown|Runbook> · \
<http://127.0.0.1:3003/d/vizora-ops?var-org=platform|Dashboard> · \
<http://alerts.example:9093/#/alerts?filter=%7Balertname%3D%22ServiceDown%22%2Corg%3D%22platform%22%7D|Alertmanager>`,
    );
    assert.equal(message.color, '#1b7f3b');
    assert.deepEqual(further, []);
    const [mail] = byMail('RECOVERED ServiceDown: platform');
    assert.match(
      mail?.parsed.text ?? '',
      /^\* Recovered after 12m34s: The service realtime does not answer \(vizora-realtime\)$/m,
    );
  });

  it('says how long it was without what is nought at its end', async () => {
    const lasted: [org: string, until: string, words: string][] = [
      ['an-hour', '2026-01-02T04:04:05Z', '1h'],
      ['ten-minutes', '2026-01-02T03:14:05Z', '10m'],
      ['hours-and-seconds', '2026-01-02T13:04:10Z', '10h0m5s'],
      ['half-an-hour-more', '2026-01-02T04:34:05Z', '1h30m'],
    ];
    const of = (org: string): ToldAlert => ({ ...serviceDown, labels: { ...serviceDown.labels, org } });
    await told.alertmanager.tell(lasted.map(([org]) => of(org)));
    for (const [org] of lasted) await arrives(`CRITICAL ServiceDown: ${org}`);
    await told.alertmanager.tell(lasted.map(([org, endsAt]) => ({ ...of(org), endsAt })));
    for (const [org, , words] of lasted) {
      await arrives(`RECOVERED ServiceDown: ${org}`);
      const [message] = inSlack(`RECOVERED ServiceDown: ${org}`);
      assert.match(message?.text ?? '', new RegExp(`^Recovered after ${words}: `));
      const { html = '' } = byMail(`RECOVERED ServiceDown: ${org}`)[0]?.parsed ?? {};
      assert.match(html, new RegExp(`>Recovered after ${words}<.+>Was: The service realtime`, 's'));
      assert.doesNotMatch(html, /silence/i);
    }
  });

  it('about many is one message with five of them, whatever they are called', async () => {
    await told.alertmanager.tell(offline);
    const title = 'WARNING DisplayOffline ×7: acme-signage, HQ &lt;Lobby&gt;';
    const subject = 'WARNING DisplayOffline ×7: acme-signage, HQ <Lobby>';
    await until(async () => inSlack(title).length > 0 && byMail(subject).length > 0);

    const [message] = inSlack(title);
    assert.equal(message?.color, '#d98200');
    const [text] = timeless(message.text).split('\n<http');
    assert.equal(
      text,
      `A display of acme-signage is silent
• The display "${'x'.repeat(387)}… · since NOW
• The display &lt;!channel&gt; &amp; &lt;https://evil.example|Bar&gt; (d1) is silent. · since NOW
• The display &lt;script&gt;alert(1)&lt;/script&gt; (d2) is silent. · since NOW
• The display Lobby *one* (d0) is silent. · since NOW
• The display seven (d6) is silent. · since NOW
and 2 more
The machine tries reconnect_display where that is allowed. You read this since the fault is still there.`,
    );

    const [mail] = byMail(subject);
    const { text: plain = '', html = '' } = mail?.parsed ?? {};
    assert.match(timeless(plain), /^\* The display seven \(d6\) is silent\.\n {2}since NOW\n\nand 2 more$/m);
    assert.doesNotMatch(plain, /six|two/);
    assert.match(html, /The display &lt;script&gt;alert\(1\)&lt;\/script&gt; \(d2\) is silent\./);
    assert.match(html, /HQ &lt;Lobby&gt;/);
    assert.match(html, />and 2 more</);
    assert.doesNotMatch(html, /<script|six|two|ZgotmplZ/);
    assert.match(
      html,
      /<a href="http:\/\/alerts\.example:9093\/#\/silences\/new\?filter=%7Balertname%3D%22DisplayOffline%22%2Corg%3D%22acme-signage%22%7D" /,
    );
  });

  it('tells how many of a group are over, and which', async () => {
    const over = offline.slice(4, 6).map((alert) => ({ ...alert, endsAt: new Date().toISOString() }));
    await told.alertmanager.tell(over);
    const title = 'WARNING DisplayOffline ×5 (2 recovered): acme-signage, HQ &lt;Lobby&gt;';
    await until(async () => inSlack(title).length > 0);

    const text = inSlack(title)[0]?.text ?? '';
    assert.match(text, /^• The display seven \(d6\) is silent\. · since <!date/m);
    assert.match(
      text,
      /^• Recovered after \d+s: A display of acme-signage is silent \(six\)\n• Recovered after \d+s: A display of acme-signage is silent \(two lines\)$/m,
    );
    assert.doesNotMatch(text, /more/);
  });

  const HOSTILE = { alertname: 'A "quoted" {a=b}, \\ 1+1 50% Grüße #&?', org: 'näch,ste\t"org"' };

  /** The labels that the page of Alertmanager reads from a link to a new silence: names, and values as JSON. */
  const labelsIn = (link: string) => {
    const filter = decodeURIComponent(link.split('/#/silences/new?filter=')[1] ?? '');
    assert.match(filter, /^\{.*\}$/);
    return Object.fromEntries(
      [...filter.matchAll(/([a-z]+)=("(?:\\.|[^"\\])*")[,}]/g)].map(([, name = '', value = '']) => [
        name,
        JSON.parse(value) as string,
      ]),
    );
  };

  it('leads to a silence of exactly its group, whatever that is called', async () => {
    const same = { ...HOSTILE, severity: 'warning', target_id: '1' };
    const neighbours = [
      { ...same, target_id: '3', org: 'näch' },
      { ...same, target_id: '4', alertname: 'A' },
      { alertname: HOSTILE.alertname, severity: 'warning' },
    ];
    await told.alertmanager.fire([same, { ...same, target_id: '2' }, ...neighbours]);
    const found = () =>
      told.smtp.mails.filter(({ parsed }) => parsed.subject?.startsWith('WARNING A "quoted"') === true);
    await until(async () => found().length === 3);

    const mail = found().find(({ parsed }) => parsed.subject?.includes('×2'));
    assert.ok(mail);
    const link =
      'http://alerts.example:9093/#/silences/new?filter=%7B' +
      'alertname%3D%22A%20%5C%22quoted%5C%22%20%7Ba%3Db%7D%2C%20%5C%5C%201%2B1%2050%25%20Gr%C3%BC%C3%9Fe%20%23%26%3F%22' +
      '%2Corg%3D%22n%C3%A4ch%2Cste%5Ct%5C%22org%5C%22%22%7D';
    assert.ok(mail.parsed.text?.includes(`Silence:      ${link}\n`), mail?.parsed.text);
    const ofHtml = /href="([^"]+silences[^"]+)"/.exec(mail.parsed.html ?? '')?.[1] ?? '';
    assert.deepEqual([labelsIn(link), labelsIn(ofHtml)], [HOSTILE, HOSTILE]);
    assert.ok(told.slack.messages.some(({ attachments: [it] }) => it?.text.includes(`<${link}|Silence>`)));

    await told.alertmanager.silence(labelsIn(link));
    const silenced = async () =>
      (await told.alertmanager.alerts()).filter(({ status }) => status.silencedBy.length > 0);
    await until(async () => (await silenced()).length > 0);
    assert.deepEqual((await silenced()).map(({ labels }) => labels['target_id']).sort(), ['1', '2']);
  });

  it('leads to a silence that is about no other organisation where an alert has none', async () => {
    const mail = told.smtp.mails.find(({ parsed }) => parsed.subject === `WARNING ${HOSTILE.alertname}`);
    assert.match(mail?.parsed.text ?? '', /^Silence: .+%23%26%3F%22%2Corg%3D%22%22%7D$/m);
  });

  /** What a group may be called: each of these would mean something else in one of the languages that a link is in. */
  const HOSTILE_GROUPS: readonly { readonly alertname: string; readonly org: string }[] = [
    { alertname: 'ends with \\', org: '\\"' },
    { alertname: '"}&x=1', org: ',org="other"' },
    { alertname: 'two\r\nlines', org: '\t\ttabs\n' },
    { alertname: '</a><script>alert(1)</script>', org: `' onclick='x` },
    { alertname: '%7B%22%7D', org: '%2C+%20 + ' },
    { alertname: '{{ .ExternalURL }}', org: '$1 \u0024{x} `id`' },
    { alertname: 'Straße 🚀 \u202eRTL', org: '日本|<https://evil.example|x>' },
    { alertname: '.*', org: '.+' },
    { alertname: 'NoOrganisation', org: '' },
  ];

  it('leads to the matchers that the command line makes, in every form of the message, for whatever name', async () => {
    await told.alertmanager.tell(
      HOSTILE_GROUPS.map(({ alertname, org }, i) => ({
        labels: { alertname, severity: 'warning', ...(org !== '' && { org }) },
        annotations: { summary: `hostile group ${i}` },
      })),
    );
    for (const [i, group] of HOSTILE_GROUPS.entries()) {
      const mailed = () => told.smtp.mails.find(({ parsed }) => parsed.text?.includes(`hostile group ${i}`));
      const posted = () =>
        told.slack.messages.find(({ attachments: [it] }) => it?.text.includes(`hostile group ${i}`));
      await until(async () => mailed() !== undefined && posted() !== undefined);
      const { text = '', html = '' } = mailed()?.parsed ?? {};
      const links = [
        /^Silence: +(\S+)$/m.exec(text)?.[1],
        /href="([^"]+silences[^"]+)"/.exec(html)?.[1],
        /<([^|<>]+silences[^|<>]+)\|Silence>/.exec(posted()?.attachments[0]?.text ?? '')?.[1],
      ];
      for (const link of links) {
        const matchers = Object.entries(labelsIn(link ?? '')).map(([name, value]) => exactly(name, value));
        assert.deepEqual(matchers, matchersOfGroup(group), link);
      }
    }
  });

  it('in Slack announces a repair once, how to take it back, and never its end', async () => {
    const performed: ToldAlert = {
      labels: {
        alertname: 'RemediationPerformed',
        severity: 'info',
        org: 'acme-signage',
        action: 'deactivate_schedule',
        remediation_id: 'r12',
      },
      annotations: {
        summary: 'deactivate_schedule on schedule/s1: fixed',
        description: 'The machine ran deactivate_schedule on schedule/s1 (attempt 1), and verified it.',
        undo: 'vizora-ops undo r12',
      },
      startsAt: '2026-01-02T03:04:05Z',
    };
    const title = 'INFO RemediationPerformed: acme-signage';
    await told.alertmanager.tell([performed]);
    await until(async () => inSlack(title).length > 0);
    await told.alertmanager.tell([{ ...performed, endsAt: '2026-01-02T03:14:05Z' }]);
    // That a later group is told of its end shows that the turn has passed in which this one's would have been.
    const later: ToldAlert = { ...serviceDown, labels: { ...serviceDown.labels, org: 'later' } };
    await told.alertmanager.tell([later]);
    await arrives('CRITICAL ServiceDown: later');
    await told.alertmanager.tell([{ ...later, endsAt: '2026-01-02T03:14:05Z' }]);
    await arrives('RECOVERED ServiceDown: later');

    const [message, ...further] = inSlack(title);
    assert.match(
      message?.text ?? '',
      /^deactivate_schedule on schedule\/s1: fixed\nTake it back: vizora-ops undo r12\nThe machine ran .+\nsince .+\n<[^|]+\|Alertmanager>$/,
    );
    assert.deepEqual([message?.color, further], ['#1f6feb', []]);
    assert.ok(!told.slack.messages.some(({ attachments: [it] }) => it?.title.startsWith('RECOVERED Remed')));
    assert.deepEqual(byMail(title), []);
  });

  it('is never longer than Slack takes, however long everything is', async () => {
    const long = '&ü<'.repeat(400);
    await told.alertmanager.tell(
      [0, 1, 2, 3, 4, 5].map((i) => ({
        labels: {
          alertname: 'Long',
          org: 'acme-signage',
          site: long,
          severity: 'critical',
          target: long,
          target_id: `${i}`,
        },
        annotations: { summary: `${i}${long}`, description: long, runbook_url: `http://a.example/<|>${i}` },
      })),
    );
    await until(async () =>
      told.slack.messages.some(({ attachments: [it] }) => it?.title.includes('Long ×6')),
    );
    const message = told.slack.messages.find(({ attachments: [it] }) => it?.title.includes('Long ×6'));
    assert.match(message?.attachments[0]?.text ?? '', /<http:\/\/a\.example\/%3C%7C%3E0\|Runbook>/);
    assert.deepEqual(told.slack.refusals, []);
  });

  it('is nothing of the Watchdog, which reaches the dead-man hook again and again, and never its end', async () => {
    const watchdog = { alertname: 'Watchdog', severity: 'none', org: 'platform' };
    await told.alertmanager.fire([watchdog]);
    await until(async () => told.pings.length >= 2);
    await told.alertmanager.resolve([watchdog]);
    await until(async () => (await told.alertmanager.alerts('alertname="Watchdog"')).length === 0);

    assert.deepEqual([...new Set(told.pings)], ['firing']);
    assert.ok(!told.slack.messages.some(({ attachments: [it] }) => it?.title.includes('Watchdog')));
  });
});
