/** A state in words; the icon and the colour only repeat what the word says. */
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

export type Tone = 'good' | 'wait' | 'stop' | 'calm';

export const TONE_SOFT: Readonly<Record<Tone, string>> = {
  good: 'bg-good-soft text-good',
  wait: 'bg-wait-soft text-wait',
  stop: 'bg-stop-soft text-stop',
  calm: 'bg-calm-soft text-calm',
};

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={classes(
        'inline-flex max-w-full items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.8125rem] font-medium',
        TONE_SOFT[tone],
      )}
    >
      <Icon name={tone} size={14} />
      {children}
    </span>
  );
}

/** A short name without a state: a type of finding, a place. */
export function Tag({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1 rounded-md border border-line bg-sunken px-2 py-0.5 text-[0.8125rem] text-ink">
      {children}
    </span>
  );
}
