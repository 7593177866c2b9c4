/** Documents that are open for somebody's view, by opening. Only in this process; whatever is lost here is opened again from its grant. */
import type { Bytes } from '../base/bytes.ts';
import type { CannotShow, OpenDocument } from '../render/pages/port.ts';

export type LiveView = {
  readonly document: OpenDocument;
  /** 48 bits, lower-case hex: what the invisible mark says. */
  readonly viewId: string;
  readonly markKey: Bytes;
  readonly objectId: string;
  /** SHA-256 of the plaintext, hex: with the object and the page number it names a page of the mark. */
  readonly digest: string;
};

export type ShownView =
  | { readonly kind: 'open'; readonly view: LiveView }
  | { readonly kind: 'cannot'; readonly why: CannotShow };

export type ViewDocuments = {
  /** The view that is open, or what `open` makes; several who ask at once get the same one. What cannot be opened is not kept. */
  readonly get: (openingId: string, open: () => Promise<ShownView>) => Promise<ShownView>;
  /** Forgets a view whose document ended, if it is still this one. */
  readonly forget: (openingId: string, view: LiveView) => Promise<void>;
  readonly close: (openingIds: readonly string[]) => Promise<void>;
  readonly openIds: () => readonly string[];
};

export function createViewDocuments(): ViewDocuments {
  const views = new Map<string, Promise<ShownView>>();
  return {
    get: async (openingId, open) => {
      const known = views.get(openingId);
      if (known !== undefined) return known;
      const opening = open();
      views.set(openingId, opening);
      try {
        const shown = await opening;
        if (shown.kind === 'cannot') views.delete(openingId);
        // Closed while it was being opened: it must not stay behind, open and unknown.
        else if (views.get(openingId) !== opening) await shown.view.document.close();
        return shown;
      } catch (error) {
        if (views.get(openingId) === opening) views.delete(openingId);
        throw error;
      }
    },
    forget: async (openingId, view) => {
      const shown = await views.get(openingId);
      if (shown?.kind === 'open' && shown.view === view) views.delete(openingId);
      await view.document.close();
    },
    close: async (openingIds) => {
      for (const id of openingIds) {
        const opening = views.get(id);
        views.delete(id);
        const shown = await opening?.catch(() => undefined);
        if (shown?.kind === 'open') await shown.view.document.close();
      }
    },
    openIds: () => [...views.keys()],
  };
}
