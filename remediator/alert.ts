/** An alert as it was told to us: a hint about what to look at, and never a reason to act by itself. */
export interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  /** When it began to fire, in ms since the epoch; null when it does not say so legibly. */
  readonly startsAt: number | null;
  /** Counts duplicate deliveries, and nothing else. */
  readonly fingerprint: string;
}
