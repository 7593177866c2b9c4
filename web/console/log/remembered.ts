/**
 * What this browser remembers of a log: its key and the newest checkpoint that was verified here. Both are public. The next
 * check holds the log against them, so that a log shown differently, shortened or signed by another key is noticed.
 */
import { z } from 'zod';

const rememberedSchema = z.object({
  vkey: z.string().min(1).max(500),
  checkpoint: z.string().min(1).max(10_000),
  size: z.number().int().min(0),
  /** When it was verified here. */
  at: z.iso.datetime(),
});
export type Remembered = z.infer<typeof rememberedSchema>;

export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const nameOf = (origin: string): string => `entrepot.log:${origin}`;

/** Returns what was remembered; null for nothing, or for something that this page did not write. */
export function recall(store: KeyValueStore, origin: string): Remembered | null {
  try {
    return rememberedSchema.safeParse(JSON.parse(store.getItem(nameOf(origin)) ?? 'null')).data ?? null;
  } catch {
    // Broken JSON, or a private window that refuses storage.
    return null;
  }
}

/** Remembers a verified checkpoint; without storage every visit is the first. */
export function remember(store: KeyValueStore, origin: string, value: Remembered): void {
  try {
    store.setItem(nameOf(origin), JSON.stringify(value));
  } catch {
    return;
  }
}

export function forget(store: KeyValueStore, origin: string): void {
  try {
    store.removeItem(nameOf(origin));
  } catch {
    return;
  }
}
