import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loginOf } from '../../sandbox/vizora/world/accounts.ts';
import { WORLD_FAULTS } from '../../sandbox/vizora/world/faults/index.ts';
import { healthyWorld, organisation } from '../../sandbox/vizora/world/spec.ts';
import { WORLD_TABLES } from '../../sandbox/vizora/world/tables.ts';
import { startTestSandbox, type TestSandbox } from './with-sandbox.ts';

const ORG = 'acme-signage';
const MINUTE = 60_000;
type Row = Record<string, unknown>;

describe('a fault of the world, made while it runs', () => {
  let sandbox: TestSandbox;
  before(async () => {
    sandbox = await startTestSandbox(
      healthyWorld({
        organisations: [
          organisation(ORG, { displays: 24 }),
          organisation('beta-retail', { displays: 5 }),
          organisation('born-broken', { displays: 5 }),
        ],
        faults: [{ name: 'schedule_conflict', org: 'born-broken' }],
      }),
    );
  });
  after(() => sandbox.stop());

  /** The whole world, but for what moves by itself. */
  async function world(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const table of WORLD_TABLES) {
      for (const row of await sandbox.database.rows<Row>(`SELECT * FROM "${table}"`)) {
        const { lastHeartbeat: _, updatedAt: __, lastLoginAt: ___, ...rest } = row;
        found.set(`${table}/${row['id']}`, JSON.stringify(rest));
      }
    }
    return found;
  }

  for (const { name } of WORLD_FAULTS) {
    it(`is in the rows that it names, and healing it leaves no trace: ${name}`, async () => {
      const was = await world();
      const rows = await sandbox.control.breakWorld(name, ORG);
      const broken = await world();
      const differing = [...new Set([...was.keys(), ...broken.keys()])].filter(
        (key) => was.get(key) !== broken.get(key),
      );
      assert.deepEqual(rows.map(({ table, id }) => `${table}/${id}`).sort(), differing.sort());
      await sandbox.control.healWorld(name, ORG);
      assert.deepEqual(await world(), was);
    });
  }

  it('leaves alone what others hold, and what others changed in its rows since', async () => {
    const was = await world();
    const offline = await sandbox.control.breakWorld('display_offline', ORG, 2);
    const error = await sandbox.control.breakWorld('display_error', ORG, 2);
    assert.equal(new Set([...offline, ...error].map(({ id }) => id)).size, 4);
    const [first] = error;
    assert.ok(first);
    await sandbox.control.update('devices', first.id, { nickname: 'Renamed meanwhile' });
    await sandbox.control.healWorld('display_error');
    await sandbox.control.healWorld('display_offline');
    assert.equal((await sandbox.control.row('devices', first.id))['nickname'], 'Renamed meanwhile');
    await sandbox.control.update('devices', first.id, {
      nickname: JSON.parse(was.get(`devices/${first.id}`) ?? '').nickname,
    });
    assert.deepEqual(await world(), was);
  });

  it('is known when it was there from the beginning, is left alone, and can be healed', async () => {
    const org = 'born-broken';
    const count = async () => (await sandbox.control.rows('Schedule', org)).length;
    const before = await count();
    const [past] = await sandbox.control.breakWorld('schedule_past_end', org);
    assert.equal((await sandbox.control.row('Schedule', past?.id ?? ''))['name'], 'Schedule 1');
    await sandbox.control.healWorld('schedule_conflict', org);
    assert.equal(await count(), before - 1);
    await sandbox.control.healWorld('schedule_past_end', org);
  });

  it('is refused with the reason when it is there already, or nothing whole is left, or there is no such', async () => {
    await sandbox.control.breakWorld('storage_high', ORG);
    await assert.rejects(sandbox.control.breakWorld('storage_high', ORG), /409.*has storage_high already/);
    await sandbox.control.healWorld('storage_high');
    await assert.rejects(sandbox.control.breakWorld('display_error', 'beta-retail', 6), /409.*5 free rows/);
    await assert.rejects(sandbox.control.breakWorld('storage_high', 'nobody'), /409.*no organisation nobody/);
    await assert.rejects(sandbox.control.breakWorld('rain', ORG), /404.*no fault rain/);
  });

  /** What the API shows of each kind of fault that is more than a value in a column. */
  const list = async (path: string): Promise<Row[]> => {
    const { status, data } = await sandbox.api(ORG, `${path}?limit=100`);
    assert.equal(status, 200);
    return (data as { data: Row[] }).data;
  };
  async function during(
    name: string,
    look: (ids: (table: string) => string[]) => Promise<void>,
  ): Promise<void> {
    const rows = await sandbox.control.breakWorld(name, ORG);
    try {
      await look((table) =>
        rows.filter((row) => row.table === table && row.what !== 'removed').map(({ id }) => id),
      );
    } finally {
      await sandbox.control.healWorld(name);
    }
  }
  const silence = (display: Row | undefined): number =>
    Date.now() - Date.parse(String(display?.['lastHeartbeat']));

  it('shows in the API: a display that is silent, and one that is back at once when healed', async () => {
    let id = '';
    await during('display_offline', async (ids) => {
      [id = ''] = ids('devices');
      const display = (await list('/displays')).find((it) => it['id'] === id);
      assert.equal(display?.['status'], 'offline');
      assert.ok(silence(display) > 19 * MINUTE);
    });
    const display = (await list('/displays')).find((it) => it['id'] === id);
    assert.equal(display?.['status'], 'online');
    assert.ok(silence(display) < MINUTE);
  });
  it('shows in the API: a display goes on reporting its error with every heartbeat', async () => {
    await during('display_error', async (ids) => {
      const [id = ''] = ids('devices');
      await sandbox.control.update('devices', id, { lastHeartbeat: new Date(0).toISOString() });
      // Healing anything lets all displays send one.
      await sandbox.control.breakWorld('storage_high', ORG);
      await sandbox.control.healWorld('storage_high');
      const display = (await list('/displays')).find((it) => it['id'] === id);
      assert.equal(display?.['status'], 'error');
      assert.ok(silence(display) < MINUTE);
    });
  });
  it('shows in the API: a reload cures a display whose player hangs', async () => {
    await during('display_frozen', async (ids) => {
      const [id = ''] = ids('devices');
      const { data } = await sandbox.api(ORG, '/fleet/commands', {
        method: 'POST',
        body: { command: 'reload', target: { type: 'device', id } },
      });
      assert.equal((data as Row)['devicesDelivered'], 1);
      const display = (await list('/displays')).find((it) => it['id'] === id);
      assert.ok(silence(display) < MINUTE);
    });
  });
  it('shows in the API: an expired content that the hourly sweep misses', async () => {
    await during('content_expired', async (ids) => {
      const [id = ''] = ids('Content');
      const swept = await fetch(`${sandbox.urls.control}/sweeps/hour`, { method: 'POST' });
      assert.equal(swept.status, 201);
      const { data } = await sandbox.api(ORG, `/content/${id}`);
      const { status, expiresAt, playlistItems } = data as Row;
      assert.equal(status, 'active');
      assert.ok(Date.now() - Date.parse(String(expiresAt)) > 150 * MINUTE);
      assert.deepEqual(playlistItems, []);
    });
  });
  it('shows in the API: a schedule whose display is unknown by its id', async () => {
    await during('schedule_orphaned', async (ids) => {
      const [id] = ids('Schedule');
      const schedule = (await list('/schedules')).find((it) => it['id'] === id);
      assert.equal(schedule?.['display'], null);
      const { status } = await sandbox.api(ORG, `/displays/${schedule?.['displayId']}`);
      assert.equal(status, 404);
      const written = await sandbox.api(ORG, `/schedules/${id}`, {
        method: 'PATCH',
        body: { isActive: false },
      });
      assert.equal(written.status, 200);
    });
  });
  it('shows in the API: a schedule for a group without displays', async () => {
    await during('schedule_target_empty_group', async (ids) => {
      const [id] = ids('DisplayGroup');
      const group = (await list('/display-groups')).find((it) => it['id'] === id);
      assert.deepEqual(group?.['displays'], []);
    });
  });
  it('shows in the API: a zone that shows a content which no playlist holds', async () => {
    await during('content_in_zone', async (ids) => {
      const details = await Promise.all(
        ids('Content').map(async (id) => (await sandbox.api(ORG, `/content/${id}`)).data as Row),
      );
      const layout = details.find(({ type }) => type === 'layout') ?? {};
      const shown = details.find(({ type }) => type !== 'layout');
      const { zones } = layout['metadata'] as { zones: Row[] };
      assert.equal(zones[0]?.['contentId'], shown?.['id']);
      assert.deepEqual(shown?.['playlistItems'], []);
    });
  });
  it('shows in the API: a suspended organisation reads all and writes nothing', async () => {
    // Who asked before is remembered for a minute, so it is one that has not.
    const org = 'beta-retail';
    await sandbox.control.breakWorld('organization_suspended', org);
    const target = { type: 'device', id: 'none' };
    const written = await sandbox.api(org, '/fleet/commands', {
      method: 'POST',
      body: { command: 'reload', target },
    });
    assert.equal(written.status, 403);
    assert.equal((await sandbox.api(org, '/schedules')).status, 200);
    await sandbox.control.healWorld('organization_suspended');
  });
  it('shows in the API: passwords that were changed open nothing any more, and sessions go on', async () => {
    await during('passwords_changed', async () => {
      assert.equal((await sandbox.api(ORG, '/schedules')).status, 200);
      const { email, password } = loginOf(ORG, 'viewer');
      const response = await fetch(`${sandbox.urls.api}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      assert.equal(response.status, 401);
    });
  });
});
