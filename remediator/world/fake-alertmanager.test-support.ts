import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Labels = Record<string, string>;

interface FakeAlert {
  labels: Labels;
  startsAt: string;
  state: 'active' | 'suppressed' | 'unprocessed';
}

export interface FakeAlertmanager {
  readonly url: string;
  readonly alerts: FakeAlert[];
  silences: unknown[];
  /** Alerts that were posted to it. */
  readonly announced: { labels: Labels; annotations: Labels; startsAt: string; endsAt: string }[];
  /** Answers 500 to everything. */
  broken: boolean;
  requests: number;
  fire(labels: Labels, startsAt: number, state?: FakeAlert['state']): void;
  resolve(labels: Labels): void;
  close(): Promise<void>;
}

export const fingerprintOf = (labels: Labels): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(labels).sort()))
    .digest('hex')
    .slice(0, 16);

/** An Alertmanager that holds what it is told, and filters as the real one does. */
export async function startFakeAlertmanager(): Promise<FakeAlertmanager> {
  const server = createServer(async (request, response) => {
    fake.requests += 1;
    const url = new URL(request.url ?? '/', 'http://fake');
    if (fake.broken) {
      response.writeHead(500).end('broken');
      return;
    }
    if (request.method === 'POST') {
      let text = '';
      for await (const chunk of request) text += chunk;
      if (url.pathname === '/api/v2/alerts') {
        fake.announced.push(...JSON.parse(text));
        response.end();
        return;
      }
      const id = `s${fake.silences.length + 1}`;
      fake.silences.push({ id, status: { state: 'active' }, ...JSON.parse(text) });
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ silenceID: id }));
      return;
    }
    if (request.method === 'DELETE') {
      const id = url.pathname.split('/').at(-1);
      const silence = fake.silences.find((one) => (one as { id: string }).id === id);
      Object.assign(silence ?? {}, { status: { state: 'expired' } });
      response.writeHead(silence === undefined ? 404 : 200).end();
      return;
    }
    const body =
      url.pathname === '/api/v2/alerts'
        ? fake.alerts.filter(matching(url.searchParams.getAll('filter'))).map(shown)
        : fake.silences;
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const fake: FakeAlertmanager = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    alerts: [],
    silences: [],
    announced: [],
    broken: false,
    requests: 0,
    fire(labels, startsAt, state = 'active') {
      fake.resolve(labels);
      fake.alerts.push({ labels, startsAt: new Date(startsAt).toISOString(), state });
    },
    resolve(labels) {
      const index = fake.alerts.findIndex((alert) => fingerprintOf(alert.labels) === fingerprintOf(labels));
      if (index >= 0) fake.alerts.splice(index, 1);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

/** Whether an alert passes all filters, as Alertmanager writes them. */
export function matching(written: readonly string[]) {
  const filters = written.map((filter) => {
    const [, label = '', operator, quoted = '""'] = /^(\w+)(!?=)(".*")$/s.exec(filter) ?? [];
    return { label, equal: operator === '=', value: JSON.parse(quoted) as string };
  });
  return ({ labels }: Pick<FakeAlert, 'labels'>) =>
    filters.every(({ label, equal, value }) => ((labels[label] ?? '') === value) === equal);
}

/** An alert as Alertmanager's API shows it. */
export const shown = ({ labels, startsAt, state }: FakeAlert) => ({
  labels,
  annotations: {},
  fingerprint: fingerprintOf(labels),
  startsAt,
  updatedAt: startsAt,
  endsAt: startsAt,
  generatorURL: '',
  receivers: [{ name: 'remediator' }],
  status: { state, silencedBy: state === 'suppressed' ? ['s1'] : [], inhibitedBy: [] },
});
