/** Labelled inputs: the label is always visible, the hint and the error are read out with the field. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

export type FieldText = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  /** Hides the label from sight where a heading right above says the same. */
  readonly hideLabel?: boolean;
};

type Described = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
};

export const INPUT =
  'min-h-touch w-full rounded-lg border border-line-strong bg-surface px-3 py-2 text-base text-ink sm:text-sm aria-invalid:border-stop disabled:opacity-60';

/** Lays out label, control, hint and error, and ties them together for screen readers. */
export function Field({
  label,
  hint,
  error,
  hideLabel = false,
  children,
}: FieldText & { readonly children: (described: Described) => ReactNode }) {
  const id = useId();
  const hasError = error !== undefined && error !== null;
  const describedBy = [hint !== undefined && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className={classes('text-sm font-medium', hideLabel && 'sr-only')}>
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy === '' ? undefined : describedBy, 'aria-invalid': hasError })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      <p
        id={`${id}-error`}
        aria-live="polite"
        className={classes('flex gap-1.5 text-sm text-stop', !hasError && 'hidden')}
      >
        {hasError && <Icon name="stop" />}
        {error}
      </p>
    </div>
  );
}

type InputProps = FieldText &
  Omit<ComponentProps<'input'>, 'id' | 'className' | 'onChange'> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
  };

export function TextField({ label, hint, error, hideLabel, onChange, ...rest }: InputProps) {
  return (
    <Field label={label} hint={hint} error={error ?? null} hideLabel={hideLabel ?? false}>
      {(described) => (
        <input {...rest} {...described} onChange={(event) => onChange(event.target.value)} className={INPUT} />
      )}
    </Field>
  );
}

type AreaProps = FieldText &
  Omit<ComponentProps<'textarea'>, 'id' | 'className' | 'onChange'> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
  };

export function TextAreaField({ label, hint, error, hideLabel, onChange, ...rest }: AreaProps) {
  return (
    <Field label={label} hint={hint} error={error ?? null} hideLabel={hideLabel ?? false}>
      {(described) => (
        <textarea
          rows={3}
          {...rest}
          {...described}
          onChange={(event) => onChange(event.target.value)}
          className={INPUT}
        />
      )}
    </Field>
  );
}

export type Option<T extends string> = { readonly value: T; readonly label: string };

/** The system's own list: it works on every phone, by keyboard, and needs no script of its own. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  hideLabel,
  value,
  options,
  placeholder,
  onChange,
  ...rest
}: FieldText & {
  readonly value: T | '';
  readonly options: readonly Option<T>[];
  readonly placeholder?: string;
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
  readonly required?: boolean;
}) {
  return (
    <Field label={label} hint={hint} error={error ?? null} hideLabel={hideLabel ?? false}>
      {(described) => (
        <select
          {...rest}
          {...described}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
          className={INPUT}
        >
          {placeholder !== undefined && (
            <option value="" disabled>
              {placeholder}
            </option>
          )}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
