import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import {
  emptyPage,
  type FakeOrganisation,
  fakeOrganisation,
  gone,
  healthyAnswers,
  refused,
  trouble,
} from './fake-platform.test-support.ts';
import { createSelfCheck } from './self-check.ts';

const at = (time: string) => Date.parse(time);

/** A self-check of these organisations, at noon. */
function setUp(...organisations: FakeOrganisation[]) {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const clock = createFakeClock({ start: at('2026-03-01T12:00:00Z') });
  const selfCheck = createSelfCheck({
    organisations: organisations.map(({ organisation }) => organisation),
    timezone: 'Europe/Berlin',
    clock,
    log: createLog('test', 'debug', destination),
  });
  const look = async (time: string | null = null) => {
    if (time !== null) clock.set(at(time));
    for (const { asked } of organisations) asked.length = 0;
    await selfCheck.lookIfDue();
  };
  const named = (available: boolean | null): string[] =>
    [...selfCheck.checks(), ...selfCheck.actions()].flatMap(([name, availability]) =>
      availability.available === available ? [name] : [],
    );
  return {
    selfCheck,
    clock,
    look,
    available: () => named(true),
    unavailable: () => named(false),
    untold: () => named(null),
    logged: () => lines.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('the self-check', () => {
  it('finds everything available on a healthy platform', async () => {
    const acme = fakeOrganisation();
    const { look, available, unavailable, untold, selfCheck, clock, logged } = setUp(acme);
    assert.deepEqual(available(), [], 'nothing is told before the first look');
    assert.equal(selfCheck.answeredAt(), null);
    await look();
    assert.deepEqual([unavailable(), untold()], [[], []]);
    for (const name of ['display_offline', 'content_orphaned', 'archive_content', 'reconnect_display'])
      assert.ok(available().includes(name), name);
    for (const name of ['service_down', 'dependency_down', 'edge_unreachable'])
      assert.ok(available().includes(name), name);
    assert.ok(!available().includes('service_stuck'), 'it needs nothing of the API');
    assert.equal(selfCheck.answeredAt(), clock.now());
    assert.deepEqual(logged(), []);
  });

  it('names what is lost by a missing route, and nothing else', async () => {
    const acme = fakeOrganisation();
    acme.special.archiveContent = gone('archiveContent');
    const { look, unavailable, selfCheck, logged } = setUp(acme);
    await look();
    assert.deepEqual(unavailable(), ['archive_content', 'archive_oldest_inactive']);
    assert.deepEqual(selfCheck.routes().get('archiveContent'), { present: false, lacks: null });
    const [line, ...more] = logged();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [line?.['route'], line?.['fields'], line?.['checks'], line?.['actions']],
      ['POST /api/v1/content/:id/archive', [], [], ['archive_content', 'archive_oldest_inactive']],
    );
  });

  it('names the probes that a platform without their health routes makes blind', async () => {
    const acme = fakeOrganisation();
    acme.special.live = gone('live');
    const { look, unavailable, selfCheck } = setUp(acme);
    await look();
    assert.deepEqual(unavailable(), ['service_down']);
    acme.special.ready = gone('ready');
    await look('2026-03-02T03:30:00Z');
    assert.deepEqual(unavailable(), ['service_down', 'dependency_down', 'edge_unreachable']);
    assert.equal(selfCheck.unavailable('edge_unreachable'), 'GET /api/v1/health/ready is missing');
  });

  it('cannot tell of readiness while the platform is not ready', async () => {
    const acme = fakeOrganisation();
    acme.special.ready = refused('ready', 503, 'unhealthy');
    const { look, untold, unavailable } = setUp(acme);
    await look();
    assert.deepEqual([untold(), unavailable()], [['dependency_down', 'edge_unreachable'], []]);
  });

  it('names the field, and the checks and actions that cannot be without it', async () => {
    const { location: _, ...display } = (healthyAnswers.listDisplays as { data: [{ location: null }] })
      .data[0];
    const acme = fakeOrganisation();
    acme.special.listDisplays = () => ({ data: [display], meta: { total: 1 } });
    const { look, selfCheck, logged } = setUp(acme);
    await look();
    assert.equal(selfCheck.unavailable('display_offline'), 'GET /api/v1/displays lacks data[].location');
    assert.equal(selfCheck.unavailable('schedule_past_end'), null);
    const [line] = logged();
    assert.deepEqual([line?.['route'], line?.['fields']], ['GET /api/v1/displays', ['data[].location']]);
    assert.deepEqual(line?.['actions'], ['reset_display', 'reconnect_display']);
  });

  it('takes from a need only what that need asks for', async () => {
    const { playlistItems: _, ...content } = healthyAnswers.getContent as { playlistItems: unknown };
    const acme = fakeOrganisation();
    acme.special.getContent = () => content;
    const { look, unavailable, selfCheck } = setUp(acme);
    await look();
    assert.deepEqual(unavailable(), ['content_orphaned'], 'what expires does not depend on playlists');
    assert.equal(selfCheck.unavailable('content_orphaned'), 'GET /api/v1/content/:id lacks playlistItems');
  });

  it('says a loss once, and its end', async () => {
    const acme = fakeOrganisation();
    acme.special.storage = gone('storage');
    const { look, logged } = setUp(acme);
    const levels = async (time: string) => {
      await look(time);
      return logged().map(({ level, route }) => [level, route]);
    };
    assert.deepEqual(await levels('2026-03-01T12:00:00Z'), [['error', ROUTES.storage]]);
    assert.deepEqual(await levels('2026-03-01T13:00:00Z'), []);
    delete acme.special.storage;
    assert.deepEqual(await levels('2026-03-01T14:00:00Z'), [['info', ROUTES.storage]]);
  });
});

describe('trouble on the way', () => {
  it('is not told, never missing', async () => {
    for (const instead of [
      trouble('connection', 'listDisplays'),
      trouble('timeout', 'listDisplays'),
      trouble('unauthorized', 'login'),
      trouble('rate_limited', 'listDisplays'),
      refused('listDisplays', 500, 'Internal server error'),
    ]) {
      const acme = fakeOrganisation();
      acme.instead = instead;
      const { look, available, unavailable, selfCheck } = setUp(acme);
      await look();
      assert.deepEqual([available(), unavailable(), [...selfCheck.routes()]], [[], [], []]);
      assert.equal(selfCheck.answeredAt(), null);
    }
  });

  it('with one organisation does not decide', async () => {
    const [acme, beta] = [fakeOrganisation('acme'), fakeOrganisation('beta')];
    acme.instead = trouble('unauthorized', 'login');
    const { look, unavailable, untold } = setUp(acme, beta);
    await look();
    assert.deepEqual([unavailable(), untold()], [[], []]);
    assert.equal(acme.asked.length, 1, 'whose account fails is not tried again in the same look');
  });

  it('leaves standing what was told before', async () => {
    const acme = fakeOrganisation();
    acme.special.storage = gone('storage');
    const { look, available, unavailable } = setUp(acme);
    await look();
    const before = available();
    acme.instead = trouble('connection', 'listDisplays');
    await look('2026-03-02T03:30:00Z');
    assert.deepEqual([available(), unavailable()], [before, ['storage_high', 'archive_oldest_inactive']]);
  });
});

describe('a list without rows', () => {
  it('tells that its route is there, and leaves untold what its rows have', async () => {
    const acme = fakeOrganisation();
    acme.special.listDisplayGroups = () => emptyPage;
    const { look, untold, unavailable, selfCheck } = setUp(acme);
    await look();
    assert.deepEqual(selfCheck.routes().get('listDisplayGroups'), { present: true, lacks: null });
    assert.deepEqual(untold(), [
      'display_without_content',
      'schedule_target_unreachable',
      'schedule_conflict',
    ]);
    assert.deepEqual(unavailable(), []);
  });

  it('is looked for in the next organisation', async () => {
    const [acme, beta] = [fakeOrganisation('acme'), fakeOrganisation('beta')];
    acme.special.listDisplayGroups = () => emptyPage;
    const { look, untold } = setUp(acme, beta);
    await look();
    assert.deepEqual([untold(), beta.asked], [[], ['listDisplayGroups']]);
  });

  it('takes nothing back of what its rows have told before', async () => {
    const acme = fakeOrganisation();
    const { look, untold } = setUp(acme);
    await look();
    acme.special.listDisplayGroups = () => emptyPage;
    await look('2026-03-02T03:30:00Z');
    assert.deepEqual(untold(), []);
  });
});

describe('writes', () => {
  it('are knocked at once each, whatever comes of it', async () => {
    const [acme, beta] = [fakeOrganisation('acme'), fakeOrganisation('beta')];
    acme.special.sendFleetCommand = trouble('rate_limited', 'sendFleetCommand');
    acme.special.updateDisplay = refused('updateDisplay', 500, 'Internal server error');
    const { look, untold } = setUp(acme, beta);
    await look();
    const knocks = [...acme.asked, ...beta.asked].filter((route) =>
      /^(send|archive|restore|update)/.test(route),
    );
    assert.deepEqual(knocks.sort(), [...new Set(knocks)].sort());
    assert.deepEqual(untold(), ['reset_display', 'reconnect_display']);
  });

  it('are knocked at by the next account when that of the first failed before anything was sent', async () => {
    const [acme, beta] = [fakeOrganisation('acme'), fakeOrganisation('beta')];
    acme.instead = trouble('login_stopped', 'login');
    const { look, untold } = setUp(acme, beta);
    await look();
    assert.ok(beta.asked.includes('sendFleetCommand'));
    assert.deepEqual(untold(), []);
  });

  it('that are carried out instead of refused tell nothing, and are said', async () => {
    const acme = fakeOrganisation();
    acme.special.updateDisplay = () => ({});
    const { look, untold, logged } = setUp(acme);
    await look();
    assert.deepEqual(untold(), ['reset_display']);
    assert.match(String(logged()[0]?.['detail']), /what must be refused was not/);
  });
});

describe('when it looks', () => {
  const whole = 16;

  it('is at start, and daily at half past four where it is', async () => {
    const acme = fakeOrganisation();
    const { look } = setUp(acme);
    const asked = async (time: string) => {
      await look(time);
      return acme.asked.length;
    };
    const all = await asked('2026-03-01T12:00:00Z');
    assert.ok(all >= whole);
    assert.equal(await asked('2026-03-01T12:05:00Z'), 0);
    assert.equal(await asked('2026-03-02T03:29:59Z'), 0);
    assert.equal(await asked('2026-03-02T03:30:00Z'), all);
    assert.equal(await asked('2026-03-02T03:35:00Z'), 0);
    assert.equal(await asked('2026-07-02T02:30:00Z'), all, 'in summer, too');
  });

  it('is each hour for what was not told, or is missing, and for nothing else', async () => {
    const acme = fakeOrganisation();
    acme.special.storage = gone('storage');
    acme.special.sendFleetCommand = trouble('rate_limited', 'sendFleetCommand');
    const { look, unavailable } = setUp(acme);
    await look('2026-03-01T12:00:00Z');
    await look('2026-03-01T12:59:59Z');
    assert.deepEqual(acme.asked, []);
    await look('2026-03-01T13:00:00Z');
    assert.deepEqual(acme.asked, ['storage', 'sendFleetCommand']);
    delete acme.special.storage;
    await look('2026-03-01T14:00:00Z');
    await look('2026-03-01T15:00:00Z');
    assert.deepEqual(acme.asked, ['sendFleetCommand']);
    await look('2026-03-01T15:05:00Z');
    assert.deepEqual(acme.asked, [], 'a route that is in trouble alone is no silence of the platform');
    delete acme.special.sendFleetCommand;
    await look('2026-03-01T16:00:00Z');
    assert.deepEqual(unavailable(), []);
    await look('2026-03-01T17:00:00Z');
    assert.deepEqual(acme.asked, []);
  });

  it('is each time it is asked while nobody has answered at all', async () => {
    const acme = fakeOrganisation();
    acme.instead = trouble('connection', 'listDisplays');
    const { look, untold, selfCheck } = setUp(acme);
    await look('2026-03-01T12:00:00Z');
    await look('2026-03-01T12:05:00Z');
    assert.deepEqual(acme.asked.length, 1, 'one request tells that nobody answers');
    acme.instead = null;
    await look('2026-03-01T12:10:00Z');
    assert.deepEqual(untold(), []);
    assert.equal(selfCheck.answeredAt(), at('2026-03-01T12:10:00Z'));
  });

  it('is soon after an answer that was not what the client reads, or a route that was gone', async () => {
    const acme = fakeOrganisation();
    const { look, selfCheck } = setUp(acme);
    await look('2026-03-01T12:00:00Z');
    const seen = { route: ROUTES.listSchedules, status: 200, errorKind: null };
    selfCheck.observed(seen);
    selfCheck.observed({ ...seen, status: null, errorKind: 'timeout' });
    selfCheck.observed({ route: ROUTES.getDisplay, status: 404, errorKind: 'rejected' });
    await look('2026-03-01T15:00:00Z');
    assert.deepEqual(acme.asked, [], 'rows come and go, and trouble passes');
    selfCheck.observed({ ...seen, errorKind: 'unexpected_shape' });
    selfCheck.observed({ route: ROUTES.listPlaylists, status: 404, errorKind: 'rejected' });
    await look('2026-03-01T15:05:00Z');
    assert.deepEqual(acme.asked, ['listPlaylists', 'listSchedules']);
    await look('2026-03-01T18:05:00Z');
    assert.deepEqual(acme.asked, []);
  });

  it('is at once after the clock was set back', async () => {
    const acme = fakeOrganisation();
    const { look } = setUp(acme);
    await look('2026-03-01T12:00:00Z');
    await look('2026-02-01T12:00:00Z');
    assert.ok(acme.asked.length >= whole);
  });

  it('is never without an organisation to ask as', async () => {
    const { look, selfCheck } = setUp();
    await look();
    assert.equal(selfCheck.answeredAt(), null);
  });
});
