/** What the vendors' own formats say in a body: names of members and constants. A new member of a format is added here, or nothing leaves. */
import type { ChannelKind } from '../model/channel.ts';

export type Fixed = {
  /** As a whole string only. */
  readonly whole: readonly string[];
  /** Around what a message says: parts of addresses and of compound identifiers. */
  readonly around: readonly string[];
};

function fixed(whole: string, ...around: readonly string[]): Fixed {
  return { whole: whole.split(/\s+/).filter((word) => word !== ''), around };
}

const DINGTALK_LINK = 'dingtalk://dingtalkclient/page/link?pc_slide=false&url=';
const FEISHU_CARD = `msg_type interactive config wide_screen_mode update_multi header title template blue elements tag div text plain_text
  lark_md content action actions button type primary url note`;

export const FIXED: Readonly<Record<ChannelKind, Fixed>> = {
  dingtalk: fixed(
    'msgtype msgUuid actionCard markdown text title content singleTitle singleURL at atUserIds isAtAll',
    DINGTALK_LINK,
    '/robot/send',
    '/robot/sendBySession',
  ),
  dingtalk_app: fixed(
    `userIds msgKey msgParam sampleActionCard sampleMarkdown title text singleTitle singleURL agent_id userid_list to_all_user msg msgtype
    action_card actionCard markdown single_title single_url msgUuid outTrackId callbackType STREAM userIdType 1 cardData cardParamMap button
    url state open ended openSpaceId imRobotOpenSpaceModel imRobotOpenDeliverModel imGroupOpenSpaceModel imGroupOpenDeliverModel
    supportForward spaceType IM_ROBOT`,
    DINGTALK_LINK,
    'dtv1.card//IM_ROBOT',
    'dtv1.card//IM_GROUP',
    '/v1.0/robot/oToMessages/batchSend',
    '/v1.0/robot/groupMessages/send',
    '/v1.0/card/instances',
    '/v1.0/card/instances/createAndDeliver',
    '/topapi/message/corpconversation/asyncsend_v2',
    '/robot/sendBySession',
  ),
  wecom_robot: fixed('msgtype markdown text content mentioned_list @all', '/cgi-bin/webhook/send'),
  wecom_app: fixed(
    'touser agentid msgtype textcard text content title description url btntxt enable_duplicate_check duplicate_check_interval 1 14400',
    '/cgi-bin/message/send',
  ),
  feishu_bot: fixed(`${FEISHU_CARD} card timestamp sign`, '/open-apis/bot/v2/hook'),
  feishu_app: fixed(`${FEISHU_CARD} receive_id uuid`, '/open-apis/im/v1/messages'),
  teams: fixed(
    `type message attachments contentType application/vnd.microsoft.card.adaptive contentUrl content $schema
    http://adaptivecards.io/schemas/adaptive-card.json AdaptiveCard version 1.4 body TextBlock text weight Bolder size Medium Small wrap
    isSubtle actions Action.OpenUrl title url`,
  ),
  slack: fixed(
    'text blocks unfurl_links unfurl_media type header plain_text mrkdwn markdown emoji section elements actions button url action_id open context',
  ),
  google_chat: fixed(
    'fallbackText cardsV2 cardId notice card header title sections widgets textParagraph text buttonList buttons onClick openLink url',
    '/v1/spaces',
    '/messages',
  ),
  mattermost: fixed('attachments fallback title title_link text', '/hooks'),
  matrix: fixed(
    `msgtype m.notice body format org.matrix.custom.html formatted_body m.mentions user_ids room m.new_content m.relates_to rel_type m.replace
    event_id`,
    '/_matrix/client/v3/rooms',
    '/send/m.room.message',
  ),
  whatsapp: fixed(
    'messaging_product whatsapp to type template name language code zh_HK zh_CN pt_PT en_GB components body parameters text button sub_type url index 0',
    '/messages',
  ),
  // Its members are those of the connection's settings.
  sms: fixed(''),
  email: fixed(''),
};

/** Names and values of headers that are the same for all. */
export const HEADERS: readonly string[] = ['content-type', 'application/json; charset=utf-8'];

/** Words within tags: of a mail's HTML, of the little of it that Google Chat and Matrix take, of calls by name. */
export const TAG_WORDS: ReadonlySet<string> = new Set(
  'doctype html lang zh Hant Hans pt en head meta charset utf 8 body p a href b i br strong at id all'.split(' '),
);
