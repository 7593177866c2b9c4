/** A connected program as it is being written in the form, and the request that it becomes. */
import { type DoorChoices, doorChoicesSchema, type DoorDetail, type DoorList } from '../../../src/model/api/doors.ts';
import type { Purpose } from '../../../src/model/facts.ts';
import type { ROUTE_TEMPLATES } from '../../../src/model/notice.ts';
import type { Locale } from '../i18n/locale.ts';

export type DoorKind = 'robot' | 'app';

/** Numbers and lists are kept as they are typed. */
export type DoorDraft = {
  readonly kind: DoorKind;
  readonly name: string;
  readonly entityId: string;
  readonly audienceId: string;
  readonly connectionId: string;
  readonly locale: Locale;
  readonly purpose: Purpose;
  readonly template: (typeof ROUTE_TEMPLATES)[number];
  readonly label: string;
  readonly digestSeconds: string;
  readonly passPublic: boolean;
  readonly mentionAll: boolean;
  readonly expiresInDays: string;
  readonly opensMax: string;
  readonly signed: boolean;
  /** One a line. */
  readonly keywords: string;
  readonly networks: string;
  readonly perMinute: string;
  readonly refusalStatus: '200' | '403';
  readonly held: 'ok' | 'told';
  readonly conversationIds: string;
  /** Empty: messages to persons are told in the group. */
  readonly personConnectionId: string;
};

type Known = {
  readonly locale: Locale;
  readonly entities: readonly { readonly id: string }[];
  readonly connections: readonly DoorList['connections'][number][];
};

/** What is chosen where there is only one choice, and what most programs need. */
export function newDraft({ locale, entities, connections }: Known): DoorDraft {
  const groups = connections.filter((one) => one.reaches === 'group');
  return {
    kind: 'robot',
    name: '',
    entityId: onlyOne(entities),
    audienceId: '',
    connectionId: onlyOne(groups),
    locale,
    purpose: 'internal_report',
    template: 'standard',
    label: '',
    digestSeconds: '0',
    passPublic: false,
    mentionAll: false,
    expiresInDays: '14',
    opensMax: '20',
    signed: true,
    keywords: '',
    networks: '',
    perMinute: '600',
    refusalStatus: '200',
    held: 'ok',
    conversationIds: '',
    personConnectionId: '',
  };
}

function onlyOne(all: readonly { readonly id: string }[]): string {
  return all.length === 1 ? (all[0]?.id ?? '') : '';
}

export function draftOf({ kind, name, settings }: Pick<DoorDetail, 'kind' | 'name' | 'settings'>): DoorDraft {
  const { route, security, answers, app } = settings;
  return {
    kind,
    name,
    entityId: route.entityId,
    audienceId: route.audienceId,
    connectionId: route.connectionId,
    locale: route.locale,
    purpose: route.purpose,
    template: route.template,
    label: route.label ?? '',
    digestSeconds: String(route.digestSeconds),
    passPublic: route.passPublic,
    mentionAll: route.mentionAll,
    expiresInDays: String(route.expiresInDays),
    opensMax: String(route.opensMax),
    signed: security.signed,
    keywords: security.keywords.join('\n'),
    networks: security.networks.join('\n'),
    perMinute: String(security.perMinute),
    refusalStatus: answers.refusalStatus === 403 ? '403' : '200',
    held: answers.held,
    conversationIds: (app?.conversationIds ?? []).join('\n'),
    personConnectionId: app?.personConnectionId ?? '',
  };
}

/** The request, or null while something is missing or is not of the form that the server takes. */
export function choicesOf(draft: DoorDraft): DoorChoices | null {
  if (!isGuarded(draft)) return null;
  const { entityId, audienceId, connectionId, locale, purpose, template, passPublic, mentionAll } = draft;
  const read = doorChoicesSchema.safeParse({
    name: draft.name,
    route: {
      entityId,
      audienceId,
      connectionId,
      locale,
      purpose,
      template,
      label: draft.label.trim() === '' ? null : draft.label.trim(),
      digestSeconds: numberOf(draft.digestSeconds),
      passPublic,
      mentionAll,
      expiresInDays: numberOf(draft.expiresInDays),
      opensMax: numberOf(draft.opensMax),
    },
    security: {
      signed: draft.signed,
      keywords: linesOf(draft.keywords),
      networks: linesOf(draft.networks),
      perMinute: numberOf(draft.perMinute),
    },
    answers: { refusalStatus: draft.refusalStatus === '403' ? 403 : 200, held: draft.held },
    app:
      draft.kind === 'robot'
        ? null
        : {
            conversationIds: linesOf(draft.conversationIds),
            personConnectionId: draft.personConnectionId === '' ? null : draft.personConnectionId,
          },
  });
  return read.success ? read.data : null;
}

/** A robot's address alone may have been copied from a chat: something else must be asked of whoever calls. */
export function isGuarded({ kind, signed, keywords, networks }: DoorDraft): boolean {
  return kind === 'app' || signed || linesOf(keywords).length > 0 || linesOf(networks).length > 0;
}

/** Whether a typed number is one between the two. */
export function isBetween(text: string, min: number, max: number): boolean {
  const value = numberOf(text);
  return value >= min && value <= max;
}

/** NaN, which no schema takes, for what is no number. */
function numberOf(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}

/** Lines without space around them; empty ones and repeats left out. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
