import { type Command, InvalidArgumentError } from 'commander';
import { Duration } from '../core/config/duration.ts';
import { endSilence } from './end-silence.ts';
import { listSilences } from './list-silences.ts';
import { makeSilence } from './make-silence.ts';
import type { RunOnSilences } from './silence-context.ts';

export interface SilenceCommandOptions {
  run(work: RunOnSilences): Promise<void>;
  /** Who makes a silence. */
  by(): string;
}

interface MakeFlags {
  readonly org?: string;
  readonly target?: string;
  readonly for: number;
  readonly reason: string;
}

/** Adds what can be done about silences; without a word for it, one is made. */
export function addSilenceCommands(silence: Command, { run, by }: SilenceCommandOptions): void {
  silence
    .command('make', { isDefault: true })
    .description('silence what one message is about, as its link does')
    .argument('<alert>', 'its name, or the type of the incident (ServiceDown, service_down)')
    .option('--org <slug>', 'of which organisation (default: the only one of which it fires)')
    .option('--target <kind/id>', 'one target alone (display/DISPLAY-ID)')
    .requiredOption('--for <duration>', 'how long, as in 30m, 2h or 7d', duration)
    .requiredOption('--reason <text>', 'why; everybody sees it')
    .action((about: string, { org, target, for: lastingMs, reason }: MakeFlags) =>
      run(makeSilence({ about, org, target, lastingMs, reason, by: by() })),
    );
  silence
    .command('list')
    .description('what is silenced, by whom, until when and why')
    .action(() => run(listSilences));
  silence
    .command('end')
    .description('end one before its time')
    .argument('<id>', 'as silence list shows it')
    .action((id: string) => run(endSilence(id)));
}

function duration(text: string): number {
  const parsed = Duration.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a duration such as 30m, 2h or 7d.');
  return parsed.data;
}
