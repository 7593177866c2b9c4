/** The files that are broken: all samples, and made ones of the kinds that the samples do not have. */
import { gzipSync, strToU8, unzipSync, zipSync } from 'fflate';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeCompound, wide } from '../../test/support/made-compound.ts';
import { makeTar } from '../../test/support/made-tar.ts';

const SAMPLES = join(import.meta.dirname, '../../test/samples');
const LARGEST = 2_000_000;

export function readSeeds(): readonly Uint8Array[] {
  const samples = filesIn(SAMPLES).map((path) => new Uint8Array(readFileSync(path)));
  return [...samples, ...made(), ...parts(samples)];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'truth' ? [] : filesIn(path);
    return statSync(path).size <= LARGEST ? [path] : [];
  });
}

function made(): Uint8Array[] {
  const note = strToU8('HKID A123456(3), 電話 6612 3456, tm@example.org\n'.repeat(20));
  const rtf = strToU8(
    String.raw`{\rtf1\ansi\ansicpg950{\fonttbl{\f0\fcharset136 \'b7s;}}{\f0 \'a8\'ad\'a5\'f7\'c3\'d2} \u25991 ?\par{\object{\*\objdata 01}}}`,
  );
  const card = strToU8('BEGIN:VCARD\r\nFN:Chan Tai Man\r\nTEL;TYPE=CELL:66123456\r\nEND:VCARD\r\n'.repeat(5));
  const json = strToU8(
    JSON.stringify({
      customers: Array.from({ length: 30 }, (_, i) => ({ name: '陳大文', id: `A${i}`, deep: [[[i]]] })),
    }),
  );
  const message = makeCompound({
    '__properties_version1.0': new Uint8Array(32),
    '__substg1.0_0037001F': wide('報價單'),
    '__substg1.0_1000001F': wide('請查收 A123456(3)'),
    '__recip_version1.0_#00000000/__substg1.0_39FE001F': wide('lei@example.net'),
    '__attach_version1.0_#00000000/__substg1.0_37010102': note,
  });
  const mbox = strToU8(
    'From a@b Thu Nov 26 09:00:00 2026\nFrom: a@b\nDate: x\nMIME-Version: 1.0\nSubject: s\n\nbody\n\n'.repeat(5),
  );
  const opendocument = zipSync({
    mimetype: strToU8('application/vnd.oasis.opendocument.text'),
    'content.xml': strToU8('<office:document-content><text:p>身份證 A123456(3)</text:p></office:document-content>'),
  });
  const presentation = makeCompound({
    'PowerPoint Document': Uint8Array.of(0, 0, 0xa0, 0x0f, 4, 0, 0, 0, 0x41, 0, 0x42, 0),
  });
  const tar = makeTar({ 'a.txt': note, 'b.rtf': rtf, 'c.json': json });
  return [
    note,
    rtf,
    card,
    json,
    message,
    mbox,
    opendocument,
    presentation,
    tar,
    gzipSync(tar),
    zipSync({ 'a.tar': tar, 'm.msg': message }),
  ];
}

/** What is in the archives, so that it is broken before it is packed: behind a check sum nothing broken arrives. */
function parts(samples: readonly Uint8Array[]): Uint8Array[] {
  return samples.flatMap((bytes) => {
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || bytes.length < 2000) return [];
    try {
      return Object.entries(
        unzipSync(bytes, { filter: ({ originalSize, name }) => originalSize < 100_000 && name.endsWith('.xml') }),
      )
        .filter(([, content]) => content.length > 200)
        .slice(0, 3)
        .map(([, content]) => content);
    } catch {
      return [];
    }
  });
}
