import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { timeline } from './timeline.ts';

/** Which services lived when. */
export const probesTimeline = (): PanelBuilder =>
  timeline({
    title: 'Services',
    description: 'The liveness probe of each service over loopback. A gap is a time without a probe.',
    expr: 'min by (service) (vizora_probe_success)',
    legend: '{{service}}',
    good: 'up',
    bad: 'down',
  });
