/**
 * Downloads as a real form POST: the server's attachment answer streams to the browser's own download, which works
 * where blobs and service workers do not. The answer goes to a hidden frame, so that the page stays whatever comes back.
 */
import { h } from './dom.ts';

export type DownloadForm = {
  readonly handle: string;
  readonly openingId: string;
  readonly csrf: string;
  readonly as?: 'archive';
};

/**
 * Starts a download.
 *
 * @param onRefused - Called when an answer was shown instead of saved: then it was an error page. An attachment never loads in
 *   the frame, and its outcome cannot be seen from here.
 */
export function startDownload(fields: DownloadForm, onRefused: () => void): void {
  const name = `download-${fields.openingId}`;
  const old = document.getElementById(name);
  if (old !== null) old.remove();
  const frame = h('iframe', { name, title: '', hidden: '', 'aria-hidden': 'true', tabindex: '-1' });
  const form = h('form', { method: 'post', action: '/open/download', target: name, hidden: '' });
  for (const [field, value] of Object.entries(fields)) form.append(h('input', { type: 'hidden', name: field, value }));
  const holder = h('div', { id: name, hidden: '' }, frame, form);
  document.body.append(holder);
  // Only now: the empty frame has already loaded once.
  frame.addEventListener('load', () => {
    if (!isBlank(frame)) onRefused();
  });
  form.submit();
}

/** An error page is unreadable from here (it forbids framing) or has an address; an empty frame has neither. */
function isBlank(frame: HTMLIFrameElement): boolean {
  const inner = frame.contentDocument;
  return inner !== null && inner.URL === 'about:blank';
}
