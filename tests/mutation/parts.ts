/** What is changed, and by which tests the change should be noticed: a few that are quick, since each runs many times. */
export interface Part {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

export const parts: readonly Part[] = [
  {
    name: 'gates',
    mutate: ['remediator/run-gates.ts', 'remediator/gates/*.ts', '!remediator/gates/*.test*.ts'],
    tests: [
      'remediator/run-gates.test.ts',
      'remediator/gates/answers.test.ts',
      'remediator/gates/boundaries.test.ts',
      'remediator/gates/gates.test.ts',
      'remediator/dependencies.test.ts',
      'remediator/preflight.test.ts',
      'remediator/outcomes-and-escalation.test.ts',
      'remediator/approval/approval.test.ts',
    ],
  },
  {
    name: 'engine',
    mutate: ['decide', 'perform', 'verify', 'conclude', 'engine'].map((name) => `remediator/${name}.ts`),
    tests: [
      'remediator/announce.test.ts',
      'remediator/approval/approval.test.ts',
      'remediator/asked-again.test.ts',
      'remediator/bounds.test.ts',
      'remediator/conclude.test.ts',
      'remediator/decide.test.ts',
      'remediator/durability.test.ts',
      'remediator/evidence.test.ts',
      'remediator/gates/gates.test.ts',
      'remediator/human-intent.test.ts',
      'remediator/outcomes-and-escalation.test.ts',
      'remediator/perform.test.ts',
      'remediator/verify.test.ts',
    ],
  },
];
