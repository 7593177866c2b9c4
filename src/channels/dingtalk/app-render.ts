/** A message as the body of the application's calls (field lists: open.dingtalk.com and the vendor's own SDK). */
import type { ChannelDraft } from '../../model/notice.ts';
import { checkDraft } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import { partsOf } from '../parts.ts';
import type { Envelope, RenderedHttp, SendTarget } from '../port.ts';
import { hostOf } from '../settings.ts';
import type { ChannelWords } from '../words.ts';
import { type AppWay, type DingtalkAppConfig, identifiersOf } from './app-config.ts';
import { baseOf, type Composed, compose, jsonRequest, robotMessage, withLinkLine } from './message.ts';
import { sessionAddress } from './session.ts';

/** `msgParam` of a robot's message. */
const PARAM_MAX_BYTES = 15_000;
const USER_ID = /^[A-Za-z0-9._@$:+-]{1,64}$/;

/**
 * Returns the request for the mode of the settings, without the access token. In `card` mode an `ended` draft becomes the request that
 * rewrites the card of the same idempotency key. Nobody is called by name: these calls have no way for it.
 *
 * @throws `channels.bad_draft` for a draft or a target that the mode has no form for.
 */
export function renderDingtalkApp(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: DingtalkAppConfig,
): RenderedHttp {
  checkDraft(draft);
  checkEnvelope(envelope);
  const { way } = config;
  const composed = compose(partsOf(draft, words, config.openIn !== 'none'), config, lastLines(draft, envelope, way));
  const request = (method: 'POST' | 'PUT', url: string, value: object): RenderedHttp =>
    jsonRequest({ kind: draft.kind, method, url, envelope }, value, identifiersIn(config, envelope.target));
  const api = baseOf(config.apiBaseUrl);
  const { target } = envelope;
  if (target.kind === 'answer_url') return request('POST', ...answerIn(target, draft, config, composed, envelope));
  const place = placeOf(target, draft, way);
  if (way.mode === 'work_notice') {
    const url = `${baseOf(config.baseUrl)}/topapi/message/corpconversation/asyncsend_v2`;
    return request('POST', url, workNotice(composed, way.agentId, place, config.layout));
  }
  if (way.mode === 'card') {
    const { idempotencyKey: outTrackId } = envelope;
    const cardData = cardDataOf(composed, draft.kind === 'ended' ? 'ended' : 'open');
    if (draft.kind === 'ended') return request('PUT', `${api}/v1.0/card/instances`, { outTrackId, cardData });
    return request('POST', `${api}/v1.0/card/instances/createAndDeliver`, newCard(way, place, outTrackId, cardData));
  }
  const { robotCode } = way;
  const message = robotTemplate(composed, config.layout);
  return way.mode === 'user'
    ? request('POST', `${api}/v1.0/robot/oToMessages/batchSend`, { robotCode, userIds: [place], ...message })
    : request('POST', `${api}/v1.0/robot/groupMessages/send`, { robotCode, openConversationId: place, ...message });
}

/** What the settings name things by, and the person: some of these are long numbers. */
function identifiersIn(config: DingtalkAppConfig, target: SendTarget): readonly string[] {
  const person = target.kind === 'user' || target.kind === 'conversation' ? [target.id] : [];
  return [...identifiersOf(config), ...person];
}

/** Tells whether a connection of this mode leads to one group; to people otherwise. */
export function leadsToGroup(way: AppWay): boolean {
  return way.mode === 'group' || (way.mode === 'card' && way.openConversationId !== undefined);
}

/**
 * A work notification with the same text as an earlier one of the same day is dropped by DingTalk without a word. A retry repeats the
 * same bytes and is dropped rightly; whatever is queued anew must differ, also where a draft has no reference or the same one.
 */
function lastLines(draft: ChannelDraft, envelope: Envelope, way: AppWay): readonly string[] {
  return way.mode === 'work_notice' && draft.kind !== 'answer' ? [envelope.createdAt.toISOString().slice(11)] : [];
}

/** The vendor's identifier of the person or the conversation. */
function placeOf(target: SendTarget, draft: ChannelDraft, way: AppWay): string {
  if (target.kind === 'conversation' && way.mode === 'group' && draft.kind === 'answer') return conversation(target.id);
  if (leadsToGroup(way) && target.kind === 'group' && 'openConversationId' in way)
    return way.openConversationId ?? refused();
  // A card is rewritten by its own identifier, wherever it went.
  if (way.mode === 'card' && draft.kind === 'ended') return '';
  if (leadsToGroup(way) || target.kind !== 'user' || !USER_ID.test(target.id)) return refused();
  return target.id;
}

function conversation(id: string): string {
  return /^[A-Za-z0-9+/=_-]{8,128}$/.test(id) ? id : refused();
}

function refused(): never {
  throw CHANNELS.bad_draft({ field: 'target' });
}

function answerIn(
  target: Extract<SendTarget, { kind: 'answer_url' }>,
  draft: ChannelDraft,
  config: DingtalkAppConfig,
  composed: Composed,
  { idempotencyKey: msgUuid }: Envelope,
): readonly [string, object] {
  // The address answers whatever the mode: it came with the message, from a group or from one person.
  if (draft.kind !== 'answer') return refused();
  const { url } = sessionAddress(target.url, [hostOf(config.baseUrl)]);
  return [url, { ...robotMessage(composed, config.layout), msgUuid }];
}

type Layout = DingtalkAppConfig['layout'];

function robotTemplate(composed: Composed, layout: Layout): object {
  const { title, text, button } = composed;
  const isCard = button !== undefined && layout === 'actionCard';
  const param = isCard
    ? { title, text, singleTitle: button.name, singleURL: button.link }
    : { title, text: withLinkLine(composed) };
  const msgParam = JSON.stringify(param);
  const bytes = Buffer.byteLength(msgParam);
  if (bytes > PARAM_MAX_BYTES) throw CHANNELS.bad_draft({ field: 'size', bytes });
  return { msgKey: isCard ? 'sampleActionCard' : 'sampleMarkdown', msgParam };
}

/** The names are in snake_case here, in camelCase at the robot. */
function workNotice(composed: Composed, agentId: number, userId: string, layout: Layout): object {
  const { title, text, button } = composed;
  const msg =
    button !== undefined && layout === 'actionCard'
      ? {
          msgtype: 'action_card',
          action_card: { title, markdown: text, single_title: button.name, single_url: button.link },
        }
      : { msgtype: 'markdown', markdown: { title, text: withLinkLine(composed) } };
  return { agent_id: agentId, userid_list: userId, to_all_user: false, msg };
}

/** All values of a card are text. */
function cardDataOf({ title, text, button }: Composed, state: 'open' | 'ended'): object {
  return {
    cardParamMap: { title, markdown: text, button: button?.name ?? '', url: button?.link ?? '', state },
  };
}

function newCard(way: Extract<AppWay, { mode: 'card' }>, place: string, outTrackId: string, cardData: object): object {
  const { robotCode, cardTemplateId } = way;
  const space = leadsToGroup(way)
    ? {
        openSpaceId: `dtv1.card//IM_GROUP.${place}`,
        imGroupOpenSpaceModel: { supportForward: false },
        imGroupOpenDeliverModel: { robotCode },
      }
    : {
        openSpaceId: `dtv1.card//IM_ROBOT.${place}`,
        imRobotOpenSpaceModel: { supportForward: false },
        imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
      };
  return { cardTemplateId, outTrackId, callbackType: 'STREAM', userIdType: 1, cardData, ...space };
}
