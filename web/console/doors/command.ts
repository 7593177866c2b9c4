/** Commands that try a connected program out, for a shell with curl and openssl. */
import type { DoorCredentials } from '../../../src/model/api/doors.ts';

/** In place of what is shown only once. */
export const BLANK = {
  token: 'TOKEN',
  secret: 'SECRET',
  appSecret: 'APP_SECRET',
  conversation: 'CONVERSATION',
} as const;

export type HowToCall = {
  /** Whether calls of a robot are signed. */
  readonly signed: boolean;
  /** A keyword that a robot's message must hold; undefined when it needs none. */
  readonly keyword: string | undefined;
  /** A conversation that stands for an application's route; undefined when none is known. */
  readonly conversation: string | undefined;
  readonly text: string;
};

/** What the settings of a program ask of a call. */
export function howOf({
  security,
  app,
}: {
  readonly security: { readonly signed: boolean; readonly keywords: readonly string[] };
  readonly app: { readonly conversationIds: readonly string[] } | null;
}): Omit<HowToCall, 'text'> {
  return { signed: security.signed, keyword: security.keywords[0], conversation: app?.conversationIds[0] };
}

/** Returns the lines of a shell: a robot's call with its signature, or an application's token and message. */
export function commandFor(credentials: DoorCredentials, how: HowToCall): string {
  return credentials.kind === 'robot' ? robotCommand(credentials, how) : appCommand(credentials, how);
}

function robotCommand({ url, secret }: Extract<DoorCredentials, { kind: 'robot' }>, how: HowToCall): string {
  const content = how.keyword === undefined ? how.text : `${how.keyword} ${how.text}`;
  const body = JSON.stringify({ msgtype: 'text', text: { content } });
  const send = `  -H 'Content-Type: application/json' -d ${quoted(body)}`;
  if (!how.signed) return [`curl ${quoted(url)} \\`, send].join('\n');
  // HMAC-SHA-256 over time, line feed and key, in base64, percent-encoded: what DingTalk asks of custom robots.
  return [
    `url=${quoted(url)}`,
    `secret=${quoted(secret)}`,
    'timestamp="$(date +%s)000"',
    `sign="$(printf '%s\\n%s' "$timestamp" "$secret" | openssl dgst -sha256 -hmac "$secret" -binary | base64 | sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g')"`,
    'curl "$url&timestamp=$timestamp&sign=$sign" \\',
    send,
  ].join('\n');
}

function appCommand(app: Extract<DoorCredentials, { kind: 'app' }>, how: HowToCall): string {
  const login = JSON.stringify({ appKey: app.appKey, appSecret: app.appSecret });
  const message = JSON.stringify({
    robotCode: app.robotCode,
    openConversationId: how.conversation ?? BLANK.conversation,
    msgKey: 'sampleText',
    msgParam: JSON.stringify({ content: how.text }),
  });
  return [
    `url=${quoted(app.url)}`,
    `token="$(curl -s "$url/v1.0/oauth2/accessToken" -H 'Content-Type: application/json' \\`,
    `  -d ${quoted(login)} | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')"`,
    'curl "$url/v1.0/robot/groupMessages/send" -H "x-acs-dingtalk-access-token: $token" \\',
    `  -H 'Content-Type: application/json' -d ${quoted(message)}`,
  ].join('\n');
}

/** A word of the shell: nothing inside of it is expanded. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
