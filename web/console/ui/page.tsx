/** The frame of every page: one heading, one line of what it is for, at most one primary action. */
import { type ReactNode, useEffect, useId } from 'react';
import { classes } from './classes.ts';

export function Page({
  title,
  lead,
  action,
  children,
  narrow = false,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly narrow?: boolean;
}) {
  useEffect(() => {
    document.title = `${title} · Entrepot`;
  }, [title]);
  return (
    <div className={classes('mx-auto w-full px-4 py-6 sm:px-8 sm:py-9', narrow ? 'max-w-3xl' : 'max-w-6xl')}>
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {lead !== undefined && <div className="mt-1 max-w-2xl text-sm text-soft">{lead}</div>}
        </div>
        {action}
      </header>
      {children}
    </div>
  );
}

/** A card with a heading; the parts of a page. */
export function Section({
  title,
  hint,
  action,
  children,
}: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-6">
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          {hint !== undefined && <p className="mt-0.5 text-sm text-soft">{hint}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Pairs of name and value. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr]">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft max-sm:-mb-2.5">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
