/** A transfer whose names are covered, with names in their place: those that were looked at, or numbers. Pure. */
import type { TransferDetail, TransferNames } from '../../../src/model/api/transfers.ts';

export type Labels = { readonly recipient: (n: number) => string; readonly file: (n: number) => string };

/** Returns the transfer as it can be shown; unchanged where nothing is covered. */
export function withNames(transfer: TransferDetail, names: TransferNames | undefined, labels: Labels): TransferDetail {
  if (!transfer.covered) return transfer;
  const people = new Map(names?.recipients.map((one) => [one.id, one.name]));
  const files = new Map(names?.objects.map((one) => [one.id, one.name]));
  const recipients = transfer.recipients.map((one, at) => ({
    ...one,
    name: people.get(one.id) ?? labels.recipient(at + 1),
  }));
  const called = new Map(recipients.map((one) => [one.id, one.name]));
  let n = 0;
  return {
    ...transfer,
    recipients,
    objects: transfer.objects.map((one) => {
      if (one.kind === 'file') n += 1;
      return { ...one, name: files.get(one.id) ?? (one.kind === 'file' ? labels.file(n) : '') };
    }),
    timeline: transfer.timeline.map((entry) =>
      entry.actor === '' && entry.recipientId !== null
        ? { ...entry, actor: called.get(entry.recipientId) ?? labels.recipient(recipients.length + 1) }
        : entry,
    ),
  };
}
