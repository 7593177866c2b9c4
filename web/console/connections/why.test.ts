import { describe, expect, it } from 'vitest';
import { reasonOf, whyText } from './why.ts';

describe('the reason why a message could not be sent', () => {
  it.each([
    ['dingtalk.token_unknown', 'credentials'],
    ['dingtalk.security_signature', 'signature'],
    ['feishu_bot.security_keyword', 'keyword'],
    ['dingtalk.security_timestamp', 'clock'],
    ['wecom_app.security_address', 'address_here'],
    ['dingtalk.security', 'security'],
    ['dingtalk.robot_disabled', 'switched_off'],
    ['dingtalk.robot_not_in_group', 'group'],
    ['slack.channel_is_archived', 'group'],
    ['matrix.not_in_room', 'group'],
    ['dingtalk.allowance_used_up', 'quota'],
    ['dingtalk.too_fast', 'too_fast'],
    ['whatsapp.pair_too_fast', 'too_fast'],
    ['wecom_robot.too_many_at_once', 'too_fast'],
    ['dingtalk.recipient_unknown', 'recipient'],
    ['dingtalk.link_refused', 'content'],
    ['dingtalk.too_large', 'too_large'],
    ['dingtalk.template_unknown', 'template'],
    ['slack.status_403', 'not_permitted'],
    ['slack.no_service', 'credentials'],
    ['matrix.unknown_token', 'credentials'],
    ['smtp.auth_refused_535', 'credentials'],
    ['smtp.recipient_refused_550', 'recipient'],
    ['smtp.message_refused_554', 'content'],
    ['smtp.connect_deferred_421', 'busy'],
    ['teams.status_502', 'busy'],
    ['google_chat.status_400', 'request'],
    ['teams.unknown_answer', 'stranger'],
    ['dingtalk.not_dingtalk_html', 'stranger'],
    ['egress_blocked.personal', 'blocked'],
    ['timeout', 'timeout'],
    ['unreachable', 'unreachable'],
    ['tls', 'tls'],
    ['sms.redirect', 'tls'],
    ['expired', 'expired'],
    ['rate_limited', 'waits'],
    ['not_allowed_now', 'policy'],
    ['maybe_sent', 'maybe_sent'],
    ['attempts_exhausted', 'attempts'],
    ['transfer.no_second_route', 'no_address'],
    ['connection.broken', 'settings'],
    ['ended.refused', 'recall'],
  ])('%s is said as `%s`', (why, reason) => {
    expect(reasonOf(why)).toBe(reason);
  });

  it('that nobody here knows is told with its code', () => {
    const t = (id: string, values?: object): string => `${id} ${JSON.stringify(values ?? {})}`;
    expect(reasonOf('dingtalk.errcode_4711')).toBeNull();
    expect(whyText({ t }, 'dingtalk.errcode_4711')).toBe('connection.why.other {"code":"dingtalk.errcode_4711"}');
  });
});
