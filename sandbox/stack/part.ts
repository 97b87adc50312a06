/** One long-running process of the local stack, such as Prometheus or the exporter. */
export interface Part {
  readonly name: string;
  /**
   * Starts it and resolves once it serves.
   *
   * @throws Error whose message names what is wrong and the cure
   */
  start(): Promise<RunningPart>;
}

export interface RunningPart {
  readonly name: string;
  readonly pid: number;
  /** Where people can look at it, if anywhere. */
  readonly url?: string;
  /** Resolves with a sentence such as `ended with code 1` when it ends, on purpose or not. */
  readonly exited: Promise<string>;
  /** Ends it with its children; resolves when it is gone. Safe to call twice. */
  stop(): Promise<void>;
}
