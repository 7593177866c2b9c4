/** The platform's own WebSocket behind the port of the stream. Follows no redirect; speaks text only. */
import type { OpenSocket } from '../receive.ts';

/** Opens the socket. Failures show as `closed`. */
export const openWebSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url.reveal());
  socket.binaryType = 'arraybuffer';
  let isClosed = false;
  const closed = (): void => {
    if (isClosed) return;
    isClosed = true;
    events.closed();
  };
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', (event) => {
    const data: unknown = event.data;
    if (!isClosed) events.text(typeof data === 'string' ? data : undefined);
  });
  socket.addEventListener('close', closed);
  socket.addEventListener('error', () => socket.close());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.close();
      // The other side may never answer the closing handshake.
      setTimeout(closed, 2000).unref();
    },
  };
};
