/**
 * Interactive cards. A card that is put up becomes a transfer of what it says; a change of it is another one to the same people. A card that
 * is only created, or says nothing at first, is kept sealed at home until it is put up or gets its words.
 *
 * @see https://open.dingtalk.com/document/orgapp/create-and-deliver-cards
 */
import { readCall } from '../../../transfers/door-calls.ts';
import { findPeople } from '../../../transfers/door-people.ts';
import type { GatewayApp, GatewayCtx, GatewayDeps } from '../../deps.ts';
import { callKeyOf } from '../accept.ts';
import { isTrue, type Loose, textOf } from '../loose-json.ts';
import type { AppMessage } from './app-message.ts';
import { type CardSpaces, cardMessage, parseOpenSpaceId } from './cards.ts';
import { type AppCall, appRoute } from './enter.ts';
import { FAIL, type Failure, fail } from './failures.ts';
import { handIn, targetOfRecipients, TO_AUDIENCE, VENDOR } from './hand-in.ts';
import { keepCard, type KeptCard, readCard } from './kept-card.ts';

export function cardRoutes(app: GatewayApp, deps: GatewayDeps): void {
  const path = '/v1.0/card/instances';
  app.post(
    path,
    appRoute(deps, (c, call, body) => create(deps, c, call, body)),
  );
  app.post(
    `${path}/createAndDeliver`,
    appRoute(deps, (c, call, body, bytes) => createAndDeliver(deps, c, call, body, bytes)),
  );
  app.post(
    `${path}/deliver`,
    appRoute(deps, (c, call, body, bytes) => deliver(deps, c, call, body, bytes)),
  );
  app.put(
    path,
    appRoute(deps, (c, call, body, bytes) => update(deps, c, call, body, bytes)),
  );
  app.put(
    '/v1.0/card/streaming',
    appRoute(deps, (c, call, body, bytes) => stream(deps, c, call, body, bytes)),
  );
}

type Step = { readonly kind: 'done' } | { readonly kind: 'answered'; readonly answer: Response };

async function create(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose): Promise<Response> {
  const trackId = trackOf(body);
  if (trackId === undefined) return fail(deps, c, call.door.id, FAIL.cardUnknown);
  await keepCard(deps, call, trackId, { message: cardMessage(body), spaces: undefined });
  return c.json({ result: trackId, success: true });
}

async function createAndDeliver(
  deps: GatewayDeps,
  c: GatewayCtx,
  call: AppCall,
  body: Loose,
  bytes: number,
): Promise<Response> {
  const trackId = trackOf(body);
  if (trackId === undefined) return fail(deps, c, call.door.id, FAIL.cardUnknown);
  const spaces = parseOpenSpaceId(textOf(body, 'openSpaceId'));
  if (spaces === undefined) return fail(deps, c, call.door.id, FAIL.cardSpace);
  const step = await putUp(deps, c, call, trackId, { message: cardMessage(body), spaces }, bytes);
  if (step.kind === 'answered') return step.answer;
  return c.json({ result: { outTrackId: trackId, deliverResults: deliverResults(spaces) }, success: true });
}

async function deliver(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose, bytes: number): Promise<Response> {
  const trackId = trackOf(body);
  const kept = trackId === undefined ? undefined : await readCard(deps, call, trackId);
  if (trackId === undefined || kept === undefined) return fail(deps, c, call.door.id, FAIL.cardUnknown);
  const spaces = parseOpenSpaceId(textOf(body, 'openSpaceId'));
  if (spaces === undefined) return fail(deps, c, call.door.id, FAIL.cardSpace);
  const step = await putUp(deps, c, call, trackId, { message: kept.message, spaces }, bytes);
  return step.kind === 'answered' ? step.answer : c.json({ result: deliverResults(spaces), success: true });
}

async function update(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose, bytes: number): Promise<Response> {
  const step = await change(deps, c, call, trackOf(body), cardMessage(body), bytes);
  return step.kind === 'answered' ? step.answer : c.json({ result: true, success: true });
}

