/** The keyboard in the viewer. */
export type KeyActs = {
  readonly close: () => void;
  readonly zoom: (direction: 1 | -1) => void;
  readonly turn: (by: 1 | -1) => void;
  readonly first: () => void;
  readonly last: () => void;
  readonly search: (() => void) | undefined;
};

/** Listens to keys until what it returns is called. Keys that are typed into a field stay there, save for Escape. */
export function listenToKeys(acts: KeyActs): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const act = actFor(acts, event);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function actFor(acts: KeyActs, event: KeyboardEvent): (() => void) | undefined {
  if (event.key === 'Escape') return acts.close;
  if (event.target instanceof HTMLInputElement || event.altKey) return undefined;
  // The browser's own search finds nothing in images.
  if (event.ctrlKey || event.metaKey) return event.key === 'f' ? acts.search : undefined;
  const byKey: { readonly [key: string]: (() => void) | undefined } = {
    PageDown: () => acts.turn(1),
    ArrowRight: () => acts.turn(1),
    PageUp: () => acts.turn(-1),
    ArrowLeft: () => acts.turn(-1),
    Home: acts.first,
    End: acts.last,
    '+': () => acts.zoom(1),
    '=': () => acts.zoom(1),
    '-': () => acts.zoom(-1),
  };
  return byKey[event.key];
}
