/**
 * The stream relay: a program asks for a connection, connects, and gets what people write to its robot; its answers come back to the gateway
 * as messages of the door.
 *
 * @see https://open-dingtalk.github.io/developerpedia/docs/learn/stream/overview
 */
import { issueSession, issueTicket, openTicket, findOpenDoor, SESSION_LIFE_MS } from '../../transfers/door-sessions.ts';
import type { GatewayApp, GatewayArea, GatewayCtx, GatewayDeps } from '../deps.ts';
import { readCallBody } from '../dingtalk/apps/enter.ts';
import { FAIL, fail } from '../dingtalk/apps/failures.ts';
import { proveApp } from '../dingtalk/apps/token-routes.ts';
import { createStreamHub, type StreamHub } from './hub.ts';
import { parseOpenRequest } from './protocol.ts';
import { CONNECT_PATH, streamUpgrade, type UpgradeListener } from './upgrade.ts';

export type GatewayStream = {
  readonly hub: StreamHub;
  readonly area: GatewayArea;
  readonly onUpgrade: UpgradeListener;
};

export function createStream(deps: GatewayDeps): GatewayStream {
  const hub = createStreamHub({
    ...deps,
    isOpen: async (doorId) => {
      const tenant = await deps.tenant();
      return tenant !== undefined && (await findOpenDoor(deps.transfers, tenant, doorId)) !== undefined;
    },
    answerAddress: async (doorId, message) => {
      const tenant = await deps.tenant();
      if (tenant === undefined) throw new Error('a message for a door of nobody');
      const session = await issueSession(deps.transfers, tenant, doorId, { recipientId: message.recipientId });
      return {
        url: `${deps.settings.gatewayUrl}/robot/sendBySession?session=${session}`,
        until: new Date(deps.clock.now().getTime() + SESSION_LIFE_MS),
      };
    },
  });
  const onUpgrade = streamUpgrade({
    ...deps,
    hub,
    openTicket: async (written) => {
      const tenant = await deps.tenant();
      const [, ticket = '', wants] = /^([0-9a-f]{64})([mn])$/.exec(written) ?? [];
      const door = tenant === undefined ? undefined : await openTicket(deps.transfers, tenant, ticket);
      const app = door?.settings.app ?? null;
      if (door === undefined || app === null) return undefined;
      return { doorId: door.id, appId: app.robotCode, wantsMessages: wants === 'm' };
    },
  });
  return { hub, onUpgrade, area: (app) => openRoute(app, deps) };
}

/** `POST /v1.0/gateway/connections/open`: where to connect, and a ticket for it. */
function openRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post('/v1.0/gateway/connections/open', (c) => openConnection(deps, c));
}

async function openConnection(deps: GatewayDeps, c: GatewayCtx): Promise<Response> {
  const read = await readCallBody(c);
  if (read.kind === 'too_large') return fail(deps, c, null, FAIL.tooLarge);
  const request = read.kind === 'read' ? parseOpenRequest(read.body) : undefined;
  if (request === undefined) return fail(deps, c, null, FAIL.notABody);
  const proven = await proveApp(deps, c, request.clientId, request.clientSecret, FAIL.badStream);
  if (proven.kind === 'out') return proven.answer;
  const { tenant, door } = proven.call;
  const ticket = await issueTicket(deps.transfers, tenant, door.id);
  // Letters and digits only: one of the vendor's clients does not encode what it puts into an address. The last letter says what it wants.
  return c.json({
    endpoint: `${deps.settings.gatewayUrl.replace(/^http/, 'ws')}${CONNECT_PATH}`,
    ticket: `${ticket}${request.wantsMessages ? 'm' : 'n'}`,
  });
}
