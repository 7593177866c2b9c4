/** One answer per endpoint. Sentinels make it fail: `fail@…` as e-mail, `000000` as code, `!fail` in a message. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { classifyText } from '../../src/classify/classify.ts';
import { summarise } from '../../src/classify/summarise.ts';
import { createRecipientSchema } from '../../src/model/api/recipients.ts';
import { previewTransferSchema, submitTransferSchema } from '../../src/model/api/transfers.ts';
import { answerAccess } from './access.ts';
import { answerArchive } from './archive.ts';
import { answerConnections } from './connections.ts';
import { decisionOf } from './decisions.ts';
import { answerDelivery, mockDelivery } from './delivery.ts';
import { answerDoors } from './doors.ts';
import { answerLaw } from './law.ts';
import { answerLevels } from './levels.ts';
import { id, type MockState, sessionOf, uploadStateOf } from './state.ts';
import { mockDuties, mockDuty, mockForm } from './duties.ts';
import { answerDecisions } from './packs.ts';
import { answerProof } from './proof.ts';
import { seedTransfers } from './transfers.ts';

type MockRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};
type MockAnswer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };

const ok = (body: unknown): MockAnswer => ({ status: 200, body });
const fail = (status: number, code: string): MockAnswer => ({
  status,
  body: { error: { code, message: 'mock', requestId: 'mock-1234', details: {} } },
});
const json = (request: MockRequest): unknown =>
  request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'));

function viewOf(summary: ReturnType<typeof summarise>) {
  const { evidence: _, findings = [], ...shown } = summary;
  return { ...shown, excepted: [], findings: findings.map((finding, index) => ({ ...finding, index })) };
}

function preview(request: MockRequest): MockAnswer {
  const asked = previewTransferSchema.parse(json(request));
  if (asked.message.includes('!fail')) return fail(503, 'store.busy');
  const found = classifyText(asked.message);
  const recorded = asked.basis !== null && asked.basis.bases.length > 0;
  const outcome =
    asked.purpose === 'marketing' ? 'refused' : found.findings.length === 0 || recorded ? 'allow' : 'held';
  const body = JSON.stringify({
    msgtype: 'actionCard',
    actionCard: {
      title: '濠江貿易有限公司：密封通知 EN-0000-0000-0000',
      text: '### 濠江貿易有限公司\n\n您有一份密封通知，參考編號：EN-0000-0000-0000',
      singleTitle: '前往查閱',
      singleURL: 'https://entrepot.example.mo/n/AAAAAAAAAAAAAAAAAAAAAA',
    },
  });
  return ok({
    classification: viewOf(summarise([found])),
    messageFindings: found.findings,
    decision: asked.recipientIds.length === 0 ? null : decisionOf(outcome, found.level === 'restricted'),
    notice: { contentType: 'application/json', body, bytes: Buffer.byteLength(body) },
  });
}

function auth(state: MockState, request: MockRequest): MockAnswer {
  const body = z.record(z.string(), z.unknown()).parse(json(request));
  switch (request.url.pathname.slice('/api/auth/'.length)) {
    case 'sign-in/email':
      if (String(body['email']).startsWith('fail'))
        return { status: 401, body: { code: 'INVALID_EMAIL_OR_PASSWORD', message: '' } };
      return ok({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
    case 'two-factor/enable':
      return ok({
        method: 'totp',
        totpURI: 'otpauth://totp/Entrepot:mei@houkong.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Entrepot',
        backupCodes: Array.from({ length: 10 }, (_, n) => `k7f${n}q-m2x${n}p`),
      });
    case 'two-factor/verify-totp':
    case 'two-factor/verify-backup-code':
      if (body['code'] === '000000') return { status: 401, body: { code: 'INVALID_CODE', message: '' } };
      state.stage = 'ready';
      return ok({});
    case 'sign-out':
      state.stage = 'signed_out';
      return ok({ success: true });
    default:
      return { status: 404, body: { code: 'CHALLENGE_NOT_FOUND', message: '' } };
  }
}

/** Just enough of tus 1.0.0: creation, PATCH, HEAD, DELETE. */
function tus(state: MockState, request: MockRequest, uploadId: string): MockAnswer {
  const upload = state.uploads.get(uploadId);
  const offset = (bytes: number) => ({ 'tus-resumable': '1.0.0', 'upload-offset': String(bytes) });
  if (request.method === 'POST') {
    const created = id(900 + state.uploads.size);
    state.uploads.set(created, { size: Number(request.headers['upload-length']), received: 0, polls: 0, name: '' });
    return { status: 201, headers: { location: `/api/v1/uploads/${created}`, 'tus-resumable': '1.0.0' } };
  }
  if (upload === undefined) return fail(404, 'upload.not_found');
  if (request.method === 'PATCH') upload.received += request.body.length;
  if (request.method === 'DELETE') state.uploads.delete(uploadId);
  return {
    status: request.method === 'HEAD' ? 200 : 204,
    headers: { ...offset(upload.received), 'upload-length': String(upload.size) },
  };
}

