/** `entrepot inspect`: what a `.sealed` container says to anybody, without any key. */
import { base64url, fromUtf8 } from '../base/bytes.ts';
import { type Container, plaintextSize, readContainer } from '../seal/index.ts';
import { readArguments } from './arguments.ts';
import { openInput } from './files.ts';
import type { Command } from './io.ts';

const USAGE = `usage: entrepot inspect FILE.sealed [--json]

Shows what can be known without a key: object, kinds of envelopes, sizes, labels. Envelopes do not say for whom
they are. Nothing is checked but the form: only opening proves that the parts belong together.
`;

export const inspect: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { json: { type: 'boolean', default: false } },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const file = await openInput(given.positionals[0] ?? '');
  try {
    const shown = describe(await readContainer(file.read, file.size), file.size);
    if (given.values.json) {
      io.stdout(`${JSON.stringify(shown)}\n`);
      return 0;
    }
    io.stdout(`object ${shown.object}\nfile ${shown.bytes} bytes, content ${shown.contentBytes} bytes\n`);
    for (const entry of shown.entries) {
      io.stdout(
        entry.kind === 'label'
          ? `label: ${entry.text}\n`
          : `${entry.kind} grant ${entry.grant}, envelope ${entry.bytes} bytes\n`,
      );
    }
    return 0;
  } finally {
    await file.close();
  }
};

type ShownEntry =
  | { readonly kind: 'label'; readonly text: string }
  | { readonly kind: 'recipient' | 'viewer' | 'records'; readonly grant: string; readonly bytes: number };

function describe({ oid, entries, bodyLength }: Container, bytes: number) {
  const shown = entries.map(
    (entry): ShownEntry =>
      entry.kind === 'label'
        ? { kind: 'label', text: printable(entry.bytes) }
        : { kind: entry.kind, grant: base64url(entry.gid), bytes: entry.bytes.length },
  );
  return { object: base64url(oid), bytes, contentBytes: plaintextSize(bodyLength), entries: shown };
}

/** A label is anybody's text: what would move the cursor or reorder the line is shown as a mark. */
function printable(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
  } catch {
    return '\ufffd';
  }
}
