import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyText, classifyTextWithPersons } from './classify.ts';
import { classifyFileWithPersons } from './classify-file.ts';
import { estimatePersons, personsOf } from './persons.ts';
import { scanText } from './scan/scan.ts';

const keys = (text: string): readonly string[] => personsOf(scanText(text));

function fullWidth(text: string): string {
  return [...text]
    .map((char) => (/[!-~]/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char))
    .join('');
}

/** A Hong Kong identity number with its check digit. */
function hkid(digits: string, letter = 'A'): string {
  const weights = [8, 7, 6, 5, 4, 3, 2];
  let sum = 36 * 9 + (letter.charCodeAt(0) - 55) * (weights[0] ?? 0);
  for (let i = 0; i < 6; i += 1) sum += Number(digits[i]) * (weights[i + 1] ?? 0);
  const rest = (11 - (sum % 11)) % 11;
  return `${letter}${digits}(${rest === 10 ? 'A' : rest})`;
}

const identities = fc.uniqueArray(
  fc.stringMatching(/^[1-9]\d{5}$/).map((digits) => hkid(digits)),
  { minLength: 1, maxLength: 30 },
);

describe('the keys of persons', () => {
  it('are as many as the estimate, all different, whatever the text', () => {
    const piece = fc.constantFrom(
      '姓名：陳大文 ',
      'Mr Chan Tai Man, ',
      '電話 +853 6612 3456\n',
      'tel. 6612-3456 ',
      'maria@example.org ',
      '身份證 A123456(3) ',
      '出生日期 1988年11月5日 ',
      'passport K12345678 ',
      '\n\n',
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const scan = scanText(pieces.join(''));
        const found = personsOf(scan);
        expect(found.length).toBe(estimatePersons(scan));
        expect(new Set(found).size).toBe(found.length);
        expect(found).not.toContain('');
      }),
    );
  });

  it('are the same for a value in another form', () => {
    const forms = ['A123456(3)', 'A 123456 (3)', 'A123456（3）', fullWidth('A123456(3)')].map((value) =>
      keys(`身份證號碼：${value}`),
    );
    for (const form of forms) expect(form).toEqual(['hkid:A1234563']);
    const phones = [
      '+853 6612 3456',
      '+853 6612-3456',
      '00853 66123456',
      '(+853) 6612 3456',
      fullWidth('+85366123456'),
    ];
    for (const phone of phones) expect([phone, keys(`電話：${phone}`)]).toEqual([phone, ['phone:85366123456']]);
    expect(keys('mail: Maria@Example.org')).toEqual(keys('mail: maria@example.ORG'));
  });

  it('take the strongest value of a person', () => {
    expect(keys('姓名：陳大文，電話 +853 6612 3456，身份證 A123456(3)')).toEqual(['hkid:A1234563']);
    expect(keys('姓名：陳大文，電話 +853 6612 3456，電郵 tai@example.org')).toEqual(['email:tai@example.org']);
    expect(keys('姓名：陳大文，電話 +853 6612 3456')).toEqual(['phone:85366123456']);
    const born = keys('姓名：陳大文，出生日期：1988年11月5日');
    expect(born).toEqual(['person_name:陈大文|date_of_birth:1988-11-05']);
    expect(keys('姓名：陳大文')).toEqual(['person_name:陈大文']);
  });

  it('know a passport by its number and by its zone', () => {
    const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
    expect(keys(zone)).toEqual(['passport:L898902C3']);
  });

  it('of a table are one per row, in any order of the rows', () => {
    fc.assert(
      fc.property(
        identities.chain((ids) =>
          fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length, maxLength: ids.length })),
        ),
        ([ids, shuffled]) => {
          const table = (rows: readonly string[]): string =>
            `姓名,身份證號碼\n${rows.map((id) => `陳大文,${id}`).join('\n')}\n`;
          const found = keys(table(ids));
          expect(found.length).toBe(ids.length);
          expect(keys(table(shuffled))).toEqual(found);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('classifications with persons', () => {
  it('are the classification itself, which holds no value', () => {
    const text = '姓名：陳大文，身份證 A123456(3)';
    const { classification, persons } = classifyTextWithPersons(text);
    expect(classification).toEqual(classifyText(text));
    expect(persons).toEqual(['hkid:A1234563']);
    expect(JSON.stringify(classification)).not.toMatch(/A123456|陳大文|陈大文/);
  });

  it('say null for a file that cannot be read, and keys for one that can', async () => {
    const broken = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0x2e, 0x37, 0, 1, 2, 3]);
    expect((await classifyFileWithPersons({ bytes: broken })).persons).toBeNull();
    const text = new TextEncoder().encode('聯絡電話 +853 6612 3456');
    expect((await classifyFileWithPersons({ bytes: text, name: 'list.txt' })).persons).toEqual(['phone:85366123456']);
  });
});
