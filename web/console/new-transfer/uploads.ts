/** The files of a transfer: sending, being inspected, ready. State and its changes, without the network. */
import type { UploadState } from '../../../src/model/api/transfers.ts';
import type { ClassificationView } from '../../../src/model/api/levels.ts';
import type { ClientError } from '../api/errors.ts';

export type UploadPhase = 'sending' | 'paused' | 'inspecting' | 'ready' | 'failed';

export type UploadItem = {
  /** Of this page only. */
  readonly key: number;
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly phase: UploadPhase;
  readonly uploadId: string | null;
  /** 0..1 while inspecting. */
  readonly progress: number;
  readonly classification: ClassificationView | null;
  /** `unreadable.*` code; the file can still be sent, as strictest level. */
  readonly problem: string | null;
  readonly error: ClientError | null;
};

export type UploadAction =
  | { readonly kind: 'added'; readonly items: readonly Pick<UploadItem, 'key' | 'name' | 'size'>[] }
  | { readonly kind: 'sent'; readonly key: number; readonly bytes: number }
  | { readonly kind: 'paused' | 'resumed' | 'removed'; readonly key: number }
  | { readonly kind: 'arrived'; readonly key: number; readonly uploadId: string }
  | { readonly kind: 'state'; readonly key: number; readonly state: UploadState }
  | { readonly kind: 'failed'; readonly key: number; readonly error: ClientError };

const PHASES = {
  receiving: 'sending',
  inspecting: 'inspecting',
  ready: 'ready',
  failed: 'failed',
} as const satisfies Record<UploadState['state'], UploadPhase>;

function changed(item: UploadItem, action: Exclude<UploadAction, { readonly kind: 'added' }>): UploadItem {
  switch (action.kind) {
    case 'sent':
      // A late report of progress must not start again what was paused.
      return { ...item, sent: action.bytes };
    case 'paused':
      return item.phase === 'sending' ? { ...item, phase: 'paused' } : item;
    case 'resumed':
      return { ...item, phase: 'sending', error: null };
    case 'arrived':
      return { ...item, phase: 'inspecting', sent: item.size, uploadId: action.uploadId };
    case 'state': {
      const { state } = action;
      return {
        ...item,
        phase: PHASES[state.state],
        progress: state.progress,
        classification: state.classification,
        problem: state.problem,
      };
    }
    case 'failed':
      return { ...item, phase: 'failed', error: action.error };
    case 'removed':
      break;
  }
  return item;
}

/** Returns the list after one event; events of files that are gone change nothing. */
export function reduceUploads(items: readonly UploadItem[], action: UploadAction): readonly UploadItem[] {
  if (action.kind === 'added') {
    const added = action.items.map((item) => ({
      ...item,
      sent: 0,
      phase: 'sending' as const,
      uploadId: null,
      progress: 0,
      classification: null,
      problem: null,
      error: null,
    }));
    return [...items, ...added];
  }
  if (action.kind === 'removed') return items.filter(({ key }) => key !== action.key);
  return items.map((item) => (item.key === action.key ? changed(item, action) : item));
}
