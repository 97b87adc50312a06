import type { Remediator } from './ask-remediator.ts';
import type { ExitCode } from './exit.ts';

/** What every command is given. */
export interface Context {
  readonly remediator: Remediator;
  /** Print what was answered as JSON, for machines. */
  readonly json: boolean;
  print(text: string): void;
}

export type Run = (context: Context) => Promise<ExitCode>;
