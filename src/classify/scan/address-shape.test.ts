import { describe, expect, it } from 'vitest';
import { addressesWithin } from './address-shape.ts';
import { findEnglishStreets } from './addresses-english.ts';
import { repeatNames } from './names-again.ts';
import { nameHit } from './names.ts';
import { readSource } from './source.ts';

function within(text: string, seen: string): string[] {
  const start = text.indexOf(seen);
  return addressesWithin(text, start, start + seen.length).map((bounds) => text.slice(bounds.start, bounds.end));
}

describe('an address', () => {
  it.each([
    ['ship to 17 240 Hill Road, Leeds', '240 Hill Road, Leeds', ['17 240 Hill Road, Leeds']],
    ['Unit 4526 Box 671, APO', '4526 Box 671', ['Unit 4526 Box 671']],
    ['at 12 Hill Road, Perth, Australia now', '12 Hill Road, Perth', ['12 Hill Road, Perth, Australia']],
    ['at 12 Hill Road\nOmaha, NE 68102', '12 Hill Road\nOmaha', ['12 Hill Road\nOmaha, NE 68102']],
    [
      'Dora Mills Suite 9 31 Hill Road, Leeds',
      'Dora Mills Suite 9 31 Hill Road, Leeds',
      ['Suite 9 31 Hill Road, Leeds'],
    ],
    ['Solarix\n12 Hill Road\nLeeds', 'Solarix\n12 Hill Road\nLeeds', ['12 Hill Road\nLeeds']],
    [
      '12 Hill Road, Leeds, and 7 Park Lane',
      '12 Hill Road, Leeds, and 7 Park Lane',
      ['12 Hill Road, Leeds', '7 Park Lane'],
    ],
    ['the corner of 12 Hill Road and Park Lane.', '12 Hill Road', ['the corner of 12 Hill Road and Park Lane']],
    ['12 Hill Road, Leeds', '12 Hill Road, Leeds', ['12 Hill Road, Leeds']],
    ['澳門新馬路12號3樓A座', '澳門新馬路12號3樓A座', ['澳門新馬路12號3樓A座']],
  ])('in %s goes as far as it does', (text, seen, wanted) => {
    expect(within(text, seen)).toEqual(wanted);
  });
});

describe('English streets that the sentence tells', () => {
  it.each([
    ['Turn at the corner of Hill Road 12 and Park Lane, then left.', ['the corner of Hill Road 12 and Park Lane']],
    ['Jo lives on Hegelgasse 19 now.', ['Hegelgasse 19']],
    ['The corner of the table and the wall; she lives in Block 7 since May 2020.', []],
  ])('are found in %s', (text, wanted) => {
    const found = findEnglishStreets(readSource(text));
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(wanted);
  });
});

describe('part of a name that was found', () => {
  const again = (text: string): string[] =>
    repeatNames(readSource(text), [nameHit(0, 'Ana Sarmento'.length, 0.8, null)]).map(({ start, end }) =>
      text.slice(start, end),
    );

  it('is a name again where it stands alone', () => {
    expect(again('Ana Sarmento paid. Then Sarmento left.')).toEqual(['Sarmento']);
  });

  it('is none inside a longer name, a link or a street with a number', () => {
    expect(again('Ana Sarmento of Sarmento Foods, Rui Sarmento, at sarmento.pt and Sarmento 12')).toEqual([]);
  });
});
