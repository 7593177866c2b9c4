/**
 * Devices and receipts: an optional part that comes once the person has proved who he is. Where it does not come, or the browser keeps no key,
 * everything else goes on.
 */
import { loadPart } from '../page/parts.ts';
import type { DeliveryPart } from '../parts/delivery/port.ts';
import type { Acts } from '../views/view.ts';
import type { Core } from './core.ts';

/** Nobody waits longer for a browser that is slow to show its key. */
const PATIENCE_MS = 4000;

export type DeliveryFlow = Pick<Acts, 'extras' | 'foot'> & {
  /** Shows the key when a session has begun. Called after every event. */
  readonly follow: () => void;
  /** Resolves when the server knows the device, or it is not to be known. */
  readonly ready: () => Promise<unknown>;
};

export function deliveryFlow(core: Core): DeliveryFlow {
  let part: DeliveryPart | undefined;
  let shownTo = '';
  let beginning: Promise<unknown> = Promise.resolve();
  const begin = async (): Promise<void> => {
    try {
      part = await loadPart('delivery');
      await part.begin(core);
    } catch {
      // Then this browser stays unknown.
    }
    core.draw();
  };
  return {
    follow: () => {
      const { session } = core.state();
      const csrf = session === null ? '' : session.csrf;
      if (csrf !== '' && csrf !== shownTo) beginning = begin();
      shownTo = csrf;
    },
    ready: () => Promise.race([beginning, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]),
    extras: (slot, item) => {
      if (part !== undefined) part.offer(slot, item);
    },
    foot: (slot) => {
      if (part !== undefined) part.foot(slot);
    },
  };
}
