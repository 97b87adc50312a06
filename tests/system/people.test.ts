import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortDurations } from './short-durations.ts';
import { withStack } from './with-stack.ts';

const durations = {
  ...shortDurations,
  grace_critical: '45s',
  people_hold: '4s',
  people_group_wait: '5s',
  people_group_interval: '5s',
};

/** The headlines of what reached people, oldest first. */
async function headlines(page: string): Promise<{ slack: string[]; mail: string[] }> {
  const html = await (await fetch(page)).text();
  const told = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, text = '']) => text).reverse();
  return {
    slack: told(/<strong><a [^>]*>([^<]*)<\/a><\/strong>/g),
    mail: told(/<a href="\/mails\/\d+">([^<]*)<\/a>/g),
  };
}

test('people hear once of what no machine repairs, once of its end, and of a repair only that it was made', async () => {
  await withStack({ durations }, async ({ stack, control, witness, until }) => {
    const outside = await witness();
    const heard = (headline: string) => async () => {
      const { slack, mail } = await headlines(stack.urls.people);
      return slack.includes(headline) && mail.includes(headline);
    };
    await control.break('edge_down');
    await control.break('hang', { app: 'vizora-realtime' });
    await until(outside, 'people hear of it', heard('CRITICAL EdgeUnreachable ×2: platform'), 120_000);
    await control.heal('edge_down');
    await until(
      outside,
      'people hear that it is over',
      heard('RECOVERED EdgeUnreachable ×2: platform'),
      120_000,
    );

    assert.deepEqual(await headlines(stack.urls.people), {
      slack: [
        'INFO RemediationPerformed: platform',
        'CRITICAL EdgeUnreachable ×2: platform',
        'RECOVERED EdgeUnreachable ×2: platform',
      ],
      mail: ['CRITICAL EdgeUnreachable ×2: platform', 'RECOVERED EdgeUnreachable ×2: platform'],
    });
  });
});
