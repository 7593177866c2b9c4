/** One or two situations, kept in the address after `#`: a link to them says what is decided on, and never reaches the server. */
import { useEffect, useState } from 'react';
import type { Facts } from '../../../src/model/facts.ts';
import { linkOf, situationsOf } from '../../../src/policy/situations.ts';

export type Situations = readonly [Facts] | readonly [Facts, Facts];

const WRITE_AFTER_MS = 300;

function read(hash: string): Situations | null {
  const [first, second] = situationsOf(hash.replace(/^#/, ''), new Date().toISOString()) ?? [];
  if (first === undefined) return null;
  return second === undefined ? [first] : [first, second];
}

export function useSituations(start: () => Facts): readonly [Situations, (next: Situations) => void] {
  const [situations, setSituations] = useState<Situations>(() => read(window.location.hash) ?? [start()]);
  useEffect(() => {
    // Typing changes the address once, when it pauses; going back leaves the page and not a letter.
    const timer = setTimeout(() => {
      window.history.replaceState(window.history.state, '', `#${linkOf(situations)}`);
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [situations]);
  useEffect(() => {
    const onHash = () => {
      const linked = read(window.location.hash);
      if (linked !== null) setSituations(linked);
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);
  return [situations, setSituations];
}
