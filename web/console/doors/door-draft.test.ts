import { describe, expect, it } from 'vitest';
import { choicesOf, type DoorDraft, draftOf, isGuarded, newDraft } from './door-draft.ts';

const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const group = { id: 'dingtalk', label: 'dingtalk', reaches: 'group', sandbox: true } as const;
const user = { id: 'staff', label: 'staff', reaches: 'user', sandbox: true } as const;
const known = { locale: 'zh-Hant', entities: [{ id: id(1) }], connections: [user, group] } as const;
const full = (over: Partial<DoorDraft> = {}): DoorDraft => ({
  ...newDraft(known),
  name: 'Zabbix',
  audienceId: id(2),
  ...over,
});

describe('a connected program in the form', () => {
  it('starts with whatever there is only one of', () => {
    expect(newDraft(known)).toMatchObject({ entityId: id(1), connectionId: 'dingtalk', audienceId: '', signed: true });
    const two = { ...known, entities: [{ id: id(1) }, { id: id(2) }], connections: [group, { ...group, id: 'b' }] };
    expect(newDraft(two)).toMatchObject({ entityId: '', connectionId: '' });
  });

  it('becomes a request, and comes back from the server as it was', () => {
    const draft = full({
      label: ' 生產監控 ',
      keywords: 'ALERT\n\n ALERT \nOK',
      networks: '10.0.0.0/8',
      digestSeconds: '60',
      refusalStatus: '403',
    });
    const choices = choicesOf(draft);
    expect(choices).toMatchObject({
      name: 'Zabbix',
      route: { label: '生產監控', digestSeconds: 60 },
      security: { keywords: ['ALERT', 'OK'], networks: ['10.0.0.0/8'] },
      answers: { refusalStatus: 403 },
      app: null,
    });
    if (choices === null) throw new Error('no request');
    const { name, route, security, answers } = choices;
    const again = draftOf({ kind: 'robot', name, settings: { route, security, answers, app: null } });
    expect(choicesOf(again)).toEqual(choices);
  });

  it('is no request while something is missing or out of range', () => {
    const wrong: Partial<DoorDraft>[] = [
      { name: ' ' },
      { audienceId: '' },
      { connectionId: '' },
      { digestSeconds: '3601' },
      { digestSeconds: '' },
      { expiresInDays: '0' },
      { opensMax: '1.5' },
      { perMinute: '-1' },
      { label: 'x'.repeat(41) },
      { keywords: Array.from({ length: 11 }, (_, n) => `k${n}`).join('\n') },
      { signed: false },
    ];
    for (const over of wrong) expect([over, choicesOf(full(over))]).toEqual([over, null]);
  });

  it('asks a robot, and no application, for something besides its address', () => {
    const open = { signed: false, keywords: ' \n', networks: '' };
    expect(isGuarded(full(open))).toBe(false);
    expect(isGuarded(full({ ...open, kind: 'app' }))).toBe(true);
    expect(isGuarded(full({ ...open, networks: '10.0.0.0/8' }))).toBe(true);
    expect(choicesOf(full({ kind: 'app', conversationIds: 'cid1\ncid2', personConnectionId: 'staff' }))?.app).toEqual({
      conversationIds: ['cid1', 'cid2'],
      personConnectionId: 'staff',
    });
  });
});
