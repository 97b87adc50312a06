import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { bars } from './bars.ts';

/** How repairs ended. */
export const repairsByOutcome = (): PanelBuilder =>
  bars(
    {
      title: 'Repairs by outcome',
      description: 'Repairs that ended; only `fixed` was verified to have helped.',
    },
    'vizora_remediations_total',
    'outcome',
  );

/** What was decided on alerts. */
export const decisionsByReason = (): PanelBuilder =>
  bars(
    {
      title: 'Decisions by reason',
      description: 'What the remediator decided on each alert, and the gate that refused.',
    },
    'vizora_remediation_decisions_total',
    'reason',
  );
