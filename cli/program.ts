import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type Alertmanager, createAlertmanager } from '../core/alertmanager/alertmanager.ts';
import { systemClock } from '../core/clock.ts';
import { ConfigError, type LoadedConfig, loadConfig } from '../core/config/load.ts';
import { readSecret, SecretError } from '../core/config/secret.ts';
import { configuredTest } from '../core/delivery-test/configured-test.ts';
import { CopyError } from '../core/journal/copy-store.ts';
import { defaultKeyFile, JournalKeyError, readJournalKey } from '../core/journal/journal-key.ts';
import { JournalReadError } from '../core/journal/read-store.ts';
import { packageVersion } from '../core/package.ts';
import { remediatorUrl } from '../core/remediator/remediator-url.ts';
import { addSilenceCommands } from './add-silence-commands.ts';
import { approve, approveByCode, reject } from './approve.ts';
import {
  askRemediator,
  type Certificates,
  notToBeAsked,
  RefusedError,
  type Remediator,
  UnreachableError,
  UsageError,
} from './ask-remediator.ts';
import { type AuditContext, auditExport, auditTail, auditVerify } from './audit.ts';
import { backup } from './backup.ts';
import type { Run } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { explain } from './explain.ts';
import { listDecisions } from './list-decisions.ts';
import { listProposals } from './list-proposals.ts';
import { listRemediations } from './list-remediations.ts';
import { endMaintenance, startMaintenance } from './maintenance.ts';
import { notifyTest } from './notify-test.ts';
import { operatorName } from './operator-name.ts';
import { replay } from './replay.ts';
import { show } from './show.ts';
import type { RunOnSilences } from './silence-context.ts';
import { status } from './status.ts';
import { resume, stop } from './stop-and-resume.ts';
import { undo } from './undo.ts';

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  print(text: string): void;
  complain(text: string): void;
}

interface Flags {
  readonly url?: string;
  readonly json: boolean;
  readonly tokenFile?: string;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly 'config.file'?: string;
}

const ALERTMANAGER_TIMEOUT_MS = 5_000;
/** A member of a cluster waits for others before it sends. */
const NOTIFY_TEST_WITHIN_MS = 45_000;

