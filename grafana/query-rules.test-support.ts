import { RULE_FILES } from '../prometheus/alerts/index.ts';
import { shipped } from '../prometheus/durations.ts';
import { KNOWN_METRICS } from '../prometheus/known-metrics.ts';
import { metricsNamedIn } from '../prometheus/metrics-named-in.ts';
import { loopback } from '../prometheus/places.ts';
import { isAlert } from '../prometheus/rule.ts';
import { filledIn, shown } from './generated.test-support.ts';
import { PLATFORM_METRICS } from './platform-metrics.ts';
import { ofQueries, type Rule } from './rule.test-support.ts';

const recorded = RULE_FILES.flatMap((file) => file.groups(shipped, loopback))
  .flatMap((group) => group.rules)
  .flatMap((rule) => (isAlert(rule) ? [] : [rule.record]));
const known = new Set([...KNOWN_METRICS, ...PLATFORM_METRICS, ...recorded]);

const counters = /_(total|bucket|sum|count)$/;
/** The API is two workers behind one port: `rate` would take each step from one to the other for a restart. */
const ofTwoWorkers = /^vizora_http_/;
const named = /^(up|process_.+|nodejs_.+|http_.+|vizora_http_.+)$/;

/** What queries may ask. */
export const queryRules: readonly Rule[] = [
  {
    name: 'it asks only for metrics that exist, in expressions that parse',
    finds: (dashboard) =>
      [...shown(dashboard).flatMap(({ targets = [] }) => targets), ...dashboard.annotations.list].flatMap(
        ({ expr }) => {
          const metrics = metricsNamedIn(filledIn(expr));
          return metrics.size === 0 ? [expr] : [...metrics].filter((metric) => !known.has(metric));
        },
      ),
  },
  {
    name: 'counters are asked for their growth, and those of two workers never by rate',
    finds: ofQueries(({ expr }) => {
      const wrong = [...metricsNamedIn(filledIn(expr))].filter((metric) => {
        if (!counters.test(metric)) return false;
        const grown = new RegExp(`\\b(rate|increase)\\(${metric}\\b`).test(expr);
        return ofTwoWorkers.test(metric) ? grown : !grown;
      });
      return wrong.length > 0 && wrong.join(', ');
    }),
  },
  {
    name: 'growth over time is taken over the interval that Grafana reckons',
    finds: ofQueries(
      ({ expr, range }) =>
        range === true && /\b(rate|increase)\([^[]*\[(?!\$__rate_interval)/.test(expr) && 'a fixed interval',
    ),
  },
  {
    name: 'what several jobs expose is asked for by job',
    finds: ofQueries(({ expr }) => {
      const without = [...metricsNamedIn(filledIn(expr))].filter(
        (metric) => named.test(metric) && new RegExp(`\\b${metric}(?!\\{[^}]*job)`).test(expr),
      );
      return without.length > 0 && without.join(', ');
    }),
  },
];
