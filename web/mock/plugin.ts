/** Answers the console's requests inside Vite's server, from seed data, so that pages can be seen without a server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { answerMock } from './answer.ts';
import { createMockState } from './state.ts';

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function middleware(): Connect.NextHandleFunction {
  const state = createMockState();
  return (request: IncomingMessage, response: ServerResponse, next) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (!/^\/(?:api|mock)\//.test(url.pathname)) {
      next();
      return;
    }
    const respond = async () => {
      const body = await bodyOf(request);
      const answer = answerMock(state, { method: request.method ?? 'GET', url, headers: request.headers, body });
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...answer.headers };
      response.writeHead(answer.status, headers);
      response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    };
    void respond();
  };
}

export function mockApi(): Plugin {
  return {
    name: 'entrepot-mock-api',
    configureServer(server) {
      server.middlewares.use(middleware());
    },
    configurePreviewServer(server) {
      server.middlewares.use(middleware());
    },
  };
}
