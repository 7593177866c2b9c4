/** Spellings of a number that was misread (O for 0, l for 1, S for 5, B for 8) or typed in small letters. */

const DIGIT_FOR: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  i: '1',
  S: '5',
  s: '5',
  B: '8',
  Z: '2',
  z: '2',
  b: '6',
  G: '6',
};
const CONFUSED = /(?<![A-Za-z])[OoQDIlSBZ]?[0-9][0-9OoQDIliSsBZzbG]*/g;

/** The text with other characters in the same places, and how many digits it has then. */
export type Reading = { readonly text: string; readonly digits: number };

/** Fewer digits are no number that would be worth a second reading. */
const LEAST_DIGITS = 5;
const LETTERED = /[0-9][OoQDIliSsBZzbG]|[OoQDIliSsBZzbG][0-9]/;

/**
 * Returns other readings of `text`, each of the same length: small letters as capitals, and letters inside numbers as the digits
 * that they look like (with the leading letter, and without it). `labelled`: some label stands near, so that more is tried.
 */
export function misread(text: string, labelled: boolean): Reading[] {
  const readings = new Set<string>();
  if (labelled) readings.add(text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()));
  const lastMisread = labelled
    ? text.replace(/\(([OIlSBZ])\)/, (_, letter: string) => `(${DIGIT_FOR[letter] ?? letter})`)
    : text;
  if (lastMisread !== text) readings.add(lastMisread);
  if (LETTERED.test(text)) {
    readings.add(text.replace(CONFUSED, asDigits));
    if (labelled) readings.add(text.replace(/[A-Za-z][0-9][0-9OolISBZ]{5,}/g, keepLetter));
  }
  readings.delete(text);
  return [...readings].flatMap((reading) => {
    const digits = reading.replace(/\D/g, '').length;
    return digits < LEAST_DIGITS ? [] : [{ text: reading, digits }];
  });
}

/** Digits for letters when most of the word is digits. */
function asDigits(word: string): string {
  const digits = word.replace(/\D/g, '').length;
  if (digits * 2 < word.length) return word;
  return word.replace(/[A-Za-z]/g, (letter) => DIGIT_FOR[letter] ?? letter);
}

/** The letter of an identity number stays; a zero read as O behind it does not. */
function keepLetter(word: string): string {
  return word.charAt(0).toUpperCase() + asDigits(word.slice(1));
}
