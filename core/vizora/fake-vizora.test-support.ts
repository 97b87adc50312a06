import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A row as the platform lists it, the display's secrets included. */
export function scheduleRow(
  id: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> & { id: string } {
  return {
    id,
    name: `Schedule ${id}`,
    description: null,
    startDate: '2026-10-23T18:44:29.502Z',
    endDate: null,
    startTime: 480,
    endTime: 1080,
    daysOfWeek: [1, 2, 3, 4, 5],
    priority: 5,
    isActive: true,
    createdAt: '2026-10-23T18:44:29.502Z',
    updatedAt: '2026-10-23T18:44:29.502Z',
    organizationId: 'a76727f0-292d-43ff-bc8f-1e0170d89511',
    playlistId: 'cmws7qp2w001o2e7d05izbtmi',
    displayId: '0efd70ba-461a-475b-8618-790198521a30',
    displayGroupId: null,
    playlist: { id: 'cmws7qp2w001o2e7d05izbtmi', name: 'Welcome', _count: { items: 2 } },
    display: {
      id: '0efd70ba-461a-475b-8618-790198521a30',
      jwtToken: 'SECRET-hash',
      pairingCode: 'SECRET-code',
    },
    displayGroup: null,
    ...more,
  };
}

/** The n-th CUID. */
export const cuid = (n: number): string => `c${String(n).padStart(24, '0')}`;

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

interface FakeOrganisation {
  readonly slug: string;
  password: string;
  schedules: (Record<string, unknown> & { id: string })[];
}

type Interjection = (response: ServerResponse, request: IncomingMessage) => void;

export interface FakeVizora {
  readonly url: string;
  /** By e-mail. */
  readonly accounts: Record<string, FakeOrganisation>;
  readonly requests: SeenRequest[];
  /** Tokens that are good now. */
  readonly sessions: Map<string, FakeOrganisation>;
  expiresIn: number;
  /** Called before a page is read, to move rows while somebody walks. */
  beforePage: (page: number) => void;
  /** What the next request to this route gets instead of an answer, once for each call. */
  interject(route: string, answer: Interjection): void;
  count(route: string): number;
  close(): Promise<void>;
}

/** Answers with this status, body and headers. */
export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Interjection {
  return (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
  };
}

const refusal = (status: number, message: string) => reply(status, { message, statusCode: status });
const ok = (data: unknown, status = 200) => reply(status, { success: true, data });

/** The few routes that the client uses, as strict as the platform: its own little world on a free port. */
export async function startFakeVizora(): Promise<FakeVizora> {
  const interjections: { route: string; answer: Interjection }[] = [];
  const failedLogins = new Map<string, number>();
  let tokens = 0;

  function login(body: unknown): Interjection {
    const { email, password, ...rest } = body as Record<string, unknown>;
    if (typeof email !== 'string' || typeof password !== 'string' || Object.keys(rest).length > 0) {
      return refusal(400, 'Bad Request');
    }
    const failed = failedLogins.get(email) ?? 0;
    if (failed >= 10)
      return refusal(429, 'Account temporarily locked due to too many failed login attempts.');
    const account = fake.accounts[email];
    if (account?.password !== password) {
      failedLogins.set(email, failed + 1);
      return refusal(401, 'Invalid email or password');
    }
    const token = `token-${++tokens}`;
    fake.sessions.set(token, account);
    return ok({ access_token: token, user: { email }, expiresIn: fake.expiresIn }, 201);
  }

  function list(organisation: FakeOrganisation, query: URLSearchParams): Interjection {
    if ([...query.keys()].some((key) => key !== 'page' && key !== 'limit'))
      return refusal(400, 'Bad Request');
    const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit') ?? 10)];
    if (!(page >= 1) || !(limit >= 1 && limit <= 100)) return refusal(400, 'Bad Request');
    fake.beforePage(page);
    const total = organisation.schedules.length;
    const data = organisation.schedules.slice((page - 1) * limit, page * limit);
    return ok({ data, meta: { page, limit, total, totalPages: Math.ceil(total / limit) } });
  }

  function one(organisation: FakeOrganisation, method: string, id: string, body: unknown): Interjection {
    if (!/^c[a-z0-9]{19,29}$/.test(id)) return refusal(400, 'Validation failed');
    const row = organisation.schedules.find((schedule) => schedule.id === id);
    if (row === undefined) return refusal(404, 'Schedule not found');
    if (method === 'PATCH') {
      const { isActive, ...rest } = body as Record<string, unknown>;
      if (Object.keys(rest).length > 0) return refusal(400, 'Bad Request');
      row['isActive'] = Boolean(isActive);
    }
    const { playlist: _, ...withoutCount } = row;
    return ok({ ...withoutCount, playlist: { id: row['playlistId'], name: 'Welcome' } });
  }

  function answerTo(request: IncomingMessage, url: URL, body: unknown): Interjection {
    const method = request.method ?? '';
    const path = url.pathname.replace('/api/v1', '');
    if (request.headers.cookie !== undefined) return refusal(403, 'CSRF cookie missing');
    if (path === '/auth/login' && method === 'POST') return login(body);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const organisation = fake.sessions.get(token);
    if (organisation === undefined) return refusal(401, 'Unauthorized');
    if (path === '/auth/logout' && method === 'POST') {
      fake.sessions.delete(token);
      return reply(201, { success: true, message: 'Logged out successfully' });
    }
    if (path === '/auth/me' && method === 'GET') {
      return ok({ user: { organization: { slug: organisation.slug, name: `The ${organisation.slug}` } } });
    }
    if (path === '/schedules' && method === 'GET') return list(organisation, url.searchParams);
    const id = /^\/schedules\/([^/]+)$/.exec(path)?.[1];
    if (id !== undefined && (method === 'GET' || method === 'PATCH'))
      return one(organisation, method, id, body);
    return refusal(404, `Cannot ${method} ${url.pathname}`);
  }

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const url = new URL(request.url ?? '', 'http://fake');
    const route = `${request.method} ${url.pathname.replace('/api/v1', '')}`;
    fake.requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
    });
    response.setHeader('set-cookie', 'vizora_csrf_token=x; Path=/');
    const index = interjections.findIndex((interjection) => interjection.route === route);
    const interjected = interjections.splice(index, index < 0 ? 0 : 1)[0];
    (interjected?.answer ?? answerTo(request, url, body))(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const fake: FakeVizora = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accounts: { 'reader@acme.example.com': { slug: 'acme-signage', password: 'right', schedules: [] } },
    requests: [],
    sessions: new Map(),
    expiresIn: 604_800,
    beforePage: () => undefined,
    interject: (route, answer) => interjections.push({ route, answer }),
    count: (route) =>
      fake.requests.filter(
        ({ method, path }) => `${method} ${path.split('?')[0]}` === route.replace(' ', ' /api/v1'),
      ).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}
