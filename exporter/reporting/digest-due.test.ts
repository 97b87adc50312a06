import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailySchedule } from '../../core/daily-schedule.ts';
import { afterFailure, afterSending, type DigestNote, digestState } from './digest-due.ts';

const schedule = dailySchedule('08:00', 'Etc/UTC');
const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);
const installed: DigestNote = { since: at('20T12:00'), sent: null, failed: null };
const sentOn = (day: string): DigestNote => ({
  ...installed,
  sent: { day: `2026-11-${day}`, at: at(`${day}T08:00`) },
});
/** @param startedAt when the process began */
const state = (note: DigestNote, startedAt: string, now: string) => {
  const { dueAt, outcome, toSend } = digestState(note, schedule, at(startedAt), at(now));
  return [dueAt === null ? null : new Date(dueAt).toISOString().slice(8, 16), outcome, toSend];
};

describe('the digest of a day', () => {
  it('is sent when its time has come', () => {
    assert.deepEqual(state(sentOn('24'), '20T00:00', '25T07:59'), ['24T08:00', 'sent', false]);
    assert.deepEqual(state(sentOn('24'), '20T00:00', '25T08:00'), ['25T08:00', 'waiting', true]);
  });

  it('is sent once, however often somebody looks, and starts anew', () => {
    assert.deepEqual(state(sentOn('25'), '20T00:00', '25T08:01'), ['25T08:00', 'sent', false]);
    assert.deepEqual(state(sentOn('25'), '25T09:00', '25T23:00'), ['25T08:00', 'sent', false]);
  });

  it('is made up for when nobody was there, once the last one is a day and an hour old', () => {
    assert.deepEqual(state(sentOn('24'), '25T08:30', '25T08:59'), [null, 'waiting', false]);
    assert.deepEqual(state(sentOn('24'), '25T08:30', '25T09:00'), ['25T08:00', 'waiting', true]);
    assert.deepEqual(state(sentOn('21'), '25T07:00', '25T07:00'), ['24T08:00', 'waiting', true]);
  });

  it('is not made up for at the very first start, and comes at its next time', () => {
    const now = { ...installed, since: at('25T12:00') };
    assert.deepEqual(state(now, '25T12:00', '25T12:00'), [null, 'waiting', false]);
    assert.deepEqual(state(now, '25T12:00', '26T08:00'), ['26T08:00', 'waiting', true]);
  });

  it('comes although the process never lives through its time', () => {
    const now = { ...installed, since: at('24T12:00') };
    assert.deepEqual(state(now, '25T09:00', '25T12:59'), [null, 'waiting', false]);
    assert.deepEqual(state(now, '25T09:00', '25T13:00'), ['25T08:00', 'waiting', true]);
  });

  it('that cannot be sent is tried again after pauses that double, and given up within the hour', () => {
    let note = sentOn('24');
    const tries: string[] = [];
    for (let minute = 0; minute < 120; minute += 1) {
      const now = at('25T08:00') + minute * 60_000;
      const due = digestState(note, schedule, at('20T00:00'), now);
      if (!due.toSend) continue;
      tries.push(new Date(now).toISOString().slice(11, 16));
      note = afterFailure(note, due, 'refused', now);
    }
    assert.deepEqual(tries, ['08:00', '08:01', '08:03', '08:07', '08:15', '08:31']);
    assert.deepEqual(state(note, '20T00:00', '26T07:59'), ['25T08:00', 'failed', false]);
    assert.deepEqual(state(note, '25T09:00', '25T10:00'), ['25T08:00', 'failed', false], 'after a restart');
    assert.deepEqual(state(note, '26T08:30', '26T08:30'), ['26T08:00', 'waiting', true]);
    assert.deepEqual(state(note, '20T00:00', '26T08:00'), ['26T08:00', 'waiting', true]);
  });

  it('that failed stands as failed until another one is sent', () => {
    const now = at('25T08:00');
    const due = digestState(sentOn('24'), schedule, at('20T00:00'), now);
    const failed = afterFailure(sentOn('24'), due, 'refused', now);
    assert.equal(failed.failed?.trouble, 'refused');
    const next = digestState(failed, schedule, at('20T00:00'), at('26T08:00'));
    const sent = afterSending(failed, next, at('26T08:00'));
    assert.deepEqual(sent, { ...installed, sent: { day: '2026-11-26', at: at('26T08:00') }, failed: null });
    assert.deepEqual(state(sent, '20T00:00', '26T09:00'), ['26T08:00', 'sent', false]);
  });

  it('that a process gave up stays given up while its clock is set back, and that was sent is not sent again', () => {
    assert.deepEqual(state(sentOn('25'), '20T00:00', '24T12:00'), ['24T08:00', 'sent', false]);
  });
});
