/** What somebody is about to grant, and what is sent of it. Pure. */
import type { AccessRequest, AnswerRequest } from '../../../src/model/api/access-requests.ts';

export type AnswerDraft = {
  readonly reason: string;
  /** Local day, `YYYY-MM-DD`; empty: none. */
  readonly until: string;
  readonly opens: string;
  readonly allowPlace: boolean;
  readonly devices: string;
  readonly permission: '' | 'view' | 'download';
};

const WEEK_MS = 7 * 86_400_000;

/** What is proposed: a week more or what is left of it, three openings, the place where the recipient stands. */
export function firstDraft({ kind, possible, place }: AccessRequest, now: Date): AnswerDraft {
  const latest = possible.until === null ? undefined : new Date(possible.until);
  const week = new Date(now.getTime() + WEEK_MS);
  const until = latest === undefined ? '' : dayOf(latest < week ? latest : week);
  return {
    reason: '',
    until: kind === 'more_time' ? until : '',
    opens: kind === 'more_opens' ? '3' : '',
    allowPlace: kind === 'access' && /^[A-Z]{2}$/.test(place),
    devices: '',
    permission: '',
  };
}

/** The day of a moment where the reader is. */
export function dayOf(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The last moment of a local day, never later than what is possible. */
export function endOfDay(day: string, latest: string | null): string | undefined {
  const end = new Date(`${day}T23:59:59`);
  if (day === '' || Number.isNaN(end.getTime())) return undefined;
  const most = latest === null ? end : new Date(latest);
  return (end < most ? end : most).toISOString();
}

/** Returns what is sent, or undefined while it says too little. */
export function grantOf(request: AccessRequest, draft: AnswerDraft): AnswerRequest | undefined {
  const reason = draft.reason.trim();
  const base = { outcome: 'granted', reason } as const;
  const until = endOfDay(draft.until, request.possible.until);
  if (request.kind === 'more_time') return until === undefined ? undefined : { ...base, until };
  if (request.kind === 'more_opens') {
    const opens = wholeIn(draft.opens, 100);
    return opens === undefined ? undefined : { ...base, opens };
  }
  if (request.kind === 'download') return request.possible.download ? base : undefined;
  const devices = wholeIn(draft.devices, 20);
  const given = {
    ...(draft.allowPlace && /^[A-Z]{2}$/.test(request.place) ? { place: request.place } : {}),
    ...(devices === undefined ? {} : { devices }),
    ...(draft.permission === '' ? {} : { permission: draft.permission }),
    ...(until === undefined ? {} : { until }),
  };
  return Object.keys(given).length === 0 ? undefined : { ...base, ...given };
}

function wholeIn(text: string, most: number): number | undefined {
  const n = Number(text);
  return text.trim() !== '' && Number.isInteger(n) && n >= 1 && n <= most ? n : undefined;
}
