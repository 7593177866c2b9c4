import { describe, expect, it } from 'vitest';
import { forget, type KeyValueStore, recall, remember } from './remembered.ts';

function storeOf(values = new Map<string, string>()): KeyValueStore {
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
}
const visit = { vkey: 'a+00000000+AQ==', checkpoint: 'a\n1\n', size: 1, at: '2026-11-23T23:00:00.000Z' };

describe('what a browser remembers of a log', () => {
  it('comes back for the same log only, until it is forgotten', () => {
    const store = storeOf();
    remember(store, 'a', visit);
    expect(recall(store, 'a')).toEqual(visit);
    expect(recall(store, 'b')).toBeNull();
    forget(store, 'a');
    expect(recall(store, 'a')).toBeNull();
  });

  it.each(['', '{', 'null', '{"vkey":1}', JSON.stringify({ ...visit, size: -1 })])(
    'is nothing when it reads `%s`',
    (text) => {
      expect(recall(storeOf(new Map([['entrepot.log:a', text]])), 'a')).toBeNull();
    },
  );

  it('is nothing where storage is refused', () => {
    const refuse = () => {
      throw new Error('refused');
    };
    const store: KeyValueStore = { getItem: refuse, setItem: refuse, removeItem: refuse };
    expect(recall(store, 'a')).toBeNull();
    expect(() => remember(store, 'a', visit)).not.toThrow();
    expect(() => forget(store, 'a')).not.toThrow();
  });
});
