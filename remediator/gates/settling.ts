import type { Pm2Process } from '../../core/pm2/process.ts';
import { appOf } from '../app-of.ts';
import { type Gate, pass, refuse } from './gate.ts';

const CHANGING = ['launching', 'stopping', 'waiting restart', 'one-launch-status'];
const LOOK_AGAIN_MS = 10_000;

/** Did the app start a moment ago, or is it changing right now? Then it is given time. */
export const settlingGate: Gate = {
  name: 'settling',
  askedAgain: false,
  async ask({ repair, question, policy, look, now }) {
    const app = appOf(repair.target);
    if (app === null) return pass('the target is no process');
    if (question.incident === 'process_errored')
      return pass('PM2 has given up on it: there is no start to wait for');
    const { processes } = await look.listProcesses();
    if (processes === null) return refuse('evidence_unknown', 'PM2 did not answer');
    const own = processes.filter(({ name }) => name === app);
    const changing = own.find(({ status }) => CHANGING.includes(status));
    if (changing !== undefined) {
      return refuse('settling', `process ${changing.pmId} is ${changing.status}`, LOOK_AGAIN_MS);
    }
    const youngest = Math.min(...own.map((process) => ageOf(process, now())));
    const young = policy.young_for ?? 0;
    return youngest < young
      ? refuse('settling', `online for ${Math.round(youngest / 1_000)} s`, young - youngest)
      : pass(own.length === 0 ? 'no process of it' : 'none of its processes is young');
  },
};

const ageOf = ({ status, startedAt }: Pm2Process, now: number): number =>
  status === 'online' && startedAt !== null ? now - startedAt : Number.POSITIVE_INFINITY;
