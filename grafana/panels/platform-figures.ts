import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { figure } from './figure.ts';

const up = (title: string, description: string, expr: string): PanelBuilder =>
  figure({
    title,
    description,
    expr,
    unit: 'short',
    steps: [[1, 'green']],
    first: 'red',
    absent: 'unknown',
    meanings: [
      ['1', 'up', 'green'],
      ['0', 'down', 'red'],
    ],
  });

/** What the platform stands on, in one glance. */
export const platformFigures = (): PanelBuilder[] => [
  up('API', 'Whether the API answers its liveness probe.', 'min(vizora_probe_success{service="middleware"})'),
  up(
    'Gateway',
    'Whether the gateway answers its liveness probe.',
    'min(vizora_probe_success{service="realtime"})',
  ),
  up('Web', 'Whether the web dashboard answers its probe.', 'min(vizora_probe_success{service="web"})'),
  up('PM2', 'Whether the daemon of PM2 answered the last time.', 'min(vizora_pm2_up)'),
  up(
    'PostgreSQL',
    'Whether our own connection could read; unknown where none is configured.',
    'min(vizora_database_up)',
  ),
  up(
    'Redis',
    'Whether our own connection could read; unknown where none is configured.',
    'min(vizora_redis_up)',
  ),
];
