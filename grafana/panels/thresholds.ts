import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Green, then another colour from each value on. */
export function greenUntil(...steps: readonly [value: number, color: string][]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(greenUntilSteps(...steps));
}

export function greenUntilSteps(...steps: readonly [value: number, color: string][]): Threshold[] {
  return [{ value: null, color: 'green' }, ...steps.map(([value, color]) => ({ value, color }))];
}