/** Runs the command line. @param args what stands after the program's name */
export async function runProgram(args: readonly string[], options: ProgramOptions): Promise<ExitCode> {
  const { env, print, complain } = options;
  let code: ExitCode = EXIT.good;
  const program = new Command('vizora-ops')
    .description('Asks the remediator what it did and why, and tells it to stop.')
    .version(packageVersion(), '--version')
    .option('--config.file <file>', 'the configuration, which names the rest (default: $VIZORA_OPS_CONFIG)')
    .option('--url <url>', 'where the remediator listens (default: $REMEDIATOR_URL, else as configured)')
    .option('--token-file <file>', 'the operator token (default: $OPERATOR_TOKEN_FILE, else as configured)')
    .option('--tls-ca <file>', 'whose certificate an HTTPS remediator has (default: as this machine trusts)')
    .option('--tls-cert <file>', 'the certificate to show it, where it asks for one')
    .option('--tls-key <file>', 'and its key')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 good, 1 something is bad, 2 usage, 3 the remediator, or an Alertmanager, does not answer.',
    )
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => complain(text.trimEnd()),
    })
    .exitOverride();

  const command = (name: string, description: string) => program.command(name).description(description);
  const connect = (flags: Flags): Remediator => {
    const { url, tokenFile } = whomToAsk(flags, env);
    const token = tokenFile === null ? null : readSecret({ file: tokenFile }, 'the operator token', env);
    return askRemediator(url, token, certificatesOf(flags));
  };
  const run = async (work: Run): Promise<void> => {
    const flags = program.opts<Flags>();
    code = await work({ remediator: connect(flags), json: flags.json, print });
  };
  /** For what must be done although the remediator cannot be asked. */
  const runAnyway = async (work: Run): Promise<void> => {
    const flags = program.opts<Flags>();
    let remediator: Remediator;
    try {
      remediator = connect(flags);
    } catch (error) {
      remediator = notToBeAsked(error);
    }
    code = await work({ remediator, json: flags.json, print });
  };
  const limit = ['--limit <n>', 'how many at most', positive, 50] as const;

  command('remediations', 'what was done')
    .option(...limit)
    .action((flags: { limit: number }) => run(listRemediations(flags.limit)));
  command('decisions', 'what was decided about alerts')
    .option(...limit)
    .option('--all', 'heartbeats and ends of alerts, too', false)
    .action((flags: { limit: number; all: boolean }) => run(listDecisions(flags)));
  command('explain', 'why something was done, or not, gate by gate')
    .argument(
      '<id>',
      'of a remediation (r12), of a decision (d34), of a proposal (p5), or a target (service/web)',
    )
    .action((about: string) => run(explain(about)));
  command('show', 'everything about one remediation: what changed, how long it took, by whose word')
    .argument('<id>', 'of a remediation (r12)')
    .action((id: string) => run(show(id)));
  command('replay', "what would be done about a webhook's payload now, gate by gate, changing nothing")
    .argument('<file>', 'JSON, as Alertmanager sends it')
    .action((file: string) => run(replay(file)));
  command('status', 'what is in force and what waits for people').action(() => run(status));
  command('stop', 'stop all repair')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action((flags: { reason: string }) =>
      runAnyway(stop(flags.reason, () => stopFile(program.opts<Flags>()['config.file'], env))),
    );
  command('resume', 'lift the stop').action(() => run(resume));

  command('undo', 'take back what was done; it is then not done again for a while')
    .argument('<id>', 'of a remediation (r12)')
    .action((id: string) => run(undo(id)));

  const proposal = ['<id>', 'of a proposal (p12)'] as const;
  command('proposals', 'what people are asked before it is done').action(() => run(listProposals));
  command('approve', 'let it be done, once, if nothing has changed since')
    .argument(...proposal)
    .option(
      '--code',
      'approve nothing, but print a one-time code for the page that the announcement links to',
    )
    .action((id: string, flags: { code?: true }) =>
      run(flags.code === true ? approveByCode(id) : approve(id)),
    );
  command('reject', 'leave it undone; the same is then not proposed again for a while')
    .argument(...proposal)
    .action((id: string) => run(reject(id)));

  const maintenance = command(
    'maintenance',
    'announce work on the platform, so that nothing is repaired meanwhile',
  );
  maintenance
    .command('start')
    .description('hold the machine for a time, which ends by itself')
    .requiredOption('--for <duration>', 'how long, as in 30m or 2h; 7d at most')
    .requiredOption('--reason <text>', 'why; it is recorded, and shown in Alertmanager')
    .action((flags: { for: string; reason: string }) => run(startMaintenance(flags.for, flags.reason)));
  maintenance
    .command('end')
    .description('go on before the time is over')
    .action(() => run(endMaintenance));

  const runOnSilences = async (work: RunOnSilences): Promise<void> => {
    const { json, 'config.file': file } = program.opts<Flags>();
    const alertmanagers = alertmanagersOf(configured(file, env));
    try {
      code = await work({ alertmanagers, json, print, now: systemClock.now });
    } finally {
      await Promise.all(alertmanagers.map((one) => one.close()));
    }
  };
  addSilenceCommands(command('silence', 'keep alerts from people, and hold the machine, for a while'), {
    run: runOnSilences,
    by: () => operatorName(env),
  });

  command(
    'notify-test',
    'send a message that is known for a test on each way, and see whether it gets through',
  ).action(async () => {
    const { json, 'config.file': file } = program.opts<Flags>();
    const config = loadConfig(file, env);
    const alertmanagers = alertmanagersOf(config.remediator);
    try {
      code = await notifyTest({
        ...configuredTest(config),
        alertmanagers,
        deadMan: config.notifications.healthchecks_url !== undefined,
        by: operatorName(env),
        withinMs: NOTIFY_TEST_WITHIN_MS,
        clock: systemClock,
        json,
        print,
      });
    } finally {
      await Promise.all(alertmanagers.map((one) => one.close()));
    }
  });

  command('backup', 'copy the store while the remediator runs, and check the journal in the copy')
    .argument('<file>', 'which must not be there yet')
    .action(async (file: string) => {
      code = await backup(journal(), file);
    });

  const audit = command('audit', 'look into the journal itself; the remediator need not run');
  const journal = (): AuditContext => {
    const { json, 'config.file': file } = program.opts<Flags>();
    const { data_dir: dataDir, journal_key_file: keyFile } = configured(file, env);
    return { dataDir, key: readJournalKey(keyFile ?? defaultKeyFile(dataDir)), json, print };
  };
  audit
    .command('verify')
    .description('is it as it was written? beside a noted height and head also: was nothing cut off?')
    .argument('[export]', 'a file that audit export wrote (default: the store)')
    .option('--height <n>', 'a height that was noted, as vizora_remediator_journal_height shows it', whole)
    .option('--head <hex>', 'the first digits of the head at that height', hexDigits)
    .option('--head-number <n>', 'the same, as vizora_remediator_journal_head shows it', whole)
    .action(
      async (file: string | undefined, flags: { height?: number; head?: string; headNumber?: number }) => {
        const head = flags.head ?? flags.headNumber;
        if ((flags.height === undefined) !== (head === undefined)) {
          program.error('error: a height is compared together with its head: give both');
        }
        const noted =
          flags.height === undefined || head === undefined ? null : { height: flags.height, head };
        code = await auditVerify(journal(), file, noted);
      },
    );
  audit
    .command('export')
    .description('print it, a line of JSON for each record')
    .action(() => {
      code = auditExport(journal());
    });
  audit
    .command('tail')
    .description('the newest records')
    .option(...limit)
    .action((flags: { limit: number }) => {
      code = auditTail(journal(), flags.limit);
    });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, complain);
  }
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 9999.');
  return Number(text);
}

