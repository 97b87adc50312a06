import type { NewSilence, Silence } from '../../core/alertmanager/schema.ts';

/** What a silence that stops all repair is about; no alert has this label, so people hear as before. */
export const PAUSE: NewSilence['matchers'] = [
  { name: 'remediator', value: 'pause', isRegex: false, isEqual: true },
];

/** Whether a silence is about all repair: one that names anything else besides is about that. */
export function isAboutAllRepair({ matchers }: Pick<Silence, 'matchers'>): boolean {
  const [only] = matchers;
  return (
    matchers.length === 1 &&
    only?.name === 'remediator' &&
    only.value === 'pause' &&
    !only.isRegex &&
    only.isEqual
  );
}
