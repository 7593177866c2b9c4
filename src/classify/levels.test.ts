import { describe, expect, it } from 'vitest';
import { classifyText, classifyTextWithPersons } from './classify.ts';
import { SHIPPED_POLICY } from '../model/level-policy.ts';
import { levelOf } from './levels.ts';
import { readShippedNamesModel } from './model/names-model-node.ts';
import { NO_EVIDENCE, summarise } from './summarise.ts';

function level(text: string): string {
  return classifyText(text).level;
}

describe('levels', () => {
  it.each([
    ['下次會議：2026 年 4 月 2 日 10:00，請準時出席。', 'internal'],
    ['We ship 40 pallets on Tuesday.', 'internal'],
    ['Order 85366001234, SKU 30012848', 'internal'],
    ['News from the shop: news@shop.example.com', 'internal'],
    ['客戶服務熱線：(853) 8888 1199，投訴：complaints@pay.example.com', 'internal'],
    ['客戶服務熱線：(853) 6612 3456', 'confidential'],
    ['有查詢請致電 2833 1234', 'internal'],
    ['有查詢請致電 6612 3456', 'confidential'],
    ['Upstream 10.20.1.11:8080, fail over to 192.168.4.2', 'internal'],
    ['login from 10.20.1.11', 'confidential'],
    ['Test data: user1@example.com, john.doe@example.com', 'internal'],
    ['糖尿病、高血壓患者覆診請帶齊藥物。電話預約：2788 3344', 'confidential'],
    ['聯絡人：王示范，電話 +853 6612 3456', 'confidential'],
    ['Please call Ms Wexcombe, r.wexcombe@shh.example.com', 'confidential'],
    ['機密：新廠選址方案', 'confidential'],
    ['身份證 A123456(3)', 'restricted'],
    ['陳大文月薪 MOP 28,500', 'restricted'],
    ['張示範確診急性支氣管炎', 'restricted'],
    ['帳號 012-345-67890123', 'restricted'],
    ['password: kX9!mQ2zPw', 'restricted'],
  ])('%j is %s', (text, expected) => {
    expect(level(text)).toBe(expected);
  });

  it('is at least confidential where a text with people in it is too long for every name to be sought', () => {
    const plain = 'The canteen opens at noon.\n'.repeat(38_000);
    const names = readShippedNamesModel();
    expect(classifyTextWithPersons(plain, { names }).classification).toMatchObject({
      level: 'internal',
      problem: null,
    });
    // Some hundred names a window, wherever the windows are.
    const text = plain + 'Yesterday we met Helena Sousa Ribeiro in the canteen.\n'.repeat(400);
    const long = classifyTextWithPersons(text, { names });
    expect(long.classification).toMatchObject({ level: 'confidential', problem: 'names.unsought', extracted: 'full' });
    expect(long.classification.raised.map(({ rule }) => rule)).toContain('unsought');
    expect(long.persons).toBeNull();
    expect(summarise([long.classification]).level).toBe('confidential');
  });

  it('is not raised by one name of which nothing but the model says that it is one, and hardly that', () => {
    const alone = { ...NO_EVIDENCE, scores: { person_name: { '55': 1 } } };
    expect(levelOf(alone, SHIPPED_POLICY).level).toBe('internal');
    expect(levelOf({ ...alone, scores: { person_name: { '60': 1 } } }, SHIPPED_POLICY).level).toBe('confidential');
    expect(levelOf({ ...alone, scores: { person_name: { '50': 1 }, phone: { '50': 1 } } }, SHIPPED_POLICY).level).toBe(
      'confidential',
    );
  });

  it('gives the default level that was asked for only where nothing is found', () => {
    expect(classifyText('餐牌', { defaultLevel: 'public' }).level).toBe('public');
    expect(classifyText('身份證 A123456(3)', { defaultLevel: 'public' }).level).toBe('restricted');
  });

  it('restricts a list of more than a hundred persons that holds nothing else', () => {
    const rows = (count: number): string =>
      [
        '姓名,電郵,地區',
        ...Array.from({ length: count }, (_, i) => `王示${String.fromCharCode(0x4e00 + i)},u${i}@example.org,澳門`),
      ].join('\n');
    expect(classifyText(rows(100))).toMatchObject({ persons: 100, level: 'confidential' });
    expect(classifyText(rows(101))).toMatchObject({ persons: 101, level: 'restricted' });
  });

  it('keeps the account of a company in its contract block confidential, and the account of an employee restricted', () => {
    const company = '统一社会信用代码：91440400MA0000007C\n开户银行：示例银行 账号：44050164001234567';
    expect(level(company)).not.toBe('restricted');
    expect(level('出糧戶口 帳號 012-345-67890123')).toBe('restricted');
  });
});

describe('categories', () => {
  it('are fideslang keys and own keys, sorted', () => {
    const { categories } = classifyText(
      '患者陳大文，身份證 A123456(3)，電話 +853 6612 3456，確診糖尿病，電郵 a.chan@example.org',
    );
    expect(categories).toEqual([
      'user.contact.email',
      'user.contact.phone_number',
      'user.government_id.national_identification_number',
      'user.health_and_medical',
      'user.name',
    ]);
  });
});

describe('persons', () => {
  it.each([
    ['姓名：陳大文\n身份證：A123456(3)\n電話：+853 6612 3456', 1],
    ['陳大文先生和李小明先生', 2],
    ['陳大文先生來電。陳大文先生再來電。', 1],
    ['姓名：陳大文（CHAN TAI MAN）', 1],
    ['A123456(3)\nC668668(9)\nZ000001(A)', 3],
    ['沒有人', 0],
  ])('%j is about %d', (text, count) => {
    expect(classifyText(text).persons).toBe(count);
  });
});

describe('summarise', () => {
  it('counts findings that matter and takes the strictest level', () => {
    const parts = [classifyText('身份證 A123456(3)'), classifyText('聯絡人：王示范，電話 +853 6612 3456')];
    expect(summarise(parts)).toMatchObject({
      level: 'restricted',
      persons: 2,
      counts: { hkid: 1, person_name: 1, phone: 1 },
      unreadable: false,
    });
  });

  it('restricts when parts have more than a hundred persons only together', () => {
    const rows = (from: number): string =>
      [
        '姓名,電郵,地區',
        ...Array.from(
          { length: 60 },
          (_, i) => `王示${String.fromCharCode(0x4e00 + from + i)},u${from + i}@example.org,澳門`,
        ),
      ].join('\n');
    const parts = [classifyText(rows(0)), classifyText(rows(60))];
    expect(parts.map((part) => part.level)).toEqual(['confidential', 'confidential']);
    expect(summarise(parts)).toMatchObject({ level: 'restricted', persons: 120 });
  });

  it('of nothing is internal', () => {
    expect(summarise([])).toMatchObject({ level: 'internal', persons: 0, unreadable: false });
  });
});
