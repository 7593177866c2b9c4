/**
 * What is said between the server and the process of one document: one question has one answer. Without the library that checks
 * shapes: it would be a fifth of the time in which a process starts.
 */
import type { PageLimits } from './limits.ts';
import type { CannotShow, Drawn, PageRect, PageRequest, PageSize, PageSource } from './port.ts';

export const OFFICE_ENDINGS = ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'doc', 'xls', 'ppt'] as const;
export type OfficeEnding = (typeof OFFICE_ENDINGS)[number];

export type Question =
  /** `converts`: Office files that can be made into PDF files here. */
  | (PageSource & { readonly kind: 'open'; readonly converts: readonly OfficeEnding[]; readonly limits: PageLimits })
  /** The PDF of an Office file, and what made it. */
  | { readonly kind: 'converted'; readonly bytes: Uint8Array; readonly by: string }
  | { readonly kind: 'page'; readonly request: PageRequest }
  | { readonly kind: 'find'; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: 'text'; readonly page: number };

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened'; readonly pages: readonly PageSize[]; readonly drawn: Drawn; readonly renderer: string }
  | { readonly kind: 'cannot'; readonly why: CannotShow }
  /** An Office file that was looked through and is ready for the converter. */
  | { readonly kind: 'convert'; readonly bytes: Uint8Array; readonly ending: OfficeEnding }
  | {
      readonly kind: 'page';
      readonly bytes: Uint8Array;
      readonly mediaType: PageMediaType;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'found';
      readonly places: readonly { readonly page: number; readonly rects: readonly PageRect[] }[];
    }
  | { readonly kind: 'text'; readonly text: string }
  /** The question could not be answered; said without a reason, which could quote the document. */
  | { readonly kind: 'failed' };

/** What goes over the channel. An answer has the number of its question; that the process is ready is the answer to number 0. */
export type Asked = { readonly number: number; readonly question: Question };
export type Answered = { readonly number: number; readonly answer: Answer };

export type PageMediaType = 'image/jpeg' | 'image/webp' | 'image/png';

/** Whether a message is a question. The server asks, which is trusted: only its outline is looked at. */
export function isAsked(message: unknown): message is Asked {
  return typeof message === 'object' && message !== null && 'number' in message && 'question' in message;
}
