/** Asks for a file with a POST and hands it to the browser to save. */
import { CSRF_HEADER } from '../../../src/model/api/common.ts';
import { ClientError, isAbort, NETWORK } from './errors.ts';
import { errorOf, type RequestDeps } from './request.ts';

export type Downloaded = { readonly name: string; readonly content: Blob };
/** @throws ClientError as `createRequest` does. */
export type Download = (path: string, body: unknown) => Promise<Downloaded>;

export function createDownload(deps: RequestDeps): Download {
  return async (path, body) => {
    const headers = new Headers({ 'content-type': 'application/json', 'accept-language': deps.language() });
    const csrf = deps.csrf();
    if (csrf !== null) headers.set(CSRF_HEADER, csrf);
    const init: RequestInit = {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    };
    try {
      const response = await deps.fetch(path, init);
      if (response.ok)
        return { name: nameOf(response.headers.get('content-disposition')), content: await response.blob() };
      const error = errorOf(response.status, parsed(await response.text()));
      if (response.status === 401 || error.code === 'access.bad_csrf') deps.signedOut();
      throw error;
    } catch (error) {
      if (error instanceof ClientError || isAbort(error)) throw error;
      throw new ClientError(NETWORK, 0, null, {}, error);
    }
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The plain name of the header: the server gives names in ASCII. */
export function nameOf(disposition: string | null): string {
  return /filename="([\w.-]{1,100})"/.exec(disposition ?? '')?.[1] ?? 'file';
}

/** Saves under the given name, as a link with `download` would. */
export function saveFile({ name, content }: Downloaded): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
