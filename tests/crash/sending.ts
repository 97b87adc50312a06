/** A request that somebody outside of the process under test is to send. */
export interface Sending {
  readonly url: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the hash of a plan is read first, which becomes part of the body. */
  readonly hashFrom?: string;
  /** The number of the event, and the time, under which the answer is noted. */
  readonly n: number;
  readonly at: number;
}