function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function hexDigits(text: string): string {
  if (!/^[0-9a-f]{12,64}$/.test(text)) throw new InvalidArgumentError('It must be 12 hex digits or more.');
  return text;
}

/**
 * Flag over environment over configuration, which is read only for what neither of them says; without any of them the
 * remediator's default address.
 */
function whomToAsk(flags: Flags, env: NodeJS.ProcessEnv): { url: string; tokenFile: string | null } {
  const file = flags['config.file'];
  const given = flags.url ?? env['REMEDIATOR_URL'];
  const url = given ?? remediatorUrl(configured(file, env));
  const tokenFile = flags.tokenFile ?? env['OPERATOR_TOKEN_FILE'] ?? configuredToken(given, file, env);
  return { url: url.replace(/\/+$/, ''), tokenFile };
}

/** Who says whom to ask may do so without a token, where the configuration cannot be used: it is asked for if need be. */
function configuredToken(
  url: string | undefined,
  file: string | undefined,
  env: NodeJS.ProcessEnv,
): string | null {
  try {
    return configured(file, env).operator_token_file ?? null;
  } catch (error) {
    if (url !== undefined && error instanceof ConfigError) return null;
    throw error;
  }
}

function certificatesOf({ tlsCa, tlsCert, tlsKey }: Flags): Certificates {
  const read = (file: string, flag: string) => readSecret({ file }, flag, {});
  return {
    ...(tlsCa === undefined ? {} : { ca: read(tlsCa, '--tls-ca') }),
    ...(tlsCert === undefined ? {} : { cert: read(tlsCert, '--tls-cert') }),
    ...(tlsKey === undefined ? {} : { key: read(tlsKey, '--tls-key') }),
  };
}

function alertmanagersOf({ alertmanager_urls: urls }: LoadedConfig['remediator']): Alertmanager[] {
  if (urls.length > 0)
    return urls.map((url) => createAlertmanager({ url, timeoutMs: ALERTMANAGER_TIMEOUT_MS }));
  throw new UsageError(
    'no Alertmanager is known: name all of them in remediator.alertmanager_urls or ALERTMANAGER_URL',
  );
}

function configured(file: string | undefined, env: NodeJS.ProcessEnv): LoadedConfig['remediator'] {
  return loadConfig(file, env).remediator;
}

function stopFile(file: string | undefined, env: NodeJS.ProcessEnv): string | null {
  if (file === undefined && (env['VIZORA_OPS_CONFIG'] ?? '') === '') return null;
  const settings = configured(file, env);
  return settings.stop_file ?? join(settings.data_dir, 'stop');
}

function failed(error: unknown, complain: (text: string) => void): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  if (!(error instanceof Error)) throw error;
  if (error instanceof UnreachableError) complain(error.message);
  else if (error instanceof RefusedError) complain(error.message);
  else if (isAboutSettings(error)) complain(error.message);
  else throw error;
  if (error instanceof UnreachableError) return EXIT.unreachable;
  return error instanceof RefusedError ? exitOf(error) : EXIT.usage;
}

/** What is not there, or not as it was thought to be, is bad; a remediator in trouble cannot tell. */
function exitOf({ status }: RefusedError): ExitCode {
  if (status >= 500) return EXIT.unreachable;
  return status === 404 || status === 409 ? EXIT.bad : EXIT.usage;
}

const isAboutSettings = (error: unknown): boolean =>
  error instanceof ConfigError ||
  error instanceof SecretError ||
  error instanceof JournalKeyError ||
  error instanceof JournalReadError ||
  error instanceof CopyError ||
  error instanceof UsageError;
