/** What the page and its part for passphrases say to each other. Bytes travel as base64url. */

/** A message to the server, and what follows from its answer; undefined when that cannot be. */
export type Sent = { readonly message: string; readonly finish: (answer: string) => Promise<string | undefined> };

export type PassphrasePart = {
  /** Registration: a blinded passphrase, then the record that the server keeps. */
  readonly register: (passphrase: string) => Sent;
  /** Proof: KE1, then KE3; undefined when the passphrase is not the one. */
  readonly login: (passphrase: string) => Sent;
};
