/**
 * Devices and receipts: an optional part that comes once the person has proved who he is. Where it does not come, or the browser keeps no key,
 * everything else goes on.
 */
import { loadPart } from '../page/parts.ts';
import type { DeliveryPart } from '../parts/delivery/port.ts';
import type { Acts } from '../views/view.ts';
import { callerOf, type Core } from './core.ts';

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
  let isKnown = false;
  let beginning: Promise<unknown> = Promise.resolve();

  const begin = async (): Promise<void> => {
    isKnown = false;
    try {
      part = await loadPart('delivery');
      isKnown = await part.begin(callerOf(core));
    } catch {
      // Then this browser stays unknown.
    }
    core.draw();
  };
  return {
    follow: () => {
      const { csrf } = callerOf(core);
      if (csrf === shownTo) return;
      shownTo = csrf;
      if (csrf !== '') beginning = begin();
    },
    ready: () => Promise.race([beginning, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]),
    extras: (slot, { opening }) => {
      if (part === undefined || !isKnown || opening === null) return;
      part.offer(slot, Object.assign({ locale: core.locale(), openingId: opening.id }, callerOf(core)));
    },
    foot: (slot) => {
      if (part === undefined || callerOf(core).csrf === '') return;
      const all = core.state().items.map(({ object }) => object.reference);
      const references = all.filter((one, at) => all.indexOf(one) === at);
      part.foot(slot, Object.assign({ locale: core.locale(), references }, callerOf(core)));
    },
  };
}
