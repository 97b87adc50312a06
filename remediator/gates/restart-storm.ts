import { appOf } from '../app-of.ts';
import { restartedProcesses } from '../restarted-processes.ts';
import { type Gate, pass, refuse } from './gate.ts';

/**
 * Does a process of the app keep restarting by itself? Not all of them together: a reload restarts each. Then one more
 * restart of ours helps nobody, except the first one after PM2 gave up, since nothing else will start it. What is to be
 * reloaded is up, and can wait.
 */
export const restartStormGate: Gate = {
  name: 'restart_storm',
  askedAgain: false,
  async ask({ repair, policy, ledger, look, now }) {
    const app = appOf(repair.target);
    if (app === null) return pass('the target is no process');
    const { at, processes } = await look.listProcesses();
    if (processes === null) return refuse('evidence_unknown', 'PM2 did not answer');
    const own = processes.filter(({ name }) => name === app);
    ledger.restartCounts.note(
      own.map(({ pmId, restarts }) => ({ app, pmId, restarts })),
      at,
    );
    const since = now() - (policy.storm_within ?? 0);
    const { restarts, from } = ledger.restartCounts.increase(app, since);
    const ours = ledger.remediations
      .executions({ since: from ?? since, target: repair.target })
      .flatMap(restartedProcesses);
    const byItself = Math.max(
      0,
      ...own.map(({ pmId }) => (restarts.get(pmId) ?? 0) - ours.filter((one) => one === pmId).length),
    );
    const limit = policy.storm_more_than ?? 0;
    const saw = `${byItself} restarts of its own, more than ${limit} are a storm`;
    if (byItself <= limit) return pass(saw);
    const episode = ledger.episodes.openOf(repair.target);
    const tried = episode !== null && ledger.remediations.ofEpisode(episode.id).length > 0;
    const revives = repair.action === 'restart_process' && own.some(({ status }) => status === 'errored');
    return !tried && revives
      ? pass(`${saw}; but it ended in errored, and this is the first attempt`)
      : refuse('restart_storm', saw);
  },
};
