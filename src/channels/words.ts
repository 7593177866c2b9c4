/** The texts of a notice or a one-time code in the recipient's language. */
export type NoticeWords = {
  readonly kind: 'notice';
  readonly title: string;
  readonly intro: string;
  readonly reference: string;
  readonly validUntil: string;
  readonly howToOpen: string;
  readonly howWithoutLink: string;
  readonly button: string;
  readonly footer: string;
};

export type CodeWords = {
  readonly kind: 'code';
  readonly title: string;
  readonly intro: string;
  readonly validFor: string;
  readonly warning: string;
  readonly footer: string;
};

/** The organisation's name shortened to what fits; short messages are fitted by the channel that knows its own limit. */
export type ChannelWords = (NoticeWords | CodeWords) & {
  readonly short: (organisation: string) => string;
};
