import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readableName, siteSlug } from './target.ts';

test('a readable name keeps letters, digits, space, dot, underscore and dash', () => {
  assert.equal(readableName('Lobby_1.left - A'), 'Lobby_1.left - A');
});

test('accents are taken off, and everything else becomes one space', () => {
  assert.equal(readableName('Café «Zürich» <!channel>'), 'Cafe Zurich channel');
});

test('a name without any readable character is "unnamed"', () => {
  assert.equal(readableName('東京'), 'unnamed');
  assert.equal(readableName(''), 'unnamed');
});

test('whatever people type, the name is a safe label of at most 60 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      assert.match(readableName(typed), /^[A-Za-z0-9._-][A-Za-z0-9 ._-]{0,59}$/);
    }),
  );
});

test('a site is a slug of its location, and none where there is no location', () => {
  assert.equal(siteSlug('HQ Lobby, 2. Stock'), 'hq-lobby-2-stock');
  assert.equal(siteSlug('Zürich'), 'zurich');
  assert.equal(siteSlug(null), 'none');
  assert.equal(siteSlug('  '), 'none');
});

test('places stay apart whose names differ in what a slug cannot show', () => {
  const long = 'x'.repeat(60);
  const places = [
    '東京',
    '大阪',
    '東京 1',
    '大阪 1',
    '1',
    '🍕 bar',
    '🍔 bar',
    'bar',
    long,
    `${long}y`,
    `${long}z`,
    'None',
  ];
  const slugs = places.map(siteSlug);
  assert.equal(new Set(slugs).size, places.length, slugs.join(' '));
  assert.equal(slugs.includes('none'), false);
});

test('a place stays one however its name is spaced, dotted, accented or capitalised', () => {
  assert.deepEqual(
    new Set(['Café 東京', 'cafe  東京', ' CAFÉ, 東京 '].map((typed) => siteSlug(typed).split('-')[0])),
    new Set(['cafe']),
  );
  assert.equal(siteSlug('HQ. Lobby'), siteSlug('hq lobby'));
});

test('whatever people type as a location, the site is a safe label of at most 60 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      assert.match(siteSlug(typed), /^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/);
    }),
  );
});
