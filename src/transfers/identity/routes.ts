/** By which routes a code may come: never the way the notice came, and a message to a telephone is one way whoever carries it. */
import type { CodeRoute } from '../../access/ports.ts';
import { CHANNEL_KINDS, type ChannelKind } from '../../model/channel.ts';
import type { SentRoute } from '../../model/api/open-identity.ts';
import { SENT_ROUTES } from '../../model/api/open-identity.ts';
import { kindOfConnection } from '../../store/tables/connections.ts';
import type { RecipientRow } from '../../store/tables/recipients.ts';
import type { Connection, Tenant, TransferDeps } from '../deps.ts';

/** `unknown`: the connection is gone and nobody knows what it was, so it may have been any. */
export type NoticeWay = 'mailbox' | 'telephone' | 'messenger' | 'unknown';

const WAYS: Partial<Readonly<Record<ChannelKind | CodeRoute, NoticeWay>>> = {
  email: 'mailbox',
  sms: 'telephone',
  whatsapp: 'telephone',
};

/** The way by which a connection's notices come. Connections of the settings file are called after their kind. */
export async function wayOfNotice(
  deps: Pick<TransferDeps, 'channels' | 'db'>,
  tenant: Tenant,
  connectionId: string,
): Promise<NoticeWay> {
  const open = deps.channels.connections().find((one) => one.id === connectionId)?.kind;
  const kind = open ?? (await kindOfConnection(deps.db.query, tenant.orgId, connectionId)) ?? connectionId;
  const known = CHANNEL_KINDS.find((one) => one === kind);
  return known === undefined ? 'unknown' : (WAYS[known] ?? 'messenger');
}

/** Whether a code by this route comes another way than the notices did. One that is read out always does. */
export function isOtherWay(route: CodeRoute, ways: readonly NoticeWay[]): boolean {
  if (route === 'spoken') return true;
  return !ways.includes(WAYS[route] ?? 'unknown') && !ways.includes('unknown');
}

/** Routes that could carry a code to anybody: the same list for everybody. */
export function routesOffered(deps: Pick<TransferDeps, 'channels'>): readonly SentRoute[] {
  return SENT_ROUTES.filter((route) => deps.channels.codeConnection(route) !== undefined);
}

/** Routes that can carry a code to this recipient and, unless `anyWay`, come another way than his notices. */
export function routesFor(
  deps: Pick<TransferDeps, 'channels'>,
  recipient: Pick<RecipientRow, 'phone_sealed'>,
  ways: readonly NoticeWay[],
  anyWay = false,
): readonly SentRoute[] {
  return routesOffered(deps).filter(
    (route) => (route === 'email' || recipient.phone_sealed !== null) && (anyWay || isOtherWay(route, ways)),
  );
}

/** The connection for a wanted route, or for the best one when none was wanted; undefined when there is none for this recipient. */
export function chooseRoute(
  deps: Pick<TransferDeps, 'channels'>,
  routes: readonly SentRoute[],
  wanted: SentRoute | undefined,
): { readonly route: SentRoute; readonly connection: Connection } | undefined {
  const route = wanted === undefined ? routes[0] : routes.find((one) => one === wanted);
  const connection = route === undefined ? undefined : deps.channels.codeConnection(route);
  return route === undefined || connection === undefined ? undefined : { route, connection };
}
