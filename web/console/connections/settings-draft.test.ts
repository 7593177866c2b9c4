import { describe, expect, it } from 'vitest';
import { missingFields, settingsOf, typedOf, wrongFields } from './settings-draft.ts';

describe('what is typed into the form of a connection', () => {
  it('becomes the settings, without what was left empty or as it is', () => {
    const typed = { ...typedOf('dingtalk', {}), accessToken: ' a1b2c3d4e5f6 ', keyword: '通告' };
    expect(settingsOf('dingtalk', typed)).toEqual({
      accessToken: 'a1b2c3d4e5f6',
      keyword: '通告',
      layout: 'actionCard',
      openIn: 'browser',
    });
  });

  it('comes out as it was stored, but for the secrets, which are never in the form', () => {
    const stored = {
      url: 'https://sms.lotus.mo/send',
      body: { to: '{{to}}', text: '{{text}}', priority: 1 },
      success: { member: 'code', equals: 0 },
      jurisdiction: 'MO',
    };
    const typed = typedOf('sms', stored);
    expect(typed['headers']).toBe('');
    expect(settingsOf('sms', typed)).toEqual({ ...stored, body: { to: '{{to}}', text: '{{text}}', priority: '1' } });
    expect(typedOf('dingtalk', { accessToken: 'must-not-show', secret: 'SECx' })).toMatchObject({
      accessToken: '',
      secret: '',
    });
  });

  it('reads headers as they are written, with colons in their values', () => {
    const typed = { ...typedOf('sms', {}), headers: 'authorization: Basic dXNlcjpwYXNz==\nx-key = a=b' };
    expect(settingsOf('sms', typed)['headers']).toEqual({ authorization: 'Basic dXNlcjpwYXNz==', 'x-key': 'a=b' });
  });

  it('says what is missing and what is of another form; a secret that is set need not be typed again', () => {
    const typed = typedOf('dingtalk', {});
    expect(missingFields('dingtalk', typed, [])).toEqual(['accessToken']);
    expect(missingFields('dingtalk', typed, ['accessToken'])).toEqual([]);
    expect(wrongFields('dingtalk', { ...typed, accessToken: 'has space' })).toEqual(['accessToken']);
    expect(wrongFields('wecom_app', { agentId: '1e3' })).toEqual(['agentId']);
    expect(wrongFields('matrix', { roomId: '' })).toEqual([]);
  });
});