function transfers(state: MockState, request: MockRequest, parts: readonly string[]): MockAnswer {
  const [transferId, act, ...more] = parts;
  if (transferId === 'preview') return preview(request);
  if (transferId === undefined && request.method === 'POST') {
    const body = submitTransferSchema.parse(json(request));
    const held = classifyText(body.message).findings.length > 0 || body.uploadIds.length > 0;
    const [first] = seedTransfers();
    if (first === undefined) return fail(500, 'base.unexpected');
    const made = {
      ...first,
      id: id(300 + state.transfers.length),
      purpose: body.purpose,
      state: held ? ('held' as const) : ('granted' as const),
    };
    state.transfers.unshift(made);
    return ok({ transferId: made.id, reference: made.reference, state: made.state });
  }
  if (transferId === undefined) {
    const wanted = request.url.searchParams.get('state');
    const rows = state.empty ? [] : state.transfers.filter((transfer) => wanted === null || transfer.state === wanted);
    return ok({ transfers: rows.map(rowOf), nextCursor: null });
  }
  const found = state.transfers.find((transfer) => transfer.id === transferId);
  if (found === undefined) return fail(404, 'transfer.not_found');
  if (act === 'access') return ok(answerAccess(state, 'transfers', [found.id, act]));
  const after = {
    approval: 'granted',
    revoke: 'revoked',
    withdraw: 'withdrawn',
    basis: 'held',
    resend: 'granted',
  } as const;
  for (const [name, next] of Object.entries(after)) if (act === name) found.state = next;
  if (act === 'delivery') return ok(mockDelivery(found));
  return ok(act === undefined ? found : answerDecisions(act, more));
}

function duties(state: MockState, request: MockRequest, [dutyId, act]: readonly string[]): MockAnswer {
  if (request.method === 'POST') {
    const closed = act === 'reopen' ? 'open' : act === 'dismiss' ? 'not_needed' : 'done';
    return ok(
      dutyId === undefined
        ? { opened: [id(802)] }
        : act === 'complete'
          ? { state: closed, granted: 1 }
          : { state: closed },
    );
  }
  if (act === 'form') return ok(mockForm());
  if (dutyId !== undefined) {
    const found = mockDuty(dutyId);
    return found === undefined ? fail(404, 'duty.not_found') : ok(found);
  }
  const all = state.empty ? [] : mockDuties();
  const wanted = request.url.searchParams.get('state');
  const rows = all.filter((one) => wanted === null || one.state === wanted);
  return ok({
    duties: rows,
    counts: { open: all.length, overdue: all.filter((one) => one.left?.overdue).length, soon: 1 },
  });
}

const rowOf = ({
  id: rowId,
  reference,
  state,
  level,
  purpose,
  sender,
  recipients,
  files,
  bytes,
  createdAt,
  expiresAt,
}: MockState['transfers'][number]) => ({
  id: rowId,
  reference,
  state,
  level,
  purpose,
  sender,
  recipients,
  files,
  bytes,
  createdAt,
  expiresAt,
});

