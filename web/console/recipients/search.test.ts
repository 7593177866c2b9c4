import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { matchesRecipient } from './search.ts';

const marta: Recipient = {
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Marta Conceição',
  organisation: '澳門示例有限公司',
  covered: false,
  email: 'marta@atlantico.example',
  phone: '+85366123456',
  jurisdiction: 'MO',
  city: null,
  kind: 'controller',
  locale: 'pt',
  createdAt: '2026-11-20T02:30:00.000Z',
};

describe('matchesRecipient', () => {
  it('finds everybody with an empty query', () => {
    expect(matchesRecipient(marta, '')).toBe(true);
    expect(matchesRecipient(marta, '   ')).toBe(true);
  });

  it.each(['conceicao', 'MARTA', 'ｍａｒｔａ', '示例', '66123456', 'atlantico marta'])('finds `%s`', (query) => {
    expect(matchesRecipient(marta, query)).toBe(true);
  });

  it('wants every word', () => {
    expect(matchesRecipient(marta, 'marta lisboa')).toBe(false);
  });

  it('also looks at the words that are shown beside', () => {
    expect(matchesRecipient(marta, '澳門 控制')).toBe(false);
    expect(matchesRecipient(marta, '澳門 控制', [null, '控制者'])).toBe(true);
  });
});
