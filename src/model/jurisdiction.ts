/** Places as the law sees them. */
import { z } from 'zod';

/** ISO 3166-1 alpha-2; MO, HK and TW are places of their own. `unknown` is never treated as allowed. */
export const jurisdictionSchema = z.string().regex(/^(?:[A-Z]{2}|unknown)$/);
export type Jurisdiction = z.infer<typeof jurisdictionSchema>;

/** The nine mainland cities of the Greater Bay Area. */
export const GBA_CITIES = [
  'CN-GD-GZ',
  'CN-GD-SZ',
  'CN-GD-ZH',
  'CN-GD-FS',
  'CN-GD-HZ',
  'CN-GD-DG',
  'CN-GD-ZS',
  'CN-GD-JM',
  'CN-GD-ZQ',
] as const;

export const citySchema = z.string().regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,4}){1,2}$/);
