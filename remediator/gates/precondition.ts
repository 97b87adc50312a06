import type { Sighting } from '../action.ts';
import { type Gate, pass, refuse } from './gate.ts';

const LOOK_AGAIN_MS = 15_000;

/** Is the fault there, by a look of our own just now, and nothing that forbids to touch it? */
export const preconditionGate: Gate = {
  name: 'precondition',
  askedAgain: false,
  async ask({ sight }) {
    let seen: Sighting;
    try {
      seen = await sight();
    } catch (error) {
      // A look that breaks off says nothing about the target.
      const detail = error instanceof Error ? error.message : String(error);
      return refuse('evidence_unknown', detail, LOOK_AGAIN_MS);
    }
    const { finding, objection } = seen;
    if (objection !== undefined) return refuse(objection.reason, objection.saw);
    if (finding.verdict === 'bad') return pass(finding.detail);
    if (finding.verdict === 'good') return refuse('already_good', finding.detail ?? 'no fault was seen');
    return refuse('evidence_unknown', finding.detail ?? finding.reason, LOOK_AGAIN_MS);
  },
};
