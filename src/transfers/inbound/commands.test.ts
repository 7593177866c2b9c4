import { describe, expect, it } from 'vitest';
import { readCommand } from './commands.ts';

const REFERENCE = 'EN-8F4K-2M7Q-9XTV';

describe('what is said to the robot', () => {
  it.each([
    ['status', 'en'],
    ['狀態', 'zh-Hant'],
    ['状态', 'zh-Hans'],
    ['estado', 'pt'],
  ])('%s asks for the state, in %s', (word, locale) => {
    expect(readCommand(`${word} ${REFERENCE}`)).toEqual({ kind: 'status', reference: REFERENCE, locale });
  });

  it.each([
    ['access', 'en'],
    ['查閱', 'zh-Hant'],
    ['查阅', 'zh-Hans'],
    ['acesso', 'pt'],
  ])('%s asks for access, in %s', (word, locale) => {
    expect(readCommand(`${word} ${REFERENCE}`)).toEqual({ kind: 'access', reference: REFERENCE, locale });
  });

  it.each([
    ['files', 'files', 'en'],
    ['檔案', 'files', 'zh-Hant'],
    ['文件', 'files', 'zh-Hans'],
    ['ficheiros', 'files', 'pt'],
    ['help', 'help', 'en'],
    ['說明', 'help', 'zh-Hant'],
    ['帮助', 'help', 'zh-Hans'],
    ['ajuda', 'help', 'pt'],
  ])('%s is %s, in %s', (word, kind, locale) => {
    expect(readCommand(word)).toEqual({ kind, locale });
  });

  it('is understood behind a call by name, in capitals, in full width, with a colon, with invisible characters', () => {
    const want = { kind: 'status', reference: REFERENCE };
    for (const text of [
      `@機械人 狀態 ${REFERENCE}`,
      `@a @b STATUS ${REFERENCE.toLowerCase()}`,
      'STATUS EN-8F4K-2M7Q-9XTV',
      `狀態:${REFERENCE}`,
      `狀態${REFERENCE.replace('EN', ' EN')}`,
      ` \u200bstatus\n${REFERENCE} `,
    ])
      expect(readCommand(text), text).toMatchObject(want);
  });

  it('without its reference asks for help', () => {
    expect(readCommand('estado')).toEqual({ kind: 'help', locale: 'pt' });
  });

  it.each([
    'the files are late',
    '文件在哪裡',
    'status of the shipment',
    `status ${REFERENCE} please`,
    'status EN-8F4K-2M7Q',
    'status EN-ILOU-2M7Q-9XTV',
    `status ${REFERENCE} ${REFERENCE}`,
    '',
    '@',
    'status; drop table transfer',
    'status '.repeat(100),
    '{"kind":"status"}',
  ])('is talk: %s', (text) => {
    expect(readCommand(text)).toBeUndefined();
  });
});
