/** The period and route in the address of the page: what it does not know is left out, not the whole of it. */
import { z } from 'zod';
import type { ProofSearch } from '../../../src/model/api/proof.ts';

const day = z.iso.date();
const door = z.uuid();
const connection = z.string().regex(/^[\w.-]{1,64}$/);

export function proofSearchOf(search: Readonly<Record<string, unknown>>): ProofSearch {
  const [from, to] = [day.safeParse(search['from']).data, day.safeParse(search['to']).data];
  const isPeriod = from === undefined || to === undefined || from <= to;
  const [way, through] = [door.safeParse(search['door']).data, connection.safeParse(search['connection']).data];
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined || !isPeriod ? {} : { to }),
    ...(way === undefined ? {} : { door: way }),
    ...(through === undefined ? {} : { connection: through }),
  };
}
