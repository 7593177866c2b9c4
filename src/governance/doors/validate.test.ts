import { describe, expect, it } from 'vitest';
import { type DoorChoices, doorChoicesSchema, type DoorChoicesRequest } from '../../model/api/doors.ts';
import type { Connection } from '../../transfers/deps.ts';
import { checkChoices, isCleanLabel } from './validate.ts';

const id = '01900000-0000-7000-8000-000000000001';
const connection = (name: string, reaches: Connection['reaches']): Connection => ({
  id: name,
  kind: 'dingtalk',
  reaches,
  jurisdiction: 'CN',
  sandbox: true,
});
const all = [connection('group', 'group'), connection('user', 'user'), connection('mail', 'email')];
/** Four digits in a row stand for whatever the detectors find. */
const deps = {
  scan: (text: string) => ({ personal: /\d{4}/.test(text) ? 1 : 0 }),
  channels: {
    connections: () => all,
    codeConnection: () => undefined,
    preview: () => Promise.reject(new Error('none')),
  },
};

function choices(over: Partial<DoorChoicesRequest> = {}, route: object = {}): DoorChoices {
  return doorChoicesSchema.parse({
    name: 'Zabbix',
    route: { entityId: id, audienceId: id, connectionId: 'group', locale: 'en', purpose: 'audit', ...route },
    ...over,
  });
}
const codeOf = (kind: 'robot' | 'app', chosen: DoorChoices): string | undefined => {
  try {
    checkChoices(deps, kind, chosen);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a label that leaves with every notice', () => {
  it.each(['生產監控', 'Prod-1', 'Zabbix 6.4', 'A&B', 'v1.0', 'Área 3'])('may be %s', (label) => {
    expect(isCleanLabel(deps, label)).toBe(true);
  });

  it.each([
    '',
    ' a',
    'a ',
    'a\nb',
    'a\u200bb',
    'a\u202eb',
    'call 6612',
    'http://x',
    'x://y',
    'www.x',
    'a@b',
    'evil.example',
    'evil。example',
    'ｅｖｉｌ．ｃｏｍ',
    'evil.中国',
    '10.0.0.1',
  ])('is not %j', (label) => {
    expect(isCleanLabel(deps, label)).toBe(false);
  });
});

describe('what a door may be', () => {
  it('leads to a group, and to persons only by what reaches them', () => {
    expect(codeOf('robot', choices())).toBeUndefined();
    expect(codeOf('robot', choices({}, { connectionId: 'mail' }))).toBe('door.reaches_no_group');
    expect(codeOf('robot', choices({}, { connectionId: 'none' }))).toBe('door.unknown_connection');
    expect(codeOf('app', choices({ app: { personConnectionId: 'user' } }))).toBeUndefined();
    expect(codeOf('app', choices({ app: { personConnectionId: 'group' } }))).toBe('door.reaches_no_person');
  });

  it('is guarded: a robot by at least one of three, an app by its secret', () => {
    const open = { signed: false };
    expect(codeOf('robot', choices({ security: open }))).toBe('door.unguarded');
    expect(codeOf('robot', choices({ security: { ...open, keywords: ['A'] } }))).toBeUndefined();
    expect(codeOf('robot', choices({ security: { ...open, networks: ['10.0.0.0/8'] } }))).toBeUndefined();
    expect(codeOf('app', choices({ security: open, app: {} }))).toBeUndefined();
  });

  it('names networks as networks are written', () => {
    for (const network of ['10.0.0.0/8', '2001:db8::/32', '203.0.113.7'])
      expect(codeOf('robot', choices({ security: { networks: [network] } }))).toBeUndefined();
    for (const network of ['10.0.0.0/33', '010.0.0.1', 'localhost', '::/129', '10.0.0.0/8/8', "'; --"])
      expect(codeOf('robot', choices({ security: { networks: ['10.0.0.1', network] } }))).toBe('door.bad_network');
  });
});
