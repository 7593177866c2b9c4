/** The viewer in the place of everything else, and what happens around it. */

/** The history entry of the viewer: going back closes it. */
const VIEWING = 'view';

/** Puts `root` in the place of everything else, which is then out of reach. Returns what undoes it. */
export function takeOver(root: HTMLElement, focused: HTMLElement): (wentBack: boolean) => void {
  const before = { focus: document.activeElement, x: scrollX, y: scrollY };
  const hidden = Array.from(document.body.children).filter((one) => one instanceof HTMLElement && !one.hidden);
  for (const one of hidden) one.setAttribute('hidden', '');
  document.documentElement.classList.add('viewing');
  document.body.append(root);
  history.pushState(VIEWING, '');
  focused.focus();
  return (wentBack) => {
    root.remove();
    document.documentElement.classList.remove('viewing');
    for (const one of hidden) one.removeAttribute('hidden');
    scrollTo(before.x, before.y);
    if (before.focus instanceof HTMLElement) before.focus.focus();
    if (!wentBack && history.state === VIEWING) history.back();
  };
}

/** What two fingers add to the zoom; 1 where the browser does not say. */
export function pinch(): number {
  const viewport: unknown = Reflect.get(window, 'visualViewport');
  const scale: unknown = typeof viewport === 'object' && viewport !== null ? Reflect.get(viewport, 'scale') : 1;
  return typeof scale === 'number' ? scale : 1;
}

type WindowActs = { readonly resized: () => void; readonly online: () => void; readonly back: () => void };

/** Turning a phone or pinching comes in a hundred steps; the last one counts. */
const QUIET_MS = 150;

export function listenToWindow(acts: WindowActs): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const resized = (): void => {
    clearTimeout(timer);
    timer = setTimeout(acts.resized, QUIET_MS);
  };
  const viewport: unknown = Reflect.get(window, 'visualViewport');
  const fingers = viewport instanceof EventTarget ? viewport : undefined;
  addEventListener('resize', resized);
  addEventListener('online', acts.online);
  addEventListener('popstate', acts.back);
  if (fingers !== undefined) fingers.addEventListener('resize', resized);
  return () => {
    clearTimeout(timer);
    removeEventListener('resize', resized);
    removeEventListener('online', acts.online);
    removeEventListener('popstate', acts.back);
    if (fingers !== undefined) fingers.removeEventListener('resize', resized);
  };
}
