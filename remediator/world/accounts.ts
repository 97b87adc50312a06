import type { Organisation } from '../../core/config/load.ts';
import type { Account } from '../../core/config/values.ts';
import { isReservedSlug } from '../../core/target.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import type { ContentSource, ContentWriter } from '../tools/contents.ts';
import type { DisplayReader, DisplayWriter } from '../tools/displays.ts';
import type { ScheduleReader, ScheduleWriter } from '../tools.ts';

/** The platform as one account sees it, as far as it is used here. */
export interface Session
  extends ScheduleReader,
    ScheduleWriter,
    ContentSource,
    ContentWriter,
    DisplayReader,
    DisplayWriter {
  whoAmI(): Promise<{ readonly slug: string }>;
  state(): { readonly logged_in: boolean; readonly login_stopped: boolean };
}

/** Whether an organisation can be repaired now, by what accounts there are; in words for people. */
export interface Standing {
  readonly usable: 'yes' | 'no' | 'not_now';
  readonly saw: string;
}

/** The accounts of all organisations: the reader looks, the writer acts; one given serves as both. */
export interface Accounts {
  /** Whether any account is configured that looks at it. */
  lookAt(org: string): boolean;
  /**
   * Logs in what is not logged in yet, so that nothing waits for that between evidence and act. Never throws.
   *
   * @param acting whether the writer will be needed
   * @param loggingIn whether it logs in already; where it does not, it must only be there
   */
  standing(org: string, acting: boolean, loggingIn?: 'all' | 'reader'): Promise<Standing>;
  /** @throws Error when there is none */
  reader(org: string): ScheduleReader & ContentSource & DisplayReader;
  /** @throws Error when there is none */
  writer(org: string): ScheduleWriter & ContentWriter & DisplayWriter;
}

/** What time does not heal. */
const FINAL: readonly VizoraErrorKind[] = [
  'unauthorized',
  'login_stopped',
  'forbidden',
  'wrong_organisation',
];

/** @param open the session of an account, always the same one; the slug is what the platform must confirm */
export function createAccounts(
  organisations: readonly Organisation[],
  open: (account: Account, slug: string | null) => Session,
): Accounts {
  /** The account of the environment carries no slug: the platform says which organisation it belongs to. */
  const find = (org: string) =>
    organisations.find(({ slug }) => slug === org || (slug === null && !isReservedSlug(org)));

  return {
    lookAt: (org) => find(org) !== undefined,
    async standing(org, acting, loggingIn = 'all') {
      const organisation = find(org);
      if (organisation === undefined) return no(`no account is configured for ${JSON.stringify(org)}`);
      const { slug, reader, writer } = organisation;
      if (writer === undefined && acting) return no(`${org} has a reader, but no writer account`);
      const both = writer !== undefined && acting && loggingIn === 'all';
      const needed = both ? [reader, writer] : [reader];
      try {
        const told = await Promise.all(needed.map((account) => readied(open(account, slug), slug)));
        const other = told.find((one) => one !== org);
        return other === undefined
          ? {
              usable: 'yes',
              saw: `${needed.length === 1 ? 'the reader is' : 'reader and writer are'} logged in`,
            }
          : no(`the account of the environment belongs to ${other}`);
      } catch (error) {
        const final = error instanceof VizoraError && FINAL.includes(error.kind);
        const saw = error instanceof Error ? error.message : String(error);
        return final ? no(saw) : { usable: 'not_now', saw };
      }
    },
    reader(org) {
      const organisation = find(org);
      if (organisation === undefined) throw new Error(`no account looks at ${JSON.stringify(org)}`);
      return open(organisation.reader, organisation.slug);
    },
    writer(org) {
      const organisation = find(org);
      if (organisation?.writer === undefined) throw new Error(`no account writes in ${JSON.stringify(org)}`);
      return open(organisation.writer, organisation.slug);
    },
  };
}

/** The organisation that the session belongs to; one that is logged in has been checked before. */
async function readied(session: Session, slug: string | null): Promise<string> {
  const { logged_in, login_stopped } = session.state();
  if (slug !== null && logged_in && !login_stopped) return slug;
  return (await session.whoAmI()).slug;
}

const no = (saw: string): Standing => ({ usable: 'no', saw });
