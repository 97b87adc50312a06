import type { Ask, Demand, Host, Phase, Who } from './row.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
}

export type AccountName = Exclude<Who, 'nobody'>;

/** What a thing's name stands for, or why it cannot be had here. */
export type Found = { readonly value: string } | { readonly missing: string };

/** What may be changed, because it was made for one row. */
export type Making =
  | 'own_display'
  | 'own_content'
  | 'own_content_in_playlist'
  | 'own_playlist'
  | 'own_schedule'
  // An account that may be locked, and the session of an admin whose organisation has nobody else.
  | 'own_user_email'
  | 'own_user_password'
  | 'own_org_token';

/** Asks the API outside of the table, to find and make things. */
export type Api = (ask: Ask) => Promise<{ status: number; body: unknown }>;

/** An installation of the platform under test, with what is peculiar to it. */
export interface Installation {
  /** `http://HOST:PORT` by host; what is not there is not asked. */
  readonly origins: Readonly<Partial<Record<Host, string>>>;
  /** Logins by name, or why there is none. */
  account(name: AccountName): Login | string;
  /** True, or why this cannot be demanded here. */
  offers(demand: Demand): true | string;
  /** The `X-Forwarded-For` of a row's requests; null = none. */
  addressOf(row: string, from: string): string | null;
  /** Whether others use up the same limits, so that an unexpected 429 says nothing about the platform. */
  readonly sharesLimits: boolean;
  /** Waits until a request is within the limits that we share with others. */
  pace(ask: Ask): Promise<void>;
  /** Makes a thing for one row, and remembers to take it away. */
  make(kind: Making, api: Api): Promise<Found>;
  /** Takes away what a row made by itself. */
  forget(kind: string, id: string): void;
  /** A thing that only this kind of installation has; null = ask the API. */
  special(name: string): Promise<Found | null>;
  /** Brings the platform into a phase and holds it there while `during` runs. */
  enter(phase: Phase, during: () => Promise<void>, api: Api): Promise<void>;
}
