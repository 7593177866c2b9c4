/** Links as a person would follow them: DingTalk's own wrapper, which only says where a link opens, is taken off. */

/** `dingtalk://dingtalkclient/page/link?url=...`: opens in a panel or in the browser (used by Grafana, Gitea and others). */
const WRAPPED = /dingtalk:\/\/dingtalkclient\/page\/link\?[^\s()<>"'\]]*/gi;

/** Returns the text with every wrapped link replaced by the link in it. What holds no web address stays as it is. */
export function unwrapLinks(text: string): string {
  if (!/dingtalk:/i.test(text)) return text;
  return text.replaceAll(WRAPPED, (wrapped) => {
    const query = new URLSearchParams(wrapped.slice(wrapped.indexOf('?') + 1).replaceAll('&amp;', '&'));
    const inner = (query.get('url') ?? '').trim();
    return /^https?:\/\/[^\s]+$/i.test(inner) ? inner : wrapped;
  });
}