function system(state: MockState, request: MockRequest, name: string): MockAnswer {
  const kB = 1000;
  switch (name) {
    case 'session':
      return ok(sessionOf(state));
    case 'setup':
      state.stage = 'enrol';
      return ok({
        organisationId: id(2),
        recordsKey: {
          recipient: 'age1mockmockmockmockmockmockmockmockmockmockmockmockmockmock',
          shares: [
            'share-1-Qm9va3Mgb2YgdGhlIGhhcmJvdXIgYXJlIGtlcHQgYXBhcnQ',
            'share-2-VHdvIG9mIHRoZW0gYXJlIG5lZWRlZCB0byBvcGVuIGFueXRoaW5n',
            'share-3-T25lIGFsb25lIHNheXMgbm90aGluZyBhdCBhbGwgdG8gYW55b25l',
          ],
        },
      });
    case 'enrol':
      state.stage = 'enrol';
      return ok({});
    case 'recipients':
      if (request.method !== 'POST') return ok({ recipients: state.empty ? [] : state.recipients });
      state.recipients.push({
        ...createRecipientSchema.parse(json(request)),
        covered: false,
        id: id(110 + state.recipients.length),
        createdAt: new Date().toISOString(),
      });
      return ok(state.recipients.at(-1));
    case 'staff':
      return ok({
        staff: [
          {
            id: id(1),
            name: '黃美儀',
            email: 'mei@houkong.example',
            role: 'officer',
            state: 'active',
            createdAt: '2026-11-01T00:00:00.000Z',
          },
        ],
      });
    case 'connections':
      return ok({
        connections: [
          {
            id: 'dingtalk',
            kind: 'dingtalk',
            label: '釘釘 · 供應鏈群組',
            sandbox: true,
            jurisdiction: 'CN',
            reaches: 'group',
          },
          { id: 'email', kind: 'email', label: '電郵', sandbox: true, jurisdiction: 'MO', reaches: 'email' },
        ],
      });
    case 'meter':
      return ok({
        contentBytes: 48_213 * kB,
        crossedBytes: 9 * kB,
        keptShare: 0.99981,
        personalDataCrossed: 0,
        notices: 14,
        days: [],
      });
    case 'log':
      return ok({
        origin: 'entrepot.example.mo/log/1',
        vkey: 'mock',
        page: { sha256: 'a'.repeat(64), since: new Date().toISOString(), index: 3 },
        path: '/log/1/',
        size: 423,
        pending: 0,
        state: 'active',
      });
    default:
      return fail(404, 'base.not_found');
  }
}

export function answerMock(state: MockState, request: MockRequest): MockAnswer {
  const { pathname } = request.url;
  const [root, , first = '', ...rest] = pathname.slice(1).split('/');
  if (root === 'mock') {
    const stages = ['setup', 'signed_out', 'enrol', 'ready'] as const;
    state.stage = stages.find((stage) => pathname.endsWith(`/${stage}`)) ?? state.stage;
    state.empty = pathname.includes('/empty/');
    state.secure = !pathname.includes('/insecure/');
    return ok({});
  }
  if (pathname.startsWith('/api/auth/')) return auth(state, request);
  if (first === 'uploads') {
    if (rest[1] !== 'state') return tus(state, request, rest[0] ?? '');
    const upload = uploadStateOf(state, rest[0] ?? '');
    return upload === null ? fail(404, 'upload.not_found') : ok(upload);
  }
  if (first === 'transfers') return transfers(state, request, rest);
  if (first === 'duties') return duties(state, request, rest);
  const known = answerPage(state, request, first, rest);
  if (known !== undefined) return ok(known);
  if (first === 'log' && rest[0] === 'events') return ok({ events: [], nextBefore: null });
  return system(state, request, first);
}

/** Pages whose answers are kept in files of their own; undefined for others. */
function answerPage(state: MockState, request: MockRequest, first: string, rest: readonly string[]): unknown {
  return (
    answerAccess(state, first, rest) ??
    answerConnections(state, first, request.method, rest) ??
    answerArchive(request.method, request.url, request.body) ??
    answerDelivery(state, first, request.method, rest) ??
    answerDoors(state, first, request.method, rest) ??
    answerLaw(state, first, request.method, rest) ??
    answerLevels(request.method, request.url.pathname, () => json(request)) ??
    answerProof(first, request.method, rest)
  );
}
