/** The archive, incidents and requests of the mock, for looking at pages. Invented. */
import {
  type ArchivedMessage,
  type IncidentList,
  type RequestList,
  type SearchArchive,
  searchArchiveSchema,
  type SearchPage,
  type Thread,
  type ThreadList,
  type ThreadPage,
} from '../../src/model/api/archive.ts';
import { isFoundIn } from '../../src/model/search-words.ts';
import { id } from './state.ts';

const at = '2026-11-20T02:30:00.000Z';
const thread: Thread = {
  id: id(801),
  title: '珠海供應商協作組',
  kind: 'group',
  connection: 'c-mockmockaa',
  messages: 3,
  lastAt: at,
};
const base = {
  thread: { id: thread.id, title: thread.title },
  sender: { name: '陳大文', key: 'a'.repeat(64) },
  sentAt: at,
  receivedAt: at,
  incidentId: null,
  found: {},
  files: [],
};
const messages: ArchivedMessage[] = [
  { ...base, id: id(811), kind: 'text', text: '貨櫃已到港，請安排收貨', level: 'internal' },
  {
    ...base,
    id: id(812),
    kind: 'file',
    text: '',
    level: 'restricted',
    found: { person_name: 12, cn_resident_id: 12 },
    incidentId: id(821),
    files: [
      {
        id: id(831),
        name: '名單.xlsx',
        mediaType: 'application/octet-stream',
        size: 48_200,
        state: 'kept',
        problem: null,
      },
      {
        id: id(832),
        name: '舊檔.pdf',
        mediaType: 'application/pdf',
        size: null,
        state: 'failed',
        problem: 'dingtalk.status_400',
      },
    ],
  },
];
const open = { incidents: 1, requests: 1 };
const incidents: IncidentList = {
  incidents: [
    {
      id: id(821),
      kind: 'posted_in_channel',
      at,
      connection: thread.connection,
      level: 'restricted',
      found: { person_name: 12, cn_resident_id: 12 },
      thread: base.thread,
      messageId: id(812),
      transfer: null,
      state: 'open',
      answeredAt: at,
      closedAt: null,
      closedBy: null,
      note: null,
    },
  ],
  nextCursor: null,
  open,
};
const requests: RequestList = {
  requests: [
    {
      id: id(841),
      kind: 'files',
      at,
      thread: base.thread,
      messageId: id(811),
      sender: '陳大文',
      transfer: null,
      recipient: null,
      state: 'open',
      closedAt: null,
      closedBy: null,
    },
  ],
  nextCursor: null,
  open,
};

/** Returns the answer of one of these endpoints, or undefined for any other. */
export function answerArchive(method: string, url: URL, body: Buffer): unknown {
  const { pathname } = url;
  if (method === 'POST') return act(pathname, body);
  const isOpen = url.searchParams.get('state') !== 'closed';
  if (pathname === '/api/v1/archive') return { threads: [thread], nextCursor: null } satisfies ThreadList;
  if (pathname === '/api/v1/incidents') return isOpen ? incidents : { ...incidents, incidents: [] };
  if (pathname === '/api/v1/requests') return isOpen ? requests : { ...requests, requests: [] };
  return undefined;
}

function act(pathname: string, body: Buffer): unknown {
  if (pathname === '/api/v1/archive/search') return found(searchArchiveSchema.parse(JSON.parse(body.toString('utf8'))));
  if (pathname.startsWith('/api/v1/archive/threads/'))
    return { thread, messages, nextCursor: null } satisfies ThreadPage;
  if (/^\/api\/v1\/incidents\/[^/]+\/close$/.test(pathname)) return { state: 'closed' };
  if (/^\/api\/v1\/requests\/[^/]+\/close$/.test(pathname)) return { state: 'done' };
  return undefined;
}

function found({ query }: SearchArchive): SearchPage {
  return { messages: messages.filter((one) => isFoundIn(one.text, query)), nextCursor: null };
}
