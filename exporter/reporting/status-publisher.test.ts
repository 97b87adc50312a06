import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusNotDelivered } from '../../core/checks/status-not-delivered.ts';
import { createLog } from '../../core/log.ts';
import { manualClock, now } from './reporting.test-support.ts';
import type { StandingStatus } from './standing-status.ts';
import type { StatusDocument } from './status-document.ts';
import { createStatusPublisher } from './status-publisher.ts';

const minutes = (n: number) => n * 60_000;

/** A platform that keeps what it is given, to which a test does what it is about. */
function start() {
  const clock = manualClock();
  const platform = {
    posts: [] as StatusDocument[],
    standing: { found: 'nothing' } as StandingStatus,
    secondsLeft: 3_600 as number | null,
    takes: true,
    /** Whether it says that it took what it took. */
    answers: true,
    keeps: true,
    readable: true,
  };
  const failures: string[] = [];
  const publisher = createStatusPublisher({
    api: {
      async postStatus(given) {
        if (!platform.takes) throw new Error('POST /health/ops-status: 500');
        const document = given as StatusDocument;
        platform.posts.push(document);
        if (platform.keeps) platform.standing = standingOf(document, platform.secondsLeft);
        if (!platform.answers) throw new Error('POST /health/ops-status: no answer in time');
      },
    },
    async readStanding() {
      if (!platform.readable) throw new Error('Redis did not answer in time');
      return platform.standing;
    },
    onFailure: (reason) => failures.push(reason),
    signal: new AbortController().signal,
    clock,
    log: createLog('test', 'silent'),
  });
  /** One look, so many minutes after the start. */
  const look = (minute: number, systemStatus: StatusDocument['systemStatus'] = 'HEALTHY') => {
    clock.at = now + minutes(minute);
    return publisher.publish({
      systemStatus,
      lastUpdated: new Date(clock.at).toISOString(),
      ...{ lastRun: {}, incidents: [], recentRemediations: [], agentResults: {} },
    });
  };
  const verdict = () => statusNotDelivered(publisher.delivery(), clock.at, minutes(10)).verdict;
  return { platform, failures, look, verdict, delivery: publisher.delivery };
}

const standingOf = (
  { systemStatus, lastUpdated }: Pick<StatusDocument, 'systemStatus' | 'lastUpdated'>,
  secondsLeft: number | null = 3_600,
): StandingStatus => ({ found: 'document', systemStatus, lastUpdated, secondsLeft });

const somebodyElses = (lastUpdated: string) => standingOf({ systemStatus: 'HEALTHY', lastUpdated });

