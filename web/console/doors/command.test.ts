import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commandFor } from './command.ts';

const token = 'ab'.repeat(32);
const secret = `SEC${'cd'.repeat(32)}`;
const url = `http://localhost:8081/robot/send?access_token=${token}`;
const robot = { kind: 'robot', url, token, secret } as const;

/** Runs the lines with a `curl` that only prints its words. */
const run = (lines: string): string[] =>
  execFileSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }\n${lines}`], { encoding: 'utf8' }).split('\0');

describe('the command that tries a program out', () => {
  it('signs as DingTalk asks of custom robots', () => {
    const [address = '', ...rest] = run(
      commandFor(robot, { signed: true, keyword: undefined, conversation: undefined, text: 'Test' }),
    );
    const query = new URL(address).searchParams;
    const timestamp = query.get('timestamp') ?? '';
    expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
    expect(query.get('sign')).toBe(createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
    expect([query.get('access_token'), address.includes('+')]).toEqual([token, false]);
    expect(JSON.parse(rest[3] ?? '')).toEqual({ msgtype: 'text', text: { content: 'Test' } });
  });

  it('holds the keyword, and expands nothing that somebody wrote', () => {
    const keyword = `$(touch /tmp/x) "it's" \`id\``;
    const [address, , , , body = ''] = run(
      commandFor(robot, { signed: false, keyword, conversation: undefined, text: 'Test' }),
    );
    expect(address).toBe(url);
    expect(JSON.parse(body)).toEqual({ msgtype: 'text', text: { content: `${keyword} Test` } });
  });

  it('of an application fetches a token first', () => {
    const app = {
      kind: 'app',
      url: 'http://localhost:8081',
      appKey: 'en1',
      appSecret: 's',
      robotCode: 'en1',
      agentId: 1,
    } as const;
    const lines = commandFor(app, { signed: false, keyword: undefined, conversation: undefined, text: 'Test' });
    const fake = `curl() { case "$*" in *oauth2*) printf '{"accessToken":"tok","expireIn":7200}';; *) printf '%s\\0' "$@";; esac; }`;
    const words = execFileSync('bash', ['-c', `${fake}\n${lines}`], { encoding: 'utf8' }).split('\0');
    expect(words[0]).toBe('http://localhost:8081/v1.0/robot/groupMessages/send');
    expect(words).toContain('x-acs-dingtalk-access-token: tok');
  });
});
