/** The kinds of places where recipients can sign in. */
import type { z } from 'zod';
import type { Fetch } from '../network.ts';
import { dingtalkPlace } from './dingtalk.ts';
import { feishuPlace } from './feishu.ts';
import { oidc } from './oidc.ts';
import type { SignInAdapter, SignInPlace } from './port.ts';
import { wecomPlace } from './wecom.ts';

export type PlaceKind = 'oidc' | 'dingtalk' | 'wecom' | 'feishu';

type Opener = (settings: unknown, fetch: Fetch) => SignInPlace | z.ZodError;

/** Settings are checked and used in one place, so that each kind sees its own alone. */
function opener<C>(adapter: SignInAdapter<C>): Opener {
  return (settings, fetch) => {
    const read = adapter.settings.safeParse(settings);
    return read.success ? adapter.open(read.data, fetch) : read.error;
  };
}

const OPENERS: Readonly<Record<PlaceKind, Opener>> = {
  oidc: opener(oidc),
  dingtalk: opener(dingtalkPlace),
  wecom: opener(wecomPlace),
  feishu: opener(feishuPlace),
};

export type OpenedPlace =
  | { readonly ok: true; readonly place: SignInPlace }
  /** Names of the members that are not of the expected form. */
  | { readonly ok: false; readonly fields: readonly string[] };

export function openPlace(kind: PlaceKind, settings: unknown, fetch: Fetch): OpenedPlace {
  const opened = OPENERS[kind](settings, fetch);
  if (!('issues' in opened)) return { ok: true, place: opened };
  return { ok: false, fields: [...new Set(opened.issues.map((issue) => String(issue.path[0] ?? '')))] };
}
