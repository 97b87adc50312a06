import type { Organisation } from '../core/config/load.ts';
import type { Account } from '../core/config/schema.ts';
import type { ScheduleReader, ScheduleWriter } from './tools.ts';

/** One logged-in account, as far as it is used here. */
export interface Session extends ScheduleReader, ScheduleWriter {
  whoAmI(): Promise<{ readonly slug: string }>;
  readonly state: () => { readonly login_stopped: boolean };
  close(): Promise<void>;
}

/** Whether an organisation can be repaired, and with what; in words for people. */
export interface Standing {
  readonly usable: boolean;
  readonly saw: string;
}

/** The accounts of all organisations: one session for each account, begun when it is first needed. */
export interface Accounts {
  /** Says no when there is no account, no writer, or the login no longer works; never throws. */
  standing(org: string): Promise<Standing>;
  /** Looks. @throws Error when there is none */
  reader(org: string): ScheduleReader;
  /** Writes. @throws Error when there is none */
  writer(org: string): ScheduleWriter;
  close(): Promise<void>;
}

/** @param open begins a session; the slug is the one the platform must confirm, null when it is to tell it */
export function createAccounts(
  organisations: readonly Organisation[],
  open: (account: Account, slug: string | null) => Session,
): Accounts {
  const sessions = new Map<string, Session>();

  const session = (account: Account, slug: string | null): Session => {
    const known = sessions.get(account.email);
    if (known !== undefined) return known;
    const created = open(account, slug);
    sessions.set(account.email, created);
    return created;
  };
  /** The account of the environment carries no slug: the platform says which organisation it belongs to. */
  const find = (org: string) => organisations.find(({ slug }) => slug === org || slug === null);

  return {
    async standing(org) {
      const organisation = find(org);
      if (organisation === undefined) return no(`no account is configured for ${JSON.stringify(org)}`);
      const { slug, reader, writer } = organisation;
      if (writer === undefined) return no(`${org} has a reader, but no writer account`);
      if (session(reader, slug).state().login_stopped || session(writer, slug).state().login_stopped) {
        return no(`the login of ${org} was refused too often, and is not tried any more`);
      }
      if (slug === org) return { usable: true, saw: 'a reader and a writer are configured' };
      try {
        const told = await session(reader, slug).whoAmI();
        return told.slug === org
          ? { usable: true, saw: 'the account of the environment belongs to it' }
          : no(`the account of the environment belongs to ${told.slug}`);
      } catch (error) {
        return no(`the account could not log in: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    reader(org) {
      const organisation = find(org);
      if (organisation === undefined) throw new Error(`no account looks at ${JSON.stringify(org)}`);
      return session(organisation.reader, organisation.slug);
    },
    writer(org) {
      const organisation = find(org);
      if (organisation?.writer === undefined) throw new Error(`no account writes in ${JSON.stringify(org)}`);
      return session(organisation.writer, organisation.slug);
    },
    async close() {
      await Promise.all([...sessions.values()].map((one) => one.close()));
    },
  };
}

const no = (saw: string): Standing => ({ usable: false, saw });
