/** Filters of the register out of an address that anybody may have written. */
import { type RegisterSearch, registerFilterSchema } from '../../../src/model/api/register.ts';

/** Returns the filters that are what they should be; the others are left out. */
export function registerSearchOf(search: Readonly<Record<string, unknown>>): RegisterSearch {
  const known = Object.entries(search).filter(([name]) => name in registerFilterSchema.shape);
  for (;;) {
    const parsed = registerFilterSchema.safeParse(Object.fromEntries(known));
    if (parsed.success) return parsed.data;
    const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
    const kept = known.filter(([name]) => !wrong.has(name));
    if (kept.length === known.length) return {};
    known.splice(0, known.length, ...kept);
  }
}
