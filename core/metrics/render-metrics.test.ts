import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Family, sampleLine } from './family.ts';
import { negotiate } from './negotiate.ts';
import { renderMetrics } from './render-metrics.ts';

describe('rendering metrics', () => {
  function registryWithOneOfEach(): Registry {
    const registry = new Registry();
    new Counter({
      name: 'runs_total',
      help: 'Runs.',
      labelNames: ['agent'],
      registers: [registry],
    }).inc({ agent: 'a' }, 2);
    new Gauge({ name: 'age_seconds', help: 'Age "now".', registers: [registry] }).set(1.5);
    const histogram = new Histogram({
      name: 'took_seconds',
      help: 'Took.',
      labelNames: ['agent'],
      buckets: [1],
      registers: [registry],
    });
    histogram.observe({ agent: 'a' }, 0.5);
    return registry;
  }

  it('writes the text format', async () => {
    assert.equal(
      await renderMetrics(registryWithOneOfEach(), 'text'),
      [
        '# HELP runs_total Runs.',
        '# TYPE runs_total counter',
        'runs_total{agent="a"} 2',
        '# HELP age_seconds Age "now".',
        '# TYPE age_seconds gauge',
        'age_seconds 1.5',
        '# HELP took_seconds Took.',
        '# TYPE took_seconds histogram',
        'took_seconds_bucket{le="1",agent="a"} 1',
        'took_seconds_bucket{le="+Inf",agent="a"} 1',
        'took_seconds_sum{agent="a"} 0.5',
        'took_seconds_count{agent="a"} 1',
        '# HELP vizora_metrics_failed Metrics that could not be collected in this scrape.',
        '# TYPE vizora_metrics_failed gauge',
        'vizora_metrics_failed 0',
        '',
      ].join('\n'),
    );
  });

  it('writes OpenMetrics: counters described without _total, and an end mark', async () => {
    const body = await renderMetrics(registryWithOneOfEach(), 'openmetrics');
    assert.match(body, /^# TYPE runs counter$/m);
    assert.match(body, /^runs_total\{agent="a"\} 2$/m);
    assert.match(body, /^# HELP age_seconds Age \\"now\\"\.$/m);
    assert.ok(body.endsWith('\n# EOF\n'));
  });

  it('serves the rest, and counts and tells the failure, when a collector fails', async () => {
    const registry = registryWithOneOfEach();
    new Gauge({
      name: 'broken',
      help: 'Broken.',
      registers: [registry],
      collect() {
        throw new Error('no');
      },
    });
    const failed: string[] = [];
    const body = await renderMetrics(registry, 'text', [], (name) => failed.push(name));
    assert.deepEqual(failed, ['broken']);
    assert.match(body, /^vizora_metrics_failed 1$/m);
    assert.match(body, /^age_seconds 1\.5$/m);
    assert.doesNotMatch(body, /broken/);
  });

  it('puts families that were rendered beforehand behind the others', async () => {
    const family: Family = {
      name: 'extra',
      help: 'Extra.',
      type: 'gauge',
      lines: [sampleLine('extra', { a: 'x', empty: undefined }, Number.POSITIVE_INFINITY)],
    };
    const body = await renderMetrics(new Registry(), 'text', [family]);
    assert.match(body, /# TYPE extra gauge\nextra\{a="x"\} \+Inf\n/);
  });

  it('keeps every label value on one line, and readable back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = sampleLine('m', { l: text }, 1);
        assert.doesNotMatch(line, /\n/);
        const quoted = /^m\{l="((?:[^"\\]|\\.)*)"\} 1$/s.exec(line)?.[1];
        assert.notEqual(quoted, undefined);
        assert.equal(
          quoted?.replace(/\\(.)/gs, (_, c) => (c === 'n' ? '\n' : c)),
          text,
        );
      }),
    );
  });
});

describe('choosing the format', () => {
  const prometheus2 =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
  const prometheus3 =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1';
  const cases: [asked: string | undefined, answer: 'text' | 'openmetrics'][] = [
    [undefined, 'text'],
    ['*/*', 'text'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text'],
    ['application/openmetrics-text', 'openmetrics'],
    ['application/openmetrics-text;q=0.2,text/plain;q=0.8', 'text'],
    ['application/openmetrics-text; version=2.0.0', 'text'],
    ['image/png', 'text'],
    [prometheus2, 'openmetrics'],
    [prometheus3, 'openmetrics'],
  ];
  for (const [asked, answer] of cases) {
    it(`answers ${answer} to Accept: ${asked ?? '(none)'}`, () => assert.equal(negotiate(asked), answer));
  }
});
