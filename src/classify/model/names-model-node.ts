/** Reads the shipped names model from its file, once. */
import { readFileSync } from 'node:fs';
import { type NamesModel, readModel } from './names-model.ts';

let shipped: NamesModel | null = null;

/** Returns the model that comes with this version; about 30 ms the first time, then at once. */
export function readShippedNamesModel(): NamesModel {
  shipped ??= readModel(new Uint8Array(readFileSync(new URL('names.bin', import.meta.url))));
  return shipped;
}
