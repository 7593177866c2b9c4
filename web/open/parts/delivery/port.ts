/** What the page and its part for devices and receipts say to each other. */
import type { Locale } from '../../../../src/model/locale.ts';
import type { Event, Item, State } from '../../flow/state.ts';

/** What the part may look at, whenever it is asked something. */
export type DeliveryPage = {
  readonly handle: () => string;
  readonly state: () => State;
  readonly locale: () => Locale;
  readonly send: (event: Event) => void;
};

export type DeliveryPart = {
  /** Shows this browser's key to the server. Never rejects; where there is no key the device stays unknown, and everything else goes on. */
  readonly begin: (page: DeliveryPage) => Promise<void>;
  /** Offers a locked archive, and to confirm receipt of what was opened, in a slot of the page. Asked again with the same it changes nothing. */
  readonly offer: (slot: HTMLElement, item: Item) => void;
  /** Certificates, and this person's devices, in a slot of the page. */
  readonly foot: (slot: HTMLElement) => void;
};
