/** What the command line's exit codes mean; scripts rely on them. */
export const EXIT = { good: 0, bad: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
