/** Names of values as labels that the cue words of the packs know. */

/** `phoneNumber`, `phone_number` and `x:phone-number` are the words "phone number". */
export function words(key: string): string {
  return key
    .slice(0, 200)
    .replace(/^.*:/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ');
}

export function labelled(key: string, value: string): string {
  return key === '' ? value : `${key}: ${value}`;
}
