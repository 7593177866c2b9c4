/** Rendered messages into which something was put that does not belong there: in each string of a JSON body, in each part of a mail. */
import type { RenderedHttp, RenderedMail, RenderedRequest } from '../../src/channels/port.ts';

export type Leaky = {
  readonly where: string;
  readonly body: Uint8Array;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Put = (text: string) => string;

/** How a leak gets into a text that is there: in its place, at its end, in its middle. */
function ways(leak: string): readonly Put[] {
  return [
    () => leak,
    (text) => `${text} ${leak}`,
    (text) => `${text.slice(0, text.length / 2)}${leak}${text.slice(text.length / 2)}`,
  ];
}

/** Returns the message with the leak in every place in turn; the way changes from place to place. */
export function leaksInto(request: RenderedRequest, leak: string): readonly Leaky[] {
  return request.transport === 'http' ? [...inJson(request, leak), ...inHead(request, leak)] : inMail(request, leak);
}

function inJson({ body }: RenderedHttp, leak: string): readonly Leaky[] {
  const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  const places = countPlaces(json);
  const leaky: Leaky[] = [];
  for (let at = 0; at < places; at += 1) {
    const put = ways(leak)[(at + leak.length) % 3] ?? (() => leak);
    leaky.push({ where: `place ${at}`, body: encoded(withLeak(json, at, put)) });
  }
  const half = Math.ceil(leak.length / 2);
  for (let at = 0; at + 1 < places; at += 5) {
    const first = withLeak(json, at, (text) => `${text} ${leak.slice(0, half)}`);
    leaky.push({ where: `places ${at} and the next`, body: encoded(withLeak(first, at + 1, () => leak.slice(half))) });
  }
  leaky.push({ where: 'a new member', body: encoded({ ...(json as object), note: leak }) });
  const text = Buffer.from(body).toString('utf8');
  // A reader that takes the first of two equal members would be shown this one.
  leaky.push({
    where: 'a member given twice',
    body: Buffer.from(`{${JSON.stringify(Object.keys(json as object)[0])}:${JSON.stringify(leak)},${text.slice(1)}`),
  });
  leaky.push({ where: 'after the end', body: Buffer.from(`${text} ${leak}`) });
  return leaky;
}

function inHead({ body, url, headers }: RenderedHttp, leak: string): readonly Leaky[] {
  return [
    { where: 'the path', body, url: `${url}/${encodeURIComponent(leak)}` },
    { where: 'a header', body, headers: { ...headers, 'x-note': encodeURIComponent(leak) } },
  ];
}

function encoded(json: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}

/** Every name of a member and every string; in a string that is JSON, those within it. */
function countPlaces(json: unknown): number {
  let count = 0;
  rewrite(json, () => {
    count += 1;
    return undefined;
  });
  return count;
}

function withLeak(json: unknown, place: number, put: Put): unknown {
  let at = -1;
  return rewrite(json, (text) => {
    at += 1;
    return at === place ? put(text) : undefined;
  });
}

function rewrite(json: unknown, visit: (text: string) => string | undefined): unknown {
  if (typeof json === 'string') {
    if (json.startsWith('{')) return JSON.stringify(rewrite(JSON.parse(json), visit));
    return visit(json) ?? json;
  }
  if (Array.isArray(json)) return json.map((one) => rewrite(one, visit));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [visit(name) ?? name, rewrite(value, visit)] as const),
  );
}

function inMail({ body }: RenderedMail, leak: string): readonly Leaky[] {
  const raw = Buffer.from(body).toString('latin1');
  const word = `=?UTF-8?B?${Buffer.from(leak).toString('base64')}?=`;
  const leaky: [string, string][] = [
    ['the subject', raw.replace(/^Subject: .*(?:\r\n .*)*/m, `Subject: ${word}`)],
    ['the name of the sender', raw.replace(/^From: .*(?:\r\n .*)*?(?=<)/m, `From: ${word} `)],
    ['the name of the recipient', raw.replace(/^To: (.*)$/m, `To: ${word} <$1>`)],
    ['a header', raw.replace(/^MIME-Version/m, `X-Note: ${word}\r\nMIME-Version`)],
    ['after the end', `${raw}${leak}\r\n`],
  ];
  for (const put of ways(leak))
    leaky.push(['the text', inPart(raw, 'plain', put)], ['the page', inPart(raw, 'html', put)]);
  leaky.push(
    [
      'an attribute',
      inPart(raw, 'html', (html) => html.replace('<body>', `<body title="${leak.replaceAll('"', '')}">`)),
    ],
    ['a style', inPart(raw, 'html', (html) => html.replace('<p>', `<p style="content:'${leak}'">`))],
    ['an address', inPart(raw, 'html', (html) => html.replace('href="', `href="${encodeURIComponent(leak)}`))],
  );
  return leaky
    .filter(([, text]) => text !== raw)
    .map(([where, text]) => ({ where, body: Buffer.from(text, where === 'after the end' ? 'utf8' : 'latin1') }));
}

/** Takes one part of the mail out of its encoding, changes it, and puts it back. */
function inPart(raw: string, kind: 'plain' | 'html', put: Put): string {
  const part = new RegExp(
    `(Content-Type: text/${kind}; charset=utf-8\\r\\n(?:(?!\\r\\n\\r\\n)[\\s\\S])*?Content-Transfer-Encoding: )([\\w-]+)((?:(?!\\r\\n\\r\\n)[\\s\\S])*\\r\\n\\r\\n)([\\s\\S]*?)(?=\\r\\n--|$)`,
  );
  return raw.replace(part, (all: string, before: string, encoding: string, after: string, text: string) => {
    const plain = decode(text, encoding);
    const changed = put(plain);
    if (changed === plain) return all;
    return `${before}base64${after}${Buffer.from(changed)
      .toString('base64')
      .replace(/.{76}(?=.)/g, '$&\r\n')}`;
  });
}

function decode(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return text;
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
