import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placesIn, postgresFolder } from './places.ts';

const DEEP = `/${'very-deep/'.repeat(12)}folder`;
const fits = (path: string) => Buffer.byteLength(path) <= 107;

describe('the places of the sandbox', () => {
  it('are all in the data folder where its path is short', () => {
    const places = placesIn('/data');
    assert.equal(places.pm2Home, '/data/vizora/pm2');
    assert.deepEqual(places.outside, []);
  });
  it('keep sockets elsewhere where the path of the data folder is too long for them', () => {
    const places = placesIn(DEEP);
    assert.ok(fits(`${places.pm2Home}/interactor.sock`) && fits(places.redisSocket));
    assert.equal(places.outside.length, 1);
    assert.notDeepEqual(placesIn(`${DEEP}-2`).outside, places.outside);
  });
  it('refuse a folder of PostgreSQL that is too long, and say the cure', () => {
    assert.throws(() => postgresFolder(DEEP, '/data'), /shorter path/);
  });
});
