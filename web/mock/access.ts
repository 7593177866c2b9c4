/** The permission matrix of the mock, for looking at pages. Invented. */
import type { AccessListAnswer, AccessRow, AccessTable, LevelTable, TriedAccess } from '../../src/model/api/access.ts';
import { type EffectiveTerms, TERM_NAMES, type TermName, type TermSource } from '../../src/model/access-terms.ts';
import { LEVELS } from '../../src/model/level.ts';
import { type MockState, PEOPLE } from './state.ts';

const terms: EffectiveTerms = {
  permission: 'download',
  notBefore: null,
  until: '2026-12-09T02:30:00.000Z',
  opensMax: 5,
  countries: null,
  networks: null,
  devicesMax: null,
  hours: [],
  kinds: null,
  factorsMin: 2,
  factors: [],
  search: true,
  textLayer: false,
};
const narrow: EffectiveTerms = {
  ...terms,
  permission: 'view',
  countries: ['MO', 'HK'],
  networks: ['203.0.113.0/24'],
  devicesMax: 2,
  hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'Asia/Macau' }],
  factorsMin: 3,
  factors: ['totp'],
};

const fromOf = (own: TermSource): Record<TermName, TermSource> => {
  const from = new Map<TermName, TermSource>(TERM_NAMES.map((name) => [name, 'level']));
  for (const name of ['countries', 'networks', 'devicesMax', 'hours', 'permission'] as const) from.set(name, own);
  return {
    permission: from.get('permission') ?? 'level',
    notBefore: 'limit',
    until: 'limit',
    opensMax: 'limit',
    countries: from.get('countries') ?? 'level',
    networks: from.get('networks') ?? 'level',
    devicesMax: from.get('devicesMax') ?? 'level',
    hours: from.get('hours') ?? 'level',
    kinds: 'level',
    factorsMin: 'level',
    factors: 'level',
    search: 'level',
    textLayer: 'level',
  };
};

const level = {
  permission: 'download' as const,
  opensMax: 100,
  daysMax: 90,
  countries: null,
  networks: null,
  devicesMax: null,
  hours: null,
  kinds: null,
  factorsMin: 2,
  factors: [],
  search: true,
  textLayer: false,
};

function tableOf(state: MockState, transferId: string): AccessTable {
  const transfer = state.transfers.find((one) => one.id === transferId);
  const recipients = transfer?.recipients ?? [];
  const objects = transfer?.objects ?? [];
  return {
    transferId,
    state: transfer?.state ?? 'granted',
    level: transfer?.level ?? 'internal',
    caps: { level, viewOnly: false, expiryDays: 30 },
    recipients: recipients.map(({ id, organisation, jurisdiction }) => ({
      id,
      organisation,
      jurisdiction,
      belongs: true,
    })),
    objects: objects.map(({ id, kind, size }) => ({ id, kind, size })),
    cells: [],
    inForce: recipients.flatMap(({ id: recipientId }) =>
      objects.map(({ id: objectId, kind }) => ({
        objectId,
        recipientId,
        terms: kind === 'file' ? narrow : terms,
        from: fromOf(kind === 'file' ? 'object' : 'level'),
        state: 'active' as const,
        opened: 1,
        opensLeft: 4,
        devices: 1,
      })),
    ),
    may: { edit: true, revoke: true },
  };
}

function list(state: MockState): AccessListAnswer {
  const rows = state.transfers
    .filter((one) => one.state === 'granted' && !state.empty)
    .flatMap((transfer) =>
      transfer.objects.flatMap((object, at) =>
        transfer.recipients.map((recipient): AccessRow => {
          const isFile = object.kind === 'file';
          return {
            transferId: transfer.id,
            reference: transfer.reference,
            level: transfer.level,
            objectId: object.id,
            objectKind: object.kind,
            position: at + 1,
            document: null,
            recipientId: recipient.id,
            person: PEOPLE.find((one) => one.id === recipient.id)?.name ?? null,
            organisation: recipient.organisation,
            jurisdiction: recipient.jurisdiction,
            terms: isFile ? narrow : terms,
            from: fromOf(isFile ? 'object' : 'level'),
            opensLeft: 4,
            place: recipient.jurisdiction,
            outcome: isFile && recipient.jurisdiction === 'CN' ? 'place' : 'open',
            detail: null,
            term: isFile && recipient.jurisdiction === 'CN' ? 'countries' : null,
            source: isFile && recipient.jurisdiction === 'CN' ? 'object' : null,
            rule: null,
          };
        }),
      ),
    );
  return { rows, nextCursor: null };
}

function levels(): LevelTable {
  return {
    levels: LEVELS.map((one) => ({
      level: one,
      shipped: level,
      own: {},
      inForce: level,
      version: 0,
      setBy: null,
      setAt: null,
      transfers: 3,
    })),
    mayEdit: true,
  };
}

function tried(): TriedAccess {
  return {
    outcome: 'open',
    detail: null,
    term: null,
    source: null,
    terms,
    from: fromOf('level'),
    law: { outcome: 'allow', rules: [] },
  };
}

/** Undefined for requests that are of other pages. */
export function answerAccess(state: MockState, first: string, rest: readonly string[]): unknown {
  if (first === 'transfers' && rest[1] === 'access') return tableOf(state, rest[0] ?? '');
  if (first !== 'access') return undefined;
  if (rest[0] === 'levels') return levels();
  return rest[0] === 'try' ? tried() : list(state);
}
