import pg from 'pg';

/** The world's database, as little of it as is used. */
export interface Database {
  /** @throws whatever the driver throws; an unreachable server is an error at once, not a wait */
  rows<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** All of it or nothing. */
  transaction<T>(work: (within: Pick<Database, 'rows'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabasePlace {
  /** A host name, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly connections: number;
  /** Settings for each connection, as `name=value`. */
  readonly settings?: readonly string[];
}

export const DATABASE_NAME = 'vizora';
export const DATABASE_USER = 'vizora';

const { builtins } = pg.types;
const parsers = new Map<number, (text: string) => unknown>([
  // Columns are without time zone and hold UTC; the driver would read them as local time.
  [builtins.TIMESTAMP, (text) => new Date(`${text.replace(' ', 'T')}Z`).toISOString()],
  [builtins.DATE, (text) => text],
  [builtins.INT8, Number],
]);

export function openDatabase(place: DatabasePlace): Database {
  const pool = new pg.Pool({
    host: place.host,
    port: place.port,
    database: place.database,
    user: DATABASE_USER,
    max: place.connections,
    options: (place.settings ?? []).map((setting) => `-c ${setting}`).join(' '),
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
    } as pg.CustomTypesConfig,
  });
  // An idle connection that breaks is dropped by the pool itself; the next query tells whoever asks.
  pool.on('error', () => undefined);
  return {
    rows: async <T>(sql: string, parameters: readonly unknown[] = []) =>
      (await pool.query(sql, [...parameters])).rows as T[],
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work({
          rows: async <T>(sql: string, parameters: readonly unknown[] = []) =>
            (await client.query(sql, [...parameters])).rows as T[],
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/** Connections that do nothing, and are one less each for others. */
export async function holdConnections(
  place: Pick<DatabasePlace, 'host' | 'port' | 'database'>,
  count: number,
): Promise<{ release(): Promise<void> }> {
  const clients = Array.from({ length: count }, () => new pg.Client({ ...place, user: DATABASE_USER }));
  for (const client of clients) {
    // One that is broken from the other side is one that is held no more.
    client.on('error', () => undefined);
    await client.connect();
  }
  return {
    async release() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
