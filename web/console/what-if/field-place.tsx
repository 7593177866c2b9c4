/** Where a fact is asked for on the page, so that an unknown one can be gone to. */
import { createContext, type ReactNode, use } from 'react';

const ColumnContext = createContext('a');
/** Two situations beside each other ask for the same facts; each column has places of its own. */
export const FactColumn = ColumnContext;

const placeOf = (column: string, fact: string): string => `${column}-fact-${fact}`;

export function FactPlace({ fact, children }: { readonly fact: string; readonly children: ReactNode }) {
  const column = use(ColumnContext);
  return <div id={placeOf(column, fact)}>{children}</div>;
}

/** Opens whatever hides the field of a fact and puts the cursor into it. False when the page does not ask for it. */
export function goToFact(column: string, fact: string): boolean {
  const place = document.getElementById(placeOf(column, fact));
  if (place === null) return false;
  for (let parent = place.parentElement; parent !== null; parent = parent.parentElement) {
    if (parent instanceof HTMLDetailsElement) parent.open = true;
  }
  const field = place.querySelector<HTMLElement>('input, select, button');
  field?.focus();
  place.scrollIntoView({ block: 'center' });
  return true;
}
