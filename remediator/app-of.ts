/** The PM2 app of a canonical target, as in `process/vizora-web`; null when it is none. */
export function appOf(target: string): string | null {
  return target.startsWith('process/') ? target.slice('process/'.length) : null;
}
