import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Property } from './cells.ts';

/** From these values on it has these colours. */
export type Steps = readonly (readonly [value: number, color: string])[];

/** Green, then another colour from each value on. */
export function greenUntil(...steps: Steps): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(stepsFrom('green', steps));
}

/** The same for a colour that is not good below the first value. */
export function from(color: string, ...steps: Steps): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(stepsFrom(color, steps));
}

/** The same for one column or value. */
export const thresholds = (color: string, ...steps: Steps): Property => ({
  id: 'thresholds',
  value: { mode: 'absolute', steps: stepsFrom(color, steps) },
});

const stepsFrom = (color: string, steps: Steps): Threshold[] => [
  { value: null, color },
  ...steps.map(([value, color]) => ({ value, color })),
];
