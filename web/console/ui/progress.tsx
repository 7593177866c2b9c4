import { Progress } from 'radix-ui';

/** A bar with a name; `value` is between 0 and 1, null while the end is not known. */
export function ProgressBar({ label, value }: { readonly label: string; readonly value: number | null }) {
  const percent = value === null ? null : Math.round(value * 100);
  return (
    <Progress.Root value={percent} aria-label={label} className="h-1.5 overflow-hidden rounded-full bg-hover">
      <Progress.Indicator
        className="h-full origin-left bg-accent transition-transform data-[state=indeterminate]:animate-pulse"
        style={{ transform: `scaleX(${percent === null ? 0.4 : percent / 100})` }}
      />
    </Progress.Root>
  );
}
