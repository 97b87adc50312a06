import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { figure } from './figure.ts';

/** What the machine may do. */
export const mode = (): PanelBuilder =>
  figure({
    title: 'Mode',
    description:
      'What the remediator may do: act, approve (asks a person), observe (decides, changes nothing) or off.',
    expr: 'max by (mode) (vizora_remediator_mode) == 1',
    unit: 'short',
    steps: [],
    absent: 'unknown',
    name: '{{mode}}',
  });
