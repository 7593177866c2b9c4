/** Decides by content what a file is. Names and declared types lie; bytes are what a reader will open. */

import { isTar } from './archive.ts';
import type { Kind } from './kind.ts';

export type Sniffed = { readonly kind: Kind; readonly contentType: string };

type Magic = {
  readonly bytes: readonly number[];
  readonly at?: number;
  readonly kind: Kind;
  readonly contentType: string;
};

const MAGIC: readonly Magic[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: 'zip', contentType: 'application/zip' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], kind: 'zip', contentType: 'application/zip' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], kind: 'ole', contentType: 'application/x-ole-storage' },
  { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], kind: 'image', contentType: 'image/png' },
  { bytes: [0xff, 0xd8, 0xff], kind: 'image', contentType: 'image/jpeg' },
  { bytes: [0x47, 0x49, 0x46, 0x38], kind: 'image', contentType: 'image/gif' },
  { bytes: [0x42, 0x4d], kind: 'image', contentType: 'image/bmp' },
  { bytes: [0x49, 0x49, 0x2a, 0x00], kind: 'image', contentType: 'image/tiff' },
  { bytes: [0x4d, 0x4d, 0x00, 0x2a], kind: 'image', contentType: 'image/tiff' },
  { bytes: [0x57, 0x45, 0x42, 0x50], at: 8, kind: 'image', contentType: 'image/webp' },
  { bytes: [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69], at: 4, kind: 'image', contentType: 'image/heic' },
  { bytes: [0x66, 0x74, 0x79, 0x70], at: 4, kind: 'media', contentType: 'video/mp4' },
  { bytes: [0x49, 0x44, 0x33], kind: 'media', contentType: 'audio/mpeg' },
  { bytes: [0x4f, 0x67, 0x67, 0x53], kind: 'media', contentType: 'application/ogg' },
  { bytes: [0x1f, 0x8b], kind: 'gzip', contentType: 'application/gzip' },
  { bytes: [0x42, 0x5a, 0x68], kind: 'archive', contentType: 'application/x-bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: 'archive', contentType: 'application/x-xz' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], kind: 'archive', contentType: 'application/zstd' },
  { bytes: [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0], kind: 'archive', contentType: 'application/vnd.ms-cab-compressed' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], kind: 'archive', contentType: 'application/x-7z-compressed' },
  { bytes: [0x52, 0x61, 0x72, 0x21], kind: 'archive', contentType: 'application/vnd.rar' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], kind: 'rtf', contentType: 'application/rtf' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], kind: 'binary', contentType: 'application/x-elf' },
  { bytes: [0x4d, 0x5a], kind: 'binary', contentType: 'application/vnd.microsoft.portable-executable' },
];

const HEAD = 4096;
const MAIL_HEADER =
  /^(?:from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|reply-to|x-[\w-]{1,40}|content-transfer-encoding|list-unsubscribe|dkim-signature|sender):/i;

/** Returns kind and content type of `bytes`. Looks at the first 4 KiB; `%PDF-` may stand within the first 1,024 bytes. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return { kind: 'empty', contentType: 'application/x-empty' };
  const head = latin1(bytes.subarray(0, HEAD));
  if (head.slice(0, 1024).includes('%PDF-')) return { kind: 'pdf', contentType: 'application/pdf' };
  const magic = MAGIC.find(({ bytes: wanted, at = 0 }) => wanted.every((byte, i) => bytes[at + i] === byte));
  // Two letters (BM, MZ) are too little for text that happens to begin with them.
  if (magic !== undefined && (magic.bytes.length > 3 || magic.bytes[0] === 0xff || hasControl(bytes.subarray(0, 512))))
    return { kind: magic.kind, contentType: magic.contentType };
  if (isTar(bytes)) return { kind: 'tar', contentType: 'application/x-tar' };
  // CMS enveloped data (RFC 5652): an S/MIME message that only its recipient can open.
  if (bytes[0] === 0x30 && head.slice(0, 40).includes('\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007\u0003'))
    return { kind: 'sealed', contentType: 'application/pkcs7-mime' };
  const start = head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (/^From \S+ .{10,60}\r?\n/.test(start) && isMail(start.replace(/^.*\r?\n/, '')))
    return { kind: 'mbox', contentType: 'application/mbox' };
  if (/^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^]{0,500}?-->\s*)?(?:<!doctype html|<html|<head|<body)/i.test(start))
    return { kind: 'html', contentType: 'text/html' };
  if (isMail(start)) return { kind: 'mail', contentType: 'message/rfc822' };
  return { kind: 'text', contentType: isTable(start) ? 'text/csv' : 'text/plain' };
}

/** The first lines have one delimiter, equally often and at least twice. Quoted line breaks make no table of it: no harm. */
function isTable(head: string): boolean {
  const lines = head.split(/\r?\n/).slice(0, 4);
  if (lines.length < 3) return false;
  return [',', ';', '\t'].some((delimiter) => {
    const counts = lines.slice(0, 3).map((line) => line.split(delimiter).length - 1);
    return (counts[0] ?? 0) >= 2 && counts.every((count) => count === counts[0]);
  });
}

function isMail(head: string): boolean {
  const lines = head.split(/\r?\n/);
  if (!MAIL_HEADER.test(lines[0] ?? '')) return false;
  const end = lines.findIndex((line) => line === '');
  const headers = lines.slice(0, end === -1 ? lines.length : end).filter((line) => !/^[ \t]/.test(line));
  const known = headers.filter((line) => MAIL_HEADER.test(line)).length;
  return known >= 3 && headers.some((line) => /^(?:date|message-id|mime-version|received|content-type):/i.test(line));
}

function hasControl(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}

function latin1(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}
