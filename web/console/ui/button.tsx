/** Buttons. `primary` once per page; `danger` only inside the dialog that says what will happen. */
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOK: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover border-transparent font-medium',
  plain: 'bg-surface text-ink border-line hover:bg-hover hover:border-line-strong',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-stop text-surface border-transparent hover:opacity-90 font-medium',
};

const SHAPE =
  'inline-flex min-h-touch items-center justify-center gap-2 rounded-lg border px-4 py-2 text-center text-sm leading-tight transition-colors disabled:opacity-55 aria-disabled:opacity-55';

export type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  /** The act is under way: the button keeps its size and refuses a second press. */
  readonly busy?: boolean;
  readonly wide?: boolean;
};

export function Button({ kind = 'plain', icon, busy = false, wide = false, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled === true || busy}
      aria-busy={busy}
      className={classes(SHAPE, LOOK[kind], wide && 'w-full')}
    >
      {busy ? <Spinner /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A square button whose only content is an icon; `label` is its name. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<ComponentProps<'button'>, 'className' | 'children'> & { readonly icon: IconName; readonly label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className="inline-flex size-touch shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink disabled:opacity-55"
    >
      <Icon name={icon} size={20} />
    </button>
  );
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-t-transparent motion-reduce:animate-none"
    />
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  kind = 'plain',
  icon,
  children,
  ...link
}: LinkProps & { readonly kind?: ButtonKind; readonly icon?: IconName; readonly children: ReactNode }) {
  return (
    <Link {...link} className={classes(SHAPE, LOOK[kind])}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  );
}
