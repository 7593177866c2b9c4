import { describe, expect, it } from 'vitest';
import type { OpenDocument } from '../render/pages/port.ts';
import { createViewDocuments, type LiveView, type ShownView } from './view-documents.ts';

function viewOf(onClose: () => void = () => undefined): LiveView {
  const document: OpenDocument = {
    pages: [],
    drawn: 'text',
    renderer: '',
    page: () => Promise.reject(new Error('none')),
    find: async () => [],
    text: async () => '',
    close: async () => onClose(),
  };
  return { document, viewId: '000000000000', markKey: new Uint8Array(32), objectId: '', digest: '' };
}

const open = (view: LiveView): ShownView => ({ kind: 'open', view });

describe('open documents of views', () => {
  it('are opened once for all who ask at the same time', async () => {
    const documents = createViewDocuments();
    let times = 0;
    const make = async (): Promise<ShownView> => {
      times += 1;
      return open(viewOf());
    };
    const [one, two] = await Promise.all([documents.get('a', make), documents.get('a', make)]);
    expect(one).toBe(two);
    await documents.get('b', make);
    expect([times, documents.openIds()]).toEqual([2, ['a', 'b']]);
  });

  it('are not kept when they could not be opened', async () => {
    const documents = createViewDocuments();
    expect(await documents.get('a', async () => ({ kind: 'cannot', why: 'broken' }))).toMatchObject({ why: 'broken' });
    await expect(documents.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(documents.openIds()).toEqual([]);
    expect(await documents.get('a', async () => open(viewOf()))).toMatchObject({ kind: 'open' });
  });

  it('are closed even while they are being opened', async () => {
    const documents = createViewDocuments();
    let closed = 0;
    let arrive: (shown: ShownView) => void = () => undefined;
    const getting = documents.get('a', () => new Promise((resolve) => (arrive = resolve)));
    const closing = documents.close(['a', 'never there']);
    arrive(open(viewOf(() => (closed += 1))));
    await Promise.all([getting, closing]);
    expect(closed).toBeGreaterThan(0);
    expect(documents.openIds()).toEqual([]);
  });

  it('are forgotten only if they are still the ones that ended', async () => {
    const documents = createViewDocuments();
    const [old, fresh] = [viewOf(), viewOf()];
    await documents.get('a', async () => open(old));
    await documents.forget('a', old);
    await documents.get('a', async () => open(fresh));
    await documents.forget('a', old);
    expect(documents.openIds()).toEqual(['a']);
    await documents.forget('a', fresh);
    expect(documents.openIds()).toEqual([]);
  });
});
