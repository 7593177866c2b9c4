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
const CONFUSED = /[0-9OoQDIliSsBZzbG]*[0-9][0-9OoQDIliSsBZzbG]*/g;

/**
 * Returns other readings of `text`, each of the same length: small letters as capitals, and letters inside numbers as the digits
 * that they look like (with the leading letter, and without it). `labelled`: some label stands near, so that more is tried.
 */
export function misread(text: string, labelled: boolean): string[] {
  const upper = text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  const digits = text.replace(CONFUSED, (word) => asDigits(word, 0));
  const readings = new Set<string>();
  if (upper !== text) readings.add(upper);
  if (digits !== text) readings.add(digits);
  if (labelled) {
    const kept = text.replace(/[0-9A-Za-z]+/g, (word) =>
      /^[A-Za-z]{1,2}[0-9OolISBZ]{5,}$/.test(word) ? keepLetters(word) : word,
    );
    if (kept !== text) readings.add(kept);
  }
  return [...readings];
}

/** Digits for letters when most of the word is digits. */
function asDigits(word: string, from: number): string {
  const digits = word.replace(/\D/g, '').length;
  if (digits * 2 < word.length || (word.length > 1 && digits < 1)) return word;
  return word.slice(0, from) + word.slice(from).replace(/[A-Za-z]/g, (letter) => DIGIT_FOR[letter] ?? letter);
}

/** The letter of an identity number stays; a zero read as O behind it does not. */
function keepLetters(word: string): string {
  return word.charAt(0).toUpperCase() + asDigits(word.slice(1), 0);
}
