/**
 * The database: kysely over a pool of pg connections, with types that lose nothing on the way.
 * Reading goes through `db.query`; every change goes through `tx` (transaction.ts).
 */
import { Kysely, PostgresDialect, sql, type CompiledQuery, type RawBuilder } from 'kysely';
import { Pool, TypeOverrides, types, type PoolConfig } from 'pg';
import { describeError, type Logger } from '../base/logger.ts';
import { SECOND } from '../base/units.ts';
import { STORE, sqlState } from './errors.ts';
import type { Schema } from './schema.ts';

/** Anything that runs statements: the pool or a transaction (`Transaction<Schema>` is one). */
export type Executor = Kysely<Schema>;

/** Why changes are refused, as a code for the log, or undefined when they are allowed. */
export type WriteSwitch = { readonly refuse: (reason: string) => void; readonly refusedFor: () => string | undefined };

export type Database = {
  /** For reading outside a transaction. Changes made through it bypass retries: use `tx`. */
  readonly query: Executor;
  /** Once refused, `tx` throws `store.read_only` until the process starts again. */
  readonly writes: WriteSwitch;
  /** Ends the pool after the running statements. Safe to call twice. */
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  /** Connections at most; one transaction holds one. */
  readonly maxConnections?: number;
  /** A statement that runs longer is cancelled by the server (SQLSTATE 57014). */
  readonly statementTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  /** A transaction-mode pooler refuses session parameters at connect: the time limit is then kept on our side. */
  readonly behindPooler?: boolean;
  /** Sees each statement's text before parameters; for the dialect lint in tests. */
  readonly onStatement?: (text: string) => void;
};

const OID = { bytea: 17, int8: 20, date: 1082, timestamp: 1114 } as const;

/**
 * Returns how column texts become values: int8 a number, or an error when it would not be exact; bytea a Uint8Array of
 * its own memory; `date` stays the text `YYYY-MM-DD`, because a Date would shift it by the local zone. timestamptz is a
 * Date and numeric a string, as pg has it.
 *
 * What a parser throws (`store.unsafe_integer`), pg turns into the rejection of the query.
 */
function columnTypes(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(OID.int8, (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw STORE.unsafe_integer();
    return value;
  });
  const parseBytea: (text: string) => Uint8Array = types.getTypeParser(types.builtins.BYTEA);
  overrides.setTypeParser(OID.bytea, (text) => new Uint8Array(parseBytea(text)));
  overrides.setTypeParser(OID.date, (text) => text);
  overrides.setTypeParser(OID.timestamp, (text) => text);
  return overrides;
}

/** Opens a pool. Nothing is connected until the first statement. */
export function openDatabase(connection: PoolConfig, logger: Logger, options: DatabaseOptions = {}): Database {
  const timeout = options.statementTimeoutMs ?? 30 * SECOND;
  const pool = new Pool({
    application_name: 'entrepot',
    connectionTimeoutMillis: 10 * SECOND,
    ...connection,
    ...(options.behindPooler === true ? { query_timeout: timeout } : { statement_timeout: timeout }),
    max: options.maxConnections ?? 12,
    idleTimeoutMillis: options.idleTimeoutMs ?? 30 * SECOND,
    types: columnTypes(),
  });
  const lost = (error: Error): void => {
    logger.warn({ ...describeError(error), sqlState: sqlState(error) }, 'a database connection was lost');
  };
  // Node exits when nobody listens: the pool speaks for idle connections, each connection for itself between two
  // statements of a transaction. The pool drops them; the transaction notices at its next statement.
  pool.on('error', lost);
  pool.on('connect', (client) => {
    client.on('error', lost);
  });
  const { onStatement } = options;
  const query = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    ...(onStatement === undefined ? {} : { log: (event: { query: CompiledQuery }) => onStatement(event.query.sql) }),
  });
  return { query, writes: createWriteSwitch(logger), close: closeOnce(() => pool.end()) };
}

function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}

function createWriteSwitch(logger: Logger): WriteSwitch {
  let reason: string | undefined;
  return {
    refuse: (code) => {
      if (reason !== undefined) return;
      reason = code;
      logger.error({ reason: code }, 'the store is read-only from now on');
    },
    refusedFor: () => reason,
  };
}

/**
 * Returns a jsonb parameter. Needed for arrays and scalars: pg would write a JavaScript array as a Postgres array.
 * The value must be plain JSON.
 */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
