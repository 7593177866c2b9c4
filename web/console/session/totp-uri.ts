/** Returns the secret of an `otpauth://` address in groups of four, for typing it by hand. */
export function groupedSecretOf(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
