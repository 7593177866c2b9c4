/** Building the page. INVARIANT: text reaches the document only as text nodes and attribute values, never as markup. */

export type Attributes = Readonly<Record<string, string>>;
export type Child = Node | string;

/** Returns an element with these attributes and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] || '');
  for (const child of children) element.append(child);
  return element;
}

/** Writes text only when it changed: a live region would be read out again otherwise. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows or hides; hidden elements are out of reach of keyboard and screen reader too. */
export function setShown(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) element.hidden = !shown;
}

export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function replaceContent(parent: Element, ...children: readonly Child[]): void {
  while (parent.firstChild !== null) parent.removeChild(parent.firstChild);
  for (const child of children) parent.append(child);
}

export type ActionButton = {
  readonly root: HTMLButtonElement;
  /** Busy buttons keep the focus and say so; pressing them does nothing. */
  readonly set: (label: string, busy: boolean, accessibleLabel?: string) => void;
};

/** Returns a button with room for a spinner. Its action does not run while it is busy, so a double tap acts once. */
export function actionButton(look: 'primary' | 'quiet' | 'plain', act?: () => void): ActionButton {
  const label = h('span', { class: 'label' });
  const spinner = h('span', { class: 'spinner', 'aria-hidden': 'true' });
  const root = h('button', { type: act === undefined ? 'submit' : 'button', class: `button ${look}` }, spinner, label);
  root.addEventListener('click', (event) => {
    if (root.getAttribute('aria-disabled') === 'true') event.preventDefault();
    else if (act !== undefined) act();
  });
  return {
    root,
    set: (text, busy, accessibleLabel) => {
      setText(label, text);
      setAttribute(root, 'aria-disabled', busy ? 'true' : undefined);
      setAttribute(root, 'aria-label', busy ? undefined : accessibleLabel);
      setShown(spinner, busy);
    },
  };
}
