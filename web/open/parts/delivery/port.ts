/** What the page and its part for devices and receipts say to each other. */
import type { Locale } from '../../../../src/model/locale.ts';

export type DeliverySession = { readonly handle: string; readonly csrf: string };

/** Of one thing that was opened here. */
export type Confirmed = DeliverySession & { readonly locale: Locale; readonly openingId: string };

export type DeliveryPart = {
  /** Shows this browser's key to the server. Never rejects; false: the device stays unknown, and everything else goes on. */
  readonly begin: (session: DeliverySession) => Promise<boolean>;
  /** Offers to confirm receipt, in a slot of the page. Asked again with the same opening it changes nothing. */
  readonly offer: (slot: HTMLElement, what: Confirmed) => void;
  /** Certificate of a transfer, and this person's devices, in a slot of the page. */
  readonly foot: (
    slot: HTMLElement,
    what: DeliverySession & { readonly locale: Locale; readonly references: readonly string[] },
  ) => void;
};
