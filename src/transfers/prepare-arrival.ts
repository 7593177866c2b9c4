/** Before the transaction: an arrival is classified and sealed, its bytes are durable. */
import { type Bytes, hex } from '../base/bytes.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { Arrival } from './arrival.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import type { SubmittedPart } from './parts.ts';
import { mergePersons, withPersons } from './persons.ts';
import { type SealedText, sealText } from './seal-message.ts';
import { collectFiles } from './submit.ts';

export type Prepared = {
  readonly arrival: Arrival;
  readonly transferId: string;
  readonly reference: string;
  readonly callKey: Bytes;
  readonly taskId: number;
  readonly queryKey: string;
  readonly message: SealedText;
  /** The message, then the files. */
  readonly parts: readonly SubmittedPart[];
  readonly classification: ClassificationSummary;
  readonly persons: readonly Bytes[];
};

/** @throws `transfer.nothing_to_send`, `upload.not_found`, `upload.not_ready` */
export async function prepareArrival(deps: TransferDeps, tenant: Tenant, arrival: Arrival): Promise<Prepared> {
  const { message, uploadIds, door } = arrival;
  if (message.text.trim() === '') throw TRANSFER.nothing_to_send();
  const files = await collectFiles(deps, tenant, { id: door.ownerId }, uploadIds);
  const sealed = await sealText(deps, tenant, message.text, true);
  const parts = [sealed.part, ...files];
  const persons = mergePersons(parts.map((part) => part.persons));
  return {
    arrival,
    transferId: deps.ids.uuid(),
    reference: deps.ids.reference(),
    callKey: arrival.callKey ?? deps.random(32),
    taskId: numberOf(deps.random(6)),
    queryKey: hex(deps.random(16)),
    message: sealed,
    parts,
    classification: levelOnRoute(
      arrival,
      sealed.nothingFound,
      withPersons(deps.classifier.merge(parts.map((part) => part.classification)), persons),
    ),
    persons: persons.hashes,
  };
}

/**
 * On a route whose policy lets public text pass, a message in which nothing at all is found counts as public; an officer said so for what
 * comes through this door. Anything found, however faint, a file, or what
 * cannot be read keeps the level that it has.
 */
export function levelOnRoute(
  { door, uploadIds }: Pick<Arrival, 'door' | 'uploadIds'>,
  nothingFound: boolean,
  classification: ClassificationSummary,
): ClassificationSummary {
  const { level, counts, categories, persons, unreadable } = classification;
  const nothing =
    nothingFound && Object.keys(counts).length === 0 && categories.length === 0 && persons === 0 && !unreadable;
  const isPublic = door.settings.route.passPublic && level === 'internal' && nothing && uploadIds.length === 0;
  if (!isPublic) return classification;
  return { ...classification, level: 'public', raised: [{ rule: 'route', level: 'public', subjects: [], n: 0 }] };
}

/** 48 bits: below 2^53, so that every client reads it as it is. */
function numberOf(bytes: Bytes): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
