/** The page's corners, for a photo in which it is not found by itself: by pointing, or as numbers. */
import { type MouseEvent, useEffect, useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { CORNER_NAMES, NO_CORNERS, pick, type Picked } from './corners.ts';

/** The file as an address that the console's policy lets an image have. */
function usePreview(file: File): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const reader = new FileReader();
    reader.addEventListener('load', () => setAddress(typeof reader.result === 'string' ? reader.result : null));
    reader.readAsDataURL(file);
    return () => reader.abort();
  }, [file]);
  return address;
}

type Props = { readonly file: File; readonly picked: Picked; readonly onPick: (picked: Picked) => void };

export function CornerPicker({ file, picked, onPick }: Props) {
  const { t } = useTranslation();
  const address = usePreview(file);
  const [size, setSize] = useState({ width: 1, height: 1 });
  const point = (event: MouseEvent) => {
    // Pressed by the keyboard it has no place; the numbers below do the same.
    if (event.detail === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * size.width;
    const y = ((event.clientY - box.top) / box.height) * size.height;
    onPick(pick(picked, { x: Math.round(x), y: Math.round(y) }));
  };
  return (
    <div className="grid gap-3">
      <p className="text-soft">{t('trace.corners_hint')}</p>
      {address !== null && (
        <div className="relative">
          <button type="button" className="block w-full cursor-crosshair" onClick={point}>
            <img
              src={address}
              alt={t('trace.corners_picture')}
              className="w-full rounded-lg border border-line"
              onLoad={({ currentTarget }) =>
                setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
              }
            />
          </button>
          {picked.map(
            (corner, at) =>
              corner !== undefined && (
                <span
                  key={CORNER_NAMES[at]}
                  aria-hidden="true"
                  className="pointer-events-none absolute grid size-6 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full bg-accent text-xs font-semibold text-accent-ink"
                  style={{ left: `${(corner.x / size.width) * 100}%`, top: `${(corner.y / size.height) * 100}%` }}
                >
                  {at + 1}
                </span>
              ),
          )}
        </div>
      )}
      <Numbers picked={picked} onPick={onPick} />
      <div>
        <Button kind="quiet" onClick={() => onPick(NO_CORNERS)}>
          {t('trace.corners_clear')}
        </Button>
      </div>
    </div>
  );
}

/** The same without a pointer. */
function Numbers({ picked, onPick }: Omit<Props, 'file'>) {
  const { t } = useTranslation();
  const set = (at: number, axis: 'x' | 'y', text: string) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) return;
    const old = picked[at] ?? { x: 0, y: 0 };
    onPick(pick(picked, { ...old, [axis]: value }, at));
  };
  return (
    <div className="grid grid-cols-2 gap-2">
      {CORNER_NAMES.flatMap((name, at) =>
        (['x', 'y'] as const).map((axis) => (
          <TextField
            key={`${name}.${axis}`}
            label={`${t(`trace.corner.${name}`)} ${axis}`}
            inputMode="numeric"
            value={picked[at]?.[axis].toString() ?? ''}
            onChange={(text) => set(at, axis, text)}
          />
        )),
      )}
    </div>
  );
}