describe('publishing the status document', () => {
  it('is done at once, and at least every five minutes while nothing changes', async () => {
    const { platform, look } = start();
    for (let minute = 0; minute <= 20; minute += 1) await look(minute);
    assert.deepEqual(
      platform.posts.map(({ lastUpdated }) => (Date.parse(lastUpdated) - now) / minutes(1)),
      [0, 4, 8, 12, 16, 20],
    );
  });

  it('is done on a change, and not because time has passed', async () => {
    const { platform, look } = start();
    await look(0);
    await look(1);
    await look(2, 'CRITICAL');
    await look(3, 'CRITICAL');
    assert.equal(platform.posts.length, 2);
  });

  it('is proven by what stands there, at each look', async () => {
    const { look, verdict, delivery } = start();
    assert.equal(verdict(), 'unknown');
    await look(0);
    assert.equal(verdict(), 'good');
    await look(1);
    assert.deepEqual(delivery(), {
      triedSince: now,
      provenAt: now + minutes(1),
      overwrittenAt: [],
      trouble: null,
    });
  });

  it('is not proven while the platform does not take it, although the one before still stands', async () => {
    const { platform, failures, look, verdict, delivery } = start();
    await look(0);
    platform.takes = false;
    for (let minute = 4; minute <= 10; minute += 1) await look(minute, 'CRITICAL');
    assert.equal(verdict(), 'good');
    await look(11, 'CRITICAL');
    assert.equal(verdict(), 'bad');
    assert.equal(delivery().trouble, 'the platform did not take it: POST /health/ops-status: 500');
    assert.deepEqual(new Set(failures), new Set(['not_posted']));
    platform.takes = true;
    await look(12, 'CRITICAL');
    assert.equal(verdict(), 'good');
  });

  it('is not proven when the platform takes it and keeps none, or the one before', async () => {
    const { platform, failures, look, delivery } = start();
    platform.keeps = false;
    await look(0);
    assert.equal(delivery().trouble, 'the platform took it and keeps none');
    platform.keeps = true;
    await look(1);
    platform.keeps = false;
    await look(2, 'CRITICAL');
    assert.equal(delivery().trouble, 'the platform took it and keeps the one before');
    assert.deepEqual(failures, ['not_kept', 'not_kept', 'not_kept']);
    assert.equal(delivery().provenAt, now + minutes(1));
  });

  it('is not taken for replaced by somebody else, however often the platform keeps the one before', async () => {
    const { platform, failures, look, verdict } = start();
    await look(0);
    platform.keeps = false;
    for (let minute = 1; minute <= 12; minute += 1) await look(minute, 'CRITICAL');
    assert.equal(verdict(), 'bad');
    assert.deepEqual([...new Set(failures)], ['not_kept']);
    platform.keeps = true;
    await look(13, 'CRITICAL');
    assert.equal(verdict(), 'good');
  });

  it('is not proven while nobody can see what stands there', async () => {
    const { platform, look, verdict, delivery } = start();
    platform.readable = false;
    for (let minute = 0; minute <= 11; minute += 1) await look(minute);
    assert.equal(verdict(), 'bad');
    assert.equal(delivery().trouble, 'it cannot be read back: Redis did not answer in time');
  });

  it('is not proven when it will be gone before the next one comes', async () => {
    const { platform, look, delivery } = start();
    platform.secondsLeft = 299;
    await look(0);
    assert.equal(delivery().trouble, 'the platform keeps it for 299 s only');
    platform.secondsLeft = 300;
    await look(1);
    assert.equal(delivery().trouble, null);
    platform.secondsLeft = null;
    await look(2, 'CRITICAL');
    assert.equal(delivery().trouble, null);
  });

  it('is done again when somebody else has replaced it, and told when that happens again', async () => {
    const { platform, failures, look, verdict } = start();
    for (let minute = 0; minute <= 29; minute += 1) await look(minute);
    platform.standing = somebodyElses('2026-11-25T12:29:30.000Z');
    await look(30);
    assert.equal(platform.posts.at(-1)?.lastUpdated, '2026-11-25T12:30:00.000Z');
    assert.equal(verdict(), 'good');
    for (let minute = 31; minute <= 59; minute += 1) await look(minute);
    platform.standing = somebodyElses('2026-11-25T12:59:30.000Z');
    await look(60);
    assert.equal(verdict(), 'bad');
    assert.deepEqual(failures, ['overwritten', 'overwritten']);
    for (let minute = 61; minute <= 90; minute += 1) await look(minute);
    assert.equal(verdict(), 'good', 'the rival has gone');
  });

  it('does not take its own for a rival that the platform took without an answer', async () => {
    const { platform, failures, look, verdict } = start();
    for (let minute = 0; minute <= 20; minute += 1) {
      platform.answers = minute < 5 || minute > 8;
      await look(minute, minute % 2 === 0 ? 'HEALTHY' : 'CRITICAL');
    }
    assert.deepEqual([...new Set(failures)], ['not_posted']);
    assert.equal(verdict(), 'good');
  });

  it('finds a rival although it posts anew at each look itself', async () => {
    const { platform, look, verdict } = start();
    for (let minute = 0; minute <= 3; minute += 1) {
      await look(minute, minute % 2 === 0 ? 'HEALTHY' : 'CRITICAL');
      platform.standing = somebodyElses('yesterday <b>');
    }
    assert.equal(verdict(), 'bad');
  });

  it('takes nothing that stood there before it posted for an overwriting', async () => {
    const { platform, failures, look } = start();
    platform.standing = somebodyElses('2026-11-25T11:00:00.000Z');
    await look(0);
    assert.deepEqual(failures, []);
  });
});
