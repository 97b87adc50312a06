import { questionAbout } from './conclude.ts';
import type { EngineParts } from './engine-parts.ts';
import { askAlertActive } from './gates/alert-active.ts';
import { askPaused } from './gates/paused.ts';
import { stopsInForce } from './in-force/stops-in-force.ts';
import type { Remediation } from './ledger/remediations.ts';
import { isNightly } from './nightly-question.ts';
import type { Leave } from './tools.ts';

type Parts = Pick<EngineParts, 'ledger' | 'stopFile' | 'maintenance' | 'alertmanagers' | 'ending'>;

/**
 * Leave to go on with an act: until its time is over, and while nobody said otherwise, here or in Alertmanager. An
 * Alertmanager that cannot be asked within its time is a no, as before the intent.
 *
 * @param over aborted when the time for the act is over
 */
export function createLeave(remediation: Remediation, over: AbortSignal, parts: Parts): Leave {
  const { ledger, stopFile, maintenance, alertmanagers, ending } = parts;
  const question = questionAbout(remediation);
  const askedBy = isNightly(question) ? 'timetable' : 'alert';

  function saidHere(): string | null {
    if (over.aborted) return 'the time for the act is over';
    if (ending.aborted) return 'the remediator was told to end';
    const [stop] = stopsInForce(ledger, stopFile);
    if (stop !== undefined) return `stopped after the intent: ${stop.reason}`;
    const [held] = maintenance();
    return held === undefined ? null : `maintenance began after the intent: ${held.reason}`;
  }

  async function saidInAlertmanager(): Promise<string | null> {
    const answers = await Promise.all([
      askPaused({ alertmanagers }),
      askAlertActive({ question, askedBy, alertmanagers }),
    ]);
    const no = answers.find((answer) => !answer.passed);
    return no === undefined || no.passed ? null : `${no.reason} after the intent: ${no.saw}`;
  }

  return {
    signal: AbortSignal.any([over, ending]),
    // What is said here while Alertmanager is asked counts, too.
    refusal: async () => saidHere() ?? (await saidInAlertmanager()) ?? saidHere(),
  };
}
