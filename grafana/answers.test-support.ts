import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { NOW } from './courses.test-support.ts';
import { filledIn, generatedDashboards, shown } from './generated.test-support.ts';
import { type Prometheus, prometheusOfWorld } from './prometheus-of-world.test-support.ts';

/** By the title of the panel: for each of its queries the lines that it gives, as labels and value. */
export type Answers = Readonly<Record<string, readonly (readonly string[])[]>>;

const THREE_DAYS = 259_200;

/** Asks a real Prometheus of the world what every panel of a dashboard asks. */
export function answersAreRight(uid: string, answers: Answers): void {
  const panels = shown(generatedDashboards().get(`${uid}.json`) ?? assert.fail(uid)).filter(
    ({ targets }) => targets,
  );

  describe(`the panels of ${uid}`, () => {
    let prometheus: Prometheus;
    before(async () => {
      prometheus = await prometheusOfWorld();
    });
    after(() => prometheus.close());

    it('are all asked', () => {
      assert.deepEqual(Object.keys(answers).sort(), panels.map(({ title }) => title).sort());
    });

    for (const { title, targets = [] } of panels) {
      it(`show of the world what it demands: ${title}`, async () => {
        const given = await Promise.all(targets.map(({ expr }) => prometheus.ask(filledIn(expr))));
        assert.deepEqual(given, answers[title]);
      });
    }

    it('join the rows of a table by labels that all its queries have', () => {
      for (const { title, type, targets = [] } of panels) {
        if (type !== 'table' || targets.length < 2) continue;
        const labels = (answers[title] ?? [])
          .filter((lines) => lines.length > 0)
          .map((lines) => labelsIn(lines.join(' ')));
        assert.ok(
          labels[0]?.some((label) => labels.every((others) => others.includes(label))),
          title,
        );
        // Of two queries with labels that the other lacks, each row would go to every row of the other.
        for (const [these, those] of labels.flatMap((one) => labels.map((other) => [one, other] as const))) {
          const within = (a: string[], b: string[]) => a.every((label) => b.includes(label));
          assert.ok(within(these, those) || within(those, these), title);
        }
      }
    });

    it('show nothing when nothing is known, rather than zero or good', async () => {
      for (const { title, targets = [] } of panels) {
        for (const { expr } of targets) {
          assert.deepEqual(await prometheus.ask(filledIn(expr), NOW + THREE_DAYS), [], title);
        }
      }
    });
  });
}

const labelsIn = (lines: string): string[] => [...lines.matchAll(/(\w+)=/g)].map(([, name = '']) => name);
