/** Sensitivity levels, from meant-for-anyone to strictest. What cannot be read is `restricted`. */
import { z } from 'zod';

export const LEVELS = ['public', 'internal', 'confidential', 'restricted'] as const;
export const levelSchema = z.enum(LEVELS);
export type Level = z.infer<typeof levelSchema>;

export function stricterLevel(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b;
}
