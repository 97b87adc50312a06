import type { Alertmanager } from '../core/alertmanager/alertmanager.ts';
import type { ExitCode } from './exit.ts';

/** What every command about silences is given. */
export interface SilenceContext {
  /** All that are configured: a silence that one of them lacks would not hold. */
  readonly alertmanagers: readonly Alertmanager[];
  readonly json: boolean;
  print(text: string): void;
  now(): number;
}

export type RunOnSilences = (context: SilenceContext) => Promise<ExitCode>;
