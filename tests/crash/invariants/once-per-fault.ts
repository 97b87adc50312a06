import { sayWhen } from '../say-when.ts';
import { type Invariant, sayDeed } from './invariant.ts';

export const oncePerFault: Invariant = {
  number: 2,
  says: 'at most one effective execution per target and episode',
  violations({ strays, executions, faults, config }) {
    const repeated = strays
      .filter((stray) => stray.repeated)
      .map(({ deed }) => `${sayDeed(deed)}: what was intended had been done before`);
    const needless = executions.flatMap(({ remediation, first }) => {
      const own = faults.filter(({ target }) => target === remediation.target && target !== null);
      if (own.some(({ from, to }) => from <= first.at && first.at < to)) return [];
      const ended = Math.max(...own.map(({ to }) => to).filter((to) => to <= first.at));
      const helper = executions.find(
        (other) =>
          other.remediation.target === remediation.target &&
          other.remediation.id !== remediation.id &&
          other.deeds.some(({ at, manner }) => manner.works && at + manner.after === ended),
      );
      return helper === undefined
        ? []
        : [`${sayDeed(first)}: the fault was gone since ${sayWhen(ended)}, by r${helper.remediation.id}`];
    });
    const episodes = Map.groupBy(executions, ({ remediation }) => remediation.episode_id);
    const tooMany = [...episodes.values()].flatMap((ofEpisode) => {
      const [one] = ofEpisode;
      const action = one?.remediation.action as 'restart_process';
      const { attempts } = config.remediator.actions[action];
      return ofEpisode.length <= attempts
        ? []
        : [
            `${one?.remediation.target}: ${ofEpisode.length} executions in one episode, ${attempts} are allowed`,
          ];
    });
    return [...repeated, ...needless, ...tooMany];
  },
};
