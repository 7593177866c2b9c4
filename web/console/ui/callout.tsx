/** A block that says something beside the flow of the page, with what can be done about it. */
import type { ReactNode } from 'react';
import { type Tone, TONE_SOFT } from './badge.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

export function Callout({
  tone,
  title,
  children,
  role,
}: {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  /** For what just went wrong: read out at once. */
  readonly role?: 'alert';
}) {
  return (
    <div role={role} className={classes('flex gap-3 rounded-xl p-4 text-sm', TONE_SOFT[tone])}>
      <span className="mt-0.5">
        <Icon name={tone} />
      </span>
      <div className="grid min-w-0 flex-1 gap-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