/** Text that is written while people watch: only what it says in the end is sent. */
async function stream(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose, bytes: number): Promise<Response> {
  const params = { [textOf(body, 'key') || 'content']: textOf(body, 'content') };
  const message = isTrue(body, 'isFinalize') ? cardMessage({ cardData: { cardParamMap: params } }) : undefined;
  const step = await change(deps, c, call, trackOf(body), message, bytes);
  return step.kind === 'answered' ? step.answer : c.json({ result: true, success: true });
}

/** A card that is up is told again to the same people; one that is not is kept as it is now. */
async function change(
  deps: GatewayDeps,
  c: GatewayCtx,
  call: AppCall,
  trackId: string | undefined,
  message: AppMessage | undefined,
  bytes: number,
): Promise<Step> {
  if (trackId === undefined) return answered(await fail(deps, c, call.door.id, FAIL.cardUnknown));
  const before = await readCall(deps.transfers, call.tenant, call.door, VENDOR, { callKey: keyOf(call, trackId) });
  if (before !== undefined) {
    if (message === undefined) return { kind: 'done' };
    const recipients = before.readers.map((one) => one.recipientId);
    const to = before.toAudience ? TO_AUDIENCE : targetOfRecipients(call.app.personConnectionId, recipients);
    const handed = await handIn(deps, c, call, { message, to, bytes });
    return handed.kind === 'answered' ? handed : { kind: 'done' };
  }
  const kept = await readCard(deps, call, trackId);
  if (kept === undefined) return answered(await fail(deps, c, call.door.id, FAIL.cardUnknown));
  if (message === undefined) return { kind: 'done' };
  if (kept.spaces !== undefined) return putUp(deps, c, call, trackId, { message, spaces: kept.spaces }, bytes);
  await keepCard(deps, call, trackId, { message, spaces: undefined });
  return { kind: 'done' };
}

/** Tells what the card says where it is put up; a card without words is kept until it has some. */
async function putUp(
  deps: GatewayDeps,
  c: GatewayCtx,
  call: AppCall,
  trackId: string,
  card: KeptCard & { readonly spaces: CardSpaces },
  bytes: number,
): Promise<Step> {
  const to = await targetOfSpaces(deps, call, card.spaces);
  if ('errcode' in to) return answered(await fail(deps, c, call.door.id, to));
  if (card.message === undefined) {
    await keepCard(deps, call, trackId, card);
    return { kind: 'done' };
  }
  const callKey = keyOf(call, trackId);
  const handed = await handIn(deps, c, call, { message: card.message, to, callKey, bytes });
  return handed.kind === 'answered' ? handed : { kind: 'done' };
}

async function targetOfSpaces(
  deps: GatewayDeps,
  call: AppCall,
  { conversations, users }: CardSpaces,
): Promise<typeof TO_AUDIENCE | Failure> {
  if (!conversations.every((one) => call.app.conversationIds.includes(one))) return FAIL.cardSpace;
  const { recipientIds } = await findPeople(deps.transfers, call.tenant, VENDOR, users);
  // One message in the group for all; whoever is named besides is called there.
  if (conversations.length > 0) return targetOfRecipients(null, recipientIds);
  return recipientIds.length === 0 ? FAIL.usersUnknown : targetOfRecipients(call.app.personConnectionId, recipientIds);
}

function deliverResults({ conversations, users }: CardSpaces): readonly Readonly<Record<string, unknown>>[] {
  const one = (spaceType: string) => (spaceId: string) => ({
    spaceId,
    spaceType,
    success: true,
    carrierId: '',
    errorMsg: '',
  });
  return [...conversations.map(one('IM_GROUP')), ...users.map(one('IM_ROBOT'))];
}

function trackOf(body: Loose): string | undefined {
  const trackId = textOf(body, 'outTrackId');
  return trackId === '' || trackId.length > 256 ? undefined : trackId;
}

function keyOf(call: AppCall, trackId: string): ReturnType<typeof callKeyOf> {
  return callKeyOf(call.door.id, `card ${trackId}`);
}

function answered(answer: Response): Step {
  return { kind: 'answered', answer };
}
