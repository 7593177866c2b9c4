import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dingtalkConfigSchema } from './dingtalk/config.ts';
import { dingtalkSign } from './dingtalk/sign.ts';
import { fitName, gsmLength, isOneMessage } from './sms/length.ts';
import { openChannel } from './registry.ts';
import { Secret } from '../base/secret.ts';

const robot = { accessToken: 'a1b2c3d4e5f6' };
const mail = { host: 'mail.example.mo', from: 'notice@gate.example.mo' };
const sms = { url: 'https://sms.example.mo/send', body: { to: '{{to}}', text: '{{text}}' } };

describe('the signature of a DingTalk robot', () => {
  it('is the one that two independent libraries give', () => {
    expect(dingtalkSign(1_700_000_000_000, 'SECtest0000')).toBe('vnXGs3iLBrhWP5FlVeFaKWEXtHxmrew6anASiLXEfm0=');
  });
});

describe('settings', () => {
  it.each([
    ['dingtalk', { ...robot, unknown: 1 }],
    ['dingtalk', {}],
    ['dingtalk', { accessToken: 'a&sign=b12345' }],
    ['dingtalk', { ...robot, baseUrl: 'http://oapi.dingtalk.com' }],
    ['dingtalk', { ...robot, baseUrl: 'https://u:p@oapi.dingtalk.com' }],
    ['dingtalk', { ...robot, baseUrl: 'https://oapi.dingtalk.com/?access_token=x' }],
    ['dingtalk', { ...robot, keyword: '[x](y)' }],
    ['email', { ...mail, security: 'plain-loopback' }],
    ['email', { ...mail, user: 'u' }],
    ['email', { ...mail, from: 'a@b\r\nBcc: c@d' }],
    ['email', { ...mail, host: '../socket' }],
    ['email', { ...mail, port: 0 }],
    ['sms', { ...sms, body: { text: '{{text}}' } }],
    ['sms', { ...sms, body: { to: '{{to}}', too: '{{to}}', text: '{{text}}' } }],
    ['sms', { ...sms, headers: { 'x-key': 'a\r\nb: c' } }],
    ['sms', { ...sms, url: 'ftp://sms.example.mo' }],
    ['sms', null],
  ])('of %s are refused: %j', (kind, settings) => {
    expect(() => openChannel(kind, settings)).toThrow(expect.objectContaining({ code: 'channels.bad_config' }));
  });

  it('say which field is wrong and never what it held', () => {
    try {
      openChannel('dingtalk', { accessToken: 'bad token 13800138000', extra: 'x' });
    } catch (error) {
      expect(inspect(error)).not.toContain('13800138000');
      expect(error).toMatchObject({ details: { fields: expect.arrayContaining(['accessToken']) } });
    }
    expect.assertions(2);
  });

  it('come out with secrets wrapped, also when they went in wrapped', () => {
    const parsed = dingtalkConfigSchema.parse({ accessToken: new Secret('a1b2c3d4e5f6') });
    expect(parsed.accessToken.reveal()).toBe('a1b2c3d4e5f6');
    expect(inspect(parsed) + JSON.stringify(parsed)).not.toContain('a1b2c3d4e5f6');
  });

  it('decide where the provider is; the international cloud counts as unknown', () => {
    const place = (settings: object): string => openChannel('dingtalk', { ...robot, ...settings }).caps.jurisdiction;
    expect(place({})).toBe('CN');
    expect(place({ jurisdiction: 'MO' })).toBe('CN');
    expect(place({ baseUrl: 'https://oapi.dingtalk.io', jurisdiction: 'SG' })).toBe('unknown');
    expect(place({ baseUrl: 'https://oapi.dingtalk.com.example.mo', jurisdiction: 'MO' })).toBe('MO');
    expect(openChannel('email', mail).caps.jurisdiction).toBe('unknown');
  });

  it('name the hosts for the allow list', () => {
    expect(openChannel('dingtalk', robot).hosts).toEqual(['oapi.dingtalk.com:443']);
    expect(openChannel('email', { ...mail, port: 465, security: 'tls' }).hosts).toEqual(['mail.example.mo:465']);
  });

  it('exist for three kinds of channel', () => {
    expect(() => openChannel('carrier-pigeon', {})).toThrow(expect.objectContaining({ code: 'channels.unknown_kind' }));
  });
});

describe('the length of a short message', () => {
  it('is counted in septets where the alphabet allows', () => {
    expect(gsmLength('hello @£ é à')).toBe(12);
    expect(gsmLength('€[]')).toBe(6);
    expect(gsmLength('código')).toBeUndefined();
    expect([isOneMessage('a'.repeat(160)), isOneMessage('a'.repeat(161))]).toEqual([true, false]);
    expect([isOneMessage('密'.repeat(70)), isOneMessage('密'.repeat(71))]).toEqual([true, false]);
  });

  it('is kept by shortening the name, in the alphabet of the name', () => {
    const write = (name: string): string => `${name}: ${'x'.repeat(140)}`;
    expect(fitName('A'.repeat(80), [write])).toMatch(/^A{15}\.\.\.: x+$/);
    expect(fitName('ABC', [write, (name) => `${name}.`])).toMatch(/^ABC: x+$/);
    expect(fitName('A'.repeat(40), [write, (name) => `${name}.`])).toBe(`${'A'.repeat(40)}.`);
    expect(fitName('A', [(name) => name + '密'.repeat(70)])).toBeUndefined();
  });
});
