/** Drop-down menu. Not modal: Radix' modal menu locks scrolling with a `<style>` element, which the CSP forbids. */
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

const CONTENT = 'z-40 min-w-48 rounded-xl border border-line bg-raised p-1.5 text-sm shadow-raised';
const ITEM =
  'flex min-h-touch cursor-pointer items-center gap-2.5 rounded-lg px-3 outline-none data-highlighted:bg-hover sm:min-h-10';

export function Menu({ trigger, children }: { readonly trigger: ReactNode; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      {/* No portal: inside a modal dialog everything outside of it is inert. */}
      <DropdownMenu.Content sideOffset={6} collisionPadding={8} className={CONTENT}>
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

export function MenuChoices<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <DropdownMenu.Label className="px-3 py-1.5 text-[0.8125rem] text-soft">{label}</DropdownMenu.Label>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem key={choice.value} value={choice.value} lang={choice.lang} className={ITEM}>
          <span className="flex-1">{choice.label}</span>
          <DropdownMenu.ItemIndicator>
            <Icon name="good" size={16} />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** One act of a menu, with a line that says what it is for. */
export function MenuItem({
  children,
  hint,
  onSelect,
}: {
  readonly children: ReactNode;
  readonly hint?: string;
  readonly onSelect: () => void;
}) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={ITEM}>
      <span className="grid max-w-72 py-1.5">
        <span>{children}</span>
        {hint !== undefined && <span className="text-[0.8125rem] text-soft">{hint}</span>}
      </span>
    </DropdownMenu.Item>
  );
}
