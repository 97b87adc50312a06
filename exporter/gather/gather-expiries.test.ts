import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentFacts } from '../../core/checks/content-facts.ts';
import type { Content } from '../../core/vizora/content.ts';
import type { OrganisationDetails, OrganisationScan } from '../snapshot.ts';
import { gatherExpiries } from './gather-expiries.ts';
import { sharedReading } from './shared-reading.ts';

const MINUTE = 60_000;
const EXPIRY = '2026-03-01T12:00:00.000Z';

describe('the expiries for agents that look oftener than details are read', () => {
  function world() {
    const clock = { at: 1_000, now: () => clock.at, sleep: async () => undefined };
    const facts = { updatedAt: 'u1', expiresAt: EXPIRY } as ContentFacts;
    const known = new Map([['a', facts]]);
    const row = (id: string, updatedAt: string) => ({ id, updatedAt }) as Content;
    const items = [row('a', 'u1'), row('b', 'u1')];
    const lists: OrganisationScan<Content>[] = [
      { org: 'acme', scan: { complete: true, items, total: items.length, at: 0 } },
    ];
    let readings = 0;
    const freshness = { freshForMs: 1, clock };
    const details = sharedReading<readonly OrganisationDetails[]>(async () => {
      readings += 1;
      return [{ org: 'acme', known }];
    }, freshness);
    const contents = sharedReading<readonly OrganisationScan<Content>[]>(async () => lists, freshness);
    const read = gatherExpiries({ details, contents, intervalMs: () => 15 * MINUTE, clock });
    return { clock, known, items, row, lists, details, contents, read, readings: () => readings };
  }
  const whole = ([list]: readonly OrganisationScan<Content>[]) => {
    assert.ok(list?.scan.complete);
    return list.scan;
  };
  const expiryOf = async (read: ReturnType<typeof world>['read'], id: string) =>
    (await read())[0]?.expiresAt(id);

  it('are read once, and then taken as they are known by now', async () => {
    const { clock, known, read, readings } = world();
    assert.equal(await expiryOf(read, 'a'), EXPIRY);
    assert.equal(await expiryOf(read, 'b'), undefined);
    clock.at += 5 * MINUTE;
    known.set('b', { updatedAt: 'u1', expiresAt: null } as ContentFacts);
    assert.equal(await expiryOf(read, 'b'), null, 'what another agent learned meanwhile is known');
    assert.equal(readings(), 1);
  });

  it('are read again where the agent whose details they are does not', async () => {
    const { clock, read, readings } = world();
    await read();
    clock.at += 29 * MINUTE;
    await read();
    assert.equal(readings(), 1);
    clock.at += 2 * MINUTE;
    await read();
    assert.equal(readings(), 2);
  });

  it('are not known of what has expired since the list was read, as somebody may have put it off', async () => {
    const expiry = Date.parse(EXPIRY);
    const { clock, lists, details, contents, read } = world();
    const readAt = async (at: number) => {
      clock.at = at;
      lists[0] = { org: 'acme', scan: { ...whole(lists), at } };
      await Promise.all([details.read(), contents.read()]);
    };
    await readAt(expiry - MINUTE);
    clock.at = expiry - 1;
    assert.equal(await expiryOf(read, 'a'), EXPIRY);
    clock.at = expiry;
    assert.equal(await expiryOf(read, 'a'), undefined);
    await readAt(expiry);
    assert.equal(await expiryOf(read, 'a'), EXPIRY, 'the list says that it was not changed');
  });

  it('are not known of a row that has changed since', async () => {
    const { items, row, read } = world();
    items[0] = row('a', 'u2');
    assert.equal(await expiryOf(read, 'a'), undefined);
  });
});
