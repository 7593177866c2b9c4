/** More, one click away. The browser's own `<details>`: found by search on the page, works without script. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export function Disclosure({
  summary,
  children,
  open,
}: {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
}) {
  return (
    <details open={open} className="group">
      <summary className="inline-flex min-h-touch list-none items-center gap-1.5 rounded-md text-sm text-accent hover:underline [&::-webkit-details-marker]:hidden">
        <span className="transition-transform group-open:rotate-90">
          <Icon name="right" size={16} />
        </span>
        {summary}
      </summary>
      <div className="pb-1 pl-5.5 text-sm">{children}</div>
    </details>
  );
}
