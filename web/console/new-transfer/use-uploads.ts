/** Sends files, follows their inspection, and stops everything when the page goes away. */
import { type RefObject, useCallback, useEffect, useReducer, useRef } from 'react';
import { useApi } from '../api/context.tsx';
import { ClientError, isAbort } from '../api/errors.ts';
import { startUpload, type UploadHandle } from '../api/uploads.ts';
import { reduceUploads, type UploadAction, type UploadItem } from './uploads.ts';

const POLL_MS = 700;

export type Uploads = {
  readonly items: readonly UploadItem[];
  readonly add: (files: readonly File[]) => void;
  /** Takes a file that is on the server already, a draft of the person's own. */
  readonly adopt: (file: { readonly uploadId: string; readonly name: string; readonly size: number }) => void;
  readonly pause: (key: number) => void;
  readonly resume: (key: number) => void;
  readonly remove: (key: number) => void;
  readonly retry: (key: number) => void;
};

type Running = { readonly file: File; handle: UploadHandle; readonly stop: AbortController };

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Dispatch = (action: UploadAction) => void;

/** Returns the function that sends one file and follows it; `running` knows how to stop it. */
function useSender(dispatch: Dispatch, running: RefObject<Map<number, Running>>) {
  const api = useApi();

  const follow = useCallback(
    async (key: number, uploadId: string, signal: AbortSignal) => {
      try {
        while (!signal.aborted) {
          const state = await api.transfers.uploadState(uploadId, { signal });
          dispatch({ kind: 'state', key, state });
          if (state.state === 'ready' || state.state === 'failed') return;
          await wait(POLL_MS);
        }
      } catch (error) {
        if (!isAbort(error) && error instanceof ClientError) dispatch({ kind: 'failed', key, error });
      }
    },
    [api, dispatch],
  );

  const start = useCallback(
    (key: number, file: File) => {
      const stop = new AbortController();
      const handle = startUpload(file, api.csrf, {
        progress: (bytes) => dispatch({ kind: 'sent', key, bytes }),
        done: (uploadId) => {
          dispatch({ kind: 'arrived', key, uploadId });
          void follow(key, uploadId, stop.signal);
        },
        failed: (error) => dispatch({ kind: 'failed', key, error }),
      });
      running.current.set(key, { file, handle, stop });
    },
    [api, follow, dispatch, running],
  );
  return { start, follow };
}

export function useUploads(): Uploads {
  const [items, dispatch] = useReducer(reduceUploads, []);
  const running = useRef(new Map<number, Running>());
  const nextKey = useRef(0);
  const { start, follow } = useSender(dispatch, running);
  const adopted = useRef(new AbortController());

  useEffect(() => {
    const all = running.current;
    const following = new AbortController();
    adopted.current = following;
    return () => {
      following.abort();
      for (const { handle, stop } of all.values()) {
        stop.abort();
        handle.pause();
      }
    };
  }, []);

  const stopOne = (key: number) => {
    const entry = running.current.get(key);
    entry?.stop.abort();
    entry?.handle.cancel();
    running.current.delete(key);
  };

  return {
    items,
    add: (files) => {
      const added = files.map((file) => {
        nextKey.current += 1;
        return { key: nextKey.current, file };
      });
      dispatch({ kind: 'added', items: added.map(({ key, file }) => ({ key, name: file.name, size: file.size })) });
      for (const { key, file } of added) start(key, file);
    },
    adopt: ({ uploadId, name, size }) => {
      nextKey.current += 1;
      const key = nextKey.current;
      dispatch({ kind: 'added', items: [{ key, name, size }] });
      dispatch({ kind: 'arrived', key, uploadId });
      void follow(key, uploadId, adopted.current.signal);
    },
    pause: (key) => {
      running.current.get(key)?.handle.pause();
      dispatch({ kind: 'paused', key });
    },
    resume: (key) => {
      running.current.get(key)?.handle.resume();
      dispatch({ kind: 'resumed', key });
    },
    remove: (key) => {
      stopOne(key);
      dispatch({ kind: 'removed', key });
    },
    retry: (key) => {
      const file = running.current.get(key)?.file;
      if (file === undefined) return;
      // From the start: what the server holds of the first try may be what it refused.
      stopOne(key);
      dispatch({ kind: 'resumed', key });
      start(key, file);
    },
  };
}
