import { type Course, labels, minutes, steady } from './courses.test-support.ts';
import { api, bar, berlin, door, lobby, summer, worker } from './incidents.test-support.ts';
import { exporter } from './world-of-exporter.test-support.ts';
import { middleware, realtime } from './world-of-platform.test-support.ts';
import { remediator } from './world-of-remediator.test-support.ts';

/** The samples of one series, the oldest first. */
export interface Series {
  readonly name: string;
  readonly samples: readonly (readonly [at: number, value: number])[];
}

/** A service that is well, and a fleet whose budget is used up. */
const objectives: readonly [string, Course][] = (
  [
    ['middleware', 'platform', 'middleware', [0.999, 0.8, 0.5, 0.25, 0.2]],
    ['fleet', 'acme', 'acme', [0.94, -0.2, 16, 7, 1.5]],
  ] as const
).flatMap(([objective, org, target_id, values]) =>
  [
    'objective:good:ratio30d',
    'objective:error_budget_remaining:ratio30d',
    'objective:burn_rate:ratio1h',
    'objective:burn_rate:ratio6h',
    'objective:burn_rate:ratio3d',
  ].map((metric, index): [string, Course] => [
    `${metric}{${labels({ objective, org, target_id })}}`,
    steady(values[index] ?? 0),
  ]),
);

/** What Prometheus itself makes of it: the rules have tests of their own. */
const recorded: readonly [string, Course][] = [
  ['up{job="vizora_exporter",instance="exporter"}', steady(1)],
  ['up{job="vizora_remediator",instance="remediator"}', steady(1)],
  ['up{job="vizora_middleware",instance="middleware"}', steady(1)],
  ['up{job="vizora_realtime",instance="realtime"}', steady(0)],
  ['vizora:system_status', steady(1)],
  ...objectives,
  ...[lobby, berlin, bar, api, worker, summer].map((one): [string, Course] => [
    `vizora:incident_active:guarded{${one}}`,
    steady(1),
  ]),
  [`vizora:incident_active:guarded{${door}}`, steady(0)],
  [
    `ALERTS{alertname="DisplayOffline",alertstate="firing",severity="warning",remediation="reconnect_display",${lobby}}`,
    steady(1),
  ],
  [`ALERTS{alertname="DisplayOffline",alertstate="firing",severity="warning",${lobby}}`, steady(1)],
  [`ALERTS{alertname="SiteOffline",alertstate="pending",severity="critical",${berlin}}`, steady(1)],
  [
    `ALERTS{alertname="SchedulePastEnd",alertstate="firing",severity="warning",remediation="deactivate_schedule",${summer}}`,
    steady(1),
  ],
  [
    'ALERTS{alertname="RemediationInProgress",alertstate="firing",severity="none",target_kind="process",target_id="vizora-web"}',
    steady(1),
  ],
];

const ofJob = (job: string, all: readonly [string, Course][]): [string, Course][] =>
  all.map(([series, course]) => {
    const [name = '', rest = ''] = series.split(/\{(.*)\}$/);
    return [
      `${name}{${[rest, labels({ job: `vizora_${job}`, instance: job })].filter(Boolean).join(',')}}`,
      course,
    ];
  });

/** A world in which something is wrong everywhere, with figures that are easily told apart. */
export const world: readonly Series[] = [
  ...ofJob('exporter', exporter),
  ...ofJob('remediator', remediator),
  ...ofJob('middleware', middleware),
  ...ofJob('realtime', realtime),
  ...recorded,
].map(([name, course]) => ({
  name,
  samples: minutes.flatMap((at) => {
    const value = course(at);
    return value === null ? [] : [[at, value] as const];
  }),
}));

/** The world as OpenMetrics, which promtool makes blocks of; series of one metric stand together. */
export function openMetrics(): string {
  const byMetric = Map.groupBy(world, ({ name }) => name.replace(/\{.*/, ''));
  const lines = [...byMetric].flatMap(([metric, series]) => [
    `# TYPE ${metric} unknown`,
    ...series.flatMap(({ name, samples }) => samples.map(([at, value]) => `${name} ${value} ${at}`)),
  ]);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}
