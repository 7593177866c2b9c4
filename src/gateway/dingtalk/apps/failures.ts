/** Failures of calls by applications, each in both spellings of the vendor: an `errcode` on the old interface, an HTTP status and a code on v1.0. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { GatewayCtx, GatewayDeps } from '../../deps.ts';
import { isV1, sendErrcode, sendV1Error } from '../answers.ts';
import { noteRefusal } from '../unknown.ts';

export type Failure = {
  readonly errcode: number;
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
  /** Word for the list of refusals. */
  readonly reason: string;
};

const failure = (
  errcode: number,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  reason: string,
): Failure => ({ errcode, status, code, message, reason });

/** Numbers and codes are DingTalk's own where it has them (open.dingtalk.com, global error codes; the pages of each call). */
export const FAIL = {
  badToken: failure(40014, 400, 'InvalidAuthentication', '不合法的access_token', 'unknown_token'),
  badSecret: failure(40089, 400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret', 'unknown_secret'),
  badStream: failure(40089, 401, 'authFailed', '鉴权失败', 'unknown_secret'),
  paused: failure(400102, 403, 'Forbidden.AccessDenied', 'the application is disabled', 'door_paused'),
  network: failure(
    60020,
    403,
    'Forbidden.AccessDenied.IpNotInWhiteList',
    '访问ip不在白名单之中',
    'ip_not_in_whitelist',
  ),
  tooFast: failure(
    90019,
    403,
    'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
    '应用调用该接口qps超过限制',
    'too_fast',
  ),
  tooLarge: failure(460101, 413, 'RequestEntityTooLarge', 'the body is too large', 'too_large'),
  notABody: failure(40035, 400, 'InvalidParameter', '不合法的参数', 'not_a_message'),
  robotEmpty: failure(40035, 400, 'invalidParameter.robotCode.empty', 'robotCode is empty', 'missing_parameter'),
  robotUnknown: failure(40035, 400, 'invalidParameter.robotCode.auth', 'robotCode is not of this app', 'unknown_robot'),
  agentUnknown: failure(40056, 400, 'invalidParameter.agentId', '不合法的agentid', 'unknown_agent'),
  usersEmpty: failure(40035, 400, 'invalidParameter.userIds.empty', 'userIds is empty', 'missing_parameter'),
  usersTooMany: failure(40035, 400, 'invalidParameter.userIds.overMax', 'too many userIds', 'too_many_users'),
  usersUnknown: failure(60121, 400, 'staffId.notExisted', '找不到该用户', 'unknown_users'),
  departments: failure(
    40035,
    400,
    'invalidParameter.deptIds',
    'departments are not offered here: name users, or to_all_user for everybody of the route',
    'departments',
  ),
  conversationUnknown: failure(
    40035,
    400,
    'invalidParameter.openConversationId.invalid',
    'openConversationId is not of this app',
    'unknown_conversation',
  ),
  messageType: failure(40008, 400, 'invalidParameter.msgKey.invalid', '不合法的消息类型', 'unsupported_type'),
  messageParam: failure(40035, 400, 'invalidParameter.msgParam.invalid', '不合法的消息参数', 'not_a_message'),
  media: failure(40007, 400, 'invalidParameter.mediaId.invalid', '不合法的媒体文件id', 'unknown_media'),
  mediaType: failure(40004, 400, 'invalidParameter.type', '不合法的媒体文件类型', 'not_a_file'),
  mediaSize: failure(40006, 400, 'invalidParameter.size', '不合法的文件大小', 'too_large'),
  callUnknown: failure(
    40035,
    400,
    'invalidParameter.processQueryKey.invalid',
    'this app made no such call',
    'unknown_call',
  ),
  cardUnknown: failure(
    40035,
    400,
    'param.outTrackIdNotExists',
    'there is no card with this outTrackId',
    'unknown_card',
  ),
  cardSpace: failure(40035, 400, 'param.openSpaceIdError', 'openSpaceId names no space of this app', 'unknown_space'),
  signIn: failure(
    40078,
    403,
    'Forbidden.AccessDenied',
    'the gateway signs nobody in: ask the vendor itself',
    'user_sign_in',
  ),
  urgent: failure(88, 403, 'Forbidden.AccessDenied', 'urgent messages (DING) are not offered here', 'urgent_message'),
} as const satisfies Record<string, Failure>;

/** Answers in the spelling of the call, and counts for the administrator what was turned away and why. */
export async function fail(deps: GatewayDeps, c: GatewayCtx, doorId: string | null, what: Failure): Promise<Response> {
  await noteRefusal(deps, c, what.reason, doorId);
  return isV1(c) ? sendV1Error(c, what.status, what.code, what.message) : sendErrcode(c, what.errcode, what.message);
}
