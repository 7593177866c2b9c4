/**
 * Sends one file by tus 1.0.0 to /api/v1/uploads. Pause keeps what the server has; resume asks it where to go on.
 * Nothing about the file is kept in the browser's storage: its name alone may be personal data.
 */
import { DetailedError, Upload } from 'tus-js-client';
import { CSRF_HEADER } from '../../../src/model/api/common.ts';
import { ClientError, NETWORK } from './errors.ts';
import { errorOf } from './request.ts';

const ENDPOINT = '/api/v1/uploads';
const RETRY_AFTER_MS = [500, 2000, 5000, 10_000];

export type UploadHandle = {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Stops and asks the server to delete what it has. */
  readonly cancel: () => void;
};

export type UploadEvents = {
  /** Bytes that the server has acknowledged or is receiving. */
  readonly progress: (sent: number) => void;
  /** Everything is there; `id` is the upload's identifier. */
  readonly done: (id: string) => void;
  readonly failed: (error: ClientError) => void;
};

/** Last segment of the upload's address, which is its id; null when there is none. */
export function uploadIdOf(url: string | null): string | null {
  const path = (url ?? '').split(/[?#]/)[0] ?? '';
  const id = path.slice(path.lastIndexOf('/') + 1);
  return id === '' || path.endsWith(ENDPOINT) ? null : id;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function clientError(error: Error): ClientError {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response === null || response === undefined) return new ClientError(NETWORK, 0, null, {}, error);
  return errorOf(response.getStatus(), parsed(response.getBody()));
}

/** Starts at once. `csrf` is asked before each request, since signing in again changes it. */
export function startUpload(file: File, csrf: () => string | null, events: UploadEvents): UploadHandle {
  const upload = new Upload(file, {
    endpoint: ENDPOINT,
    metadata: { filename: file.name, filetype: file.type },
    retryDelays: RETRY_AFTER_MS,
    storeFingerprintForResuming: false,
    onBeforeRequest: (request) => {
      const value = csrf();
      if (value !== null) request.setHeader(CSRF_HEADER, value);
    },
    onProgress: (sent) => events.progress(sent),
    onError: (error) => events.failed(clientError(error)),
    onSuccess: () => {
      const id = uploadIdOf(upload.url);
      if (id === null) events.failed(new ClientError('console.unexpected_answer', 0));
      else events.done(id);
    },
  });
  upload.start();
  return {
    pause: () => void upload.abort(),
    resume: () => upload.start(),
    cancel: () => {
      // The server sweeps what nobody uses, so a failed deletion needs no second try.
      upload.abort(true).catch(() => undefined);
    },
  };
}
