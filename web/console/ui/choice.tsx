/** Check boxes and radio buttons with a whole line as the target. */
import { Checkbox, RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

export function CheckField({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex min-h-touch items-start gap-3 py-2">
      <Checkbox.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(state) => onChange(state === true)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="relative mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-md border border-line-strong bg-surface after:absolute after:-inset-3 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=checked]:text-accent-ink"
      >
        <Checkbox.Indicator>
          <Icon name="good" size={14} />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <div className="grid gap-0.5 text-sm">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

export type Choice<T extends string> = { readonly value: T; readonly label: string; readonly hint?: string };

/** One of a few, each with a line that says what it means. */
export function RadioField<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <RadioGroup.Root
      value={value}
      aria-label={label}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className="grid gap-2"
    >
      {choices.map((choice) => (
        <div
          key={choice.value}
          className="relative flex min-h-touch items-start gap-3 rounded-lg border border-line bg-surface p-3 has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft"
        >
          <RadioGroup.Item
            id={`${id}-${choice.value}`}
            value={choice.value}
            aria-describedby={choice.hint === undefined ? undefined : `${id}-${choice.value}-hint`}
            className="relative z-1 mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface"
          >
            <RadioGroup.Indicator className="size-2.5 rounded-full bg-accent" />
          </RadioGroup.Item>
          <div className="grid gap-0.5 text-sm">
            <label htmlFor={`${id}-${choice.value}`} className="font-medium after:absolute after:inset-0">
              {choice.label}
            </label>
            {choice.hint !== undefined && (
              <p id={`${id}-${choice.value}-hint`} className="text-soft">
                {choice.hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </RadioGroup.Root>
  );
}
