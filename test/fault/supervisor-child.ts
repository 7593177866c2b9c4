/**
 * The process that supervisor.test.ts kills. Starts the database of the data directory in argv, inserts rows from
 * several writers and writes the id of each committed one to standard output, a line each.
 */
import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { codeOf } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startPostgres } from '../../src/store/postgres/supervisor.ts';
import { tx } from '../../src/store/transaction.ts';

const [dataDirectory = '', role = 'write', binaries] = process.argv.slice(2);

const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

try {
  const settings = binaries === undefined ? {} : { binaries };
  const postgres = await startPostgres({ dataDirectory, logger: silentLogger, settings });
  say(`ready ${postgres.adopted ? 'adopted' : 'started'}`);
  process.on('SIGTERM', () => {
    void postgres.stop().then(() => process.exit(0));
  });
  if (role === 'write') {
    const db = openDatabase(postgres.connection, silentLogger);
    await sql`create table if not exists row_kept (id uuid, primary key (id))`.execute(db.query);
    const writer = async (): Promise<never> => {
      for (;;) {
        const id = crypto.randomUUID();
        await tx(db, (trx) => sql`insert into row_kept values (${id})`.execute(trx));
        say(`row ${id}`);
      }
    };
    await Promise.all(Array.from({ length: 4 }, writer));
  }
  setInterval(() => {}, 1000);
} catch (error) {
  say(`error ${codeOf(error)}`);
  process.exit(1);
}
