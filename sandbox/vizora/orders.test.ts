import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openOrderBook, writeOrders } from './orders.ts';

function open() {
  const file = join(mkdtempSync(join(tmpdir(), 'orders-')), 'orders.json');
  const clock = { now: 0 };
  return { file, clock, book: openOrderBook(file, () => clock.now) };
}

describe('the order book', () => {
  it('says that all is strict and nothing broken while there are no orders', () => {
    const { book } = open();
    assert.deepEqual(book.faults(), {});
    assert.equal(book.strict('envelope'), true);
  });
  it('hears of new orders within 50 ms', () => {
    const { file, clock, book } = open();
    book.faults();
    writeOrders(file, { faults: { garbage: { app: 'vizora-web' } }, strictness_off: ['envelope'] });
    assert.deepEqual(book.faults(), {});
    clock.now += 50;
    assert.deepEqual(book.faults(), { garbage: { app: 'vizora-web' } });
    assert.equal(book.strict('envelope'), false);
    assert.equal(book.strict('roles'), true);
  });
  it('has another revision when the orders are others, and not before', () => {
    const { file, clock, book } = open();
    const first = book.revision();
    clock.now += 50;
    assert.equal(book.revision(), first);
    writeOrders(file, { faults: {}, strictness_off: ['roles'] });
    clock.now += 50;
    assert.notEqual(book.revision(), first);
  });
});
