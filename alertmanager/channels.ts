/** The ways on which Alertmanager reaches people; a way that is not configured is left out. */
export interface Channels {
  readonly slack?: SlackChannel;
  readonly email?: MailChannel;
  /** The outside dead-man hook that hears the Watchdog. */
  readonly dead_man?: { readonly url: string };
  /** Of business hours; default that of the machine on which Alertmanager runs. */
  readonly timezone?: string;
}

export interface SlackChannel {
  /** Holds the incoming webhook, which is a secret as a whole. */
  readonly webhook_file: string;
}

export interface MailChannel {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly to: readonly string[];
  /** Without a login none is tried. */
  readonly login?: { readonly user: string; readonly password_file: string };
  /** Without it nothing is ever encrypted: only for a mail server on this very host. */
  readonly require_tls: boolean;
}
