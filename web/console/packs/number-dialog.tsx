/** Setting a number: first what it would have changed, then the number itself. */
import { useState } from 'react';
import type { ComparisonView, PackNumberView } from '../../../src/model/api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { Comparison } from './comparison.tsx';
import { usePackAct } from './use-packs.ts';

/** The number as typed when the pack allows it, else null. */
function allowed({ stricter, default: standard }: PackNumberView, text: string): number | null {
  if (!/^[1-9]\d{0,8}$/.test(text.trim())) return null;
  const value = Number(text);
  const looser = stricter === 'lower' ? value > standard : value < standard;
  return looser ? null : value;
}

export function NumberDialog({ number, onClose }: { readonly number: PackNumberView; readonly onClose: () => void }) {
  const { t, format } = useTranslation();
  const toast = useToast();
  const { param } = number;
  const [text, setText] = useState(String(number.value));
  const [tried, setTried] = useState<{ readonly value: number; readonly result: ComparisonView } | null>(null);
  const value = allowed(number, text);
  const preview = usePackAct(
    async (api, asked: number) => ({ value: asked, result: await api.packs.previewNumber({ param, value: asked }) }),
    setTried,
  );
  const done = () => {
    toast(t('packs.number.saved'));
    onClose();
  };
  const save = usePackAct((api, wanted: number | null) => api.packs.setNumber({ param, value: wanted }), done);
  const limits = t(`packs.number.${number.stricter}`, { n: format.number(number.default) });
  const looked = value !== null && tried?.value === value;
  return (
    <FormDialog
      wide
      open
      title={t('packs.number.change_title', { name: number.title ?? param })}
      onClose={onClose}
      action={looked ? t('packs.number.save', { n: format.number(value) }) : t('packs.number.try')}
      busy={preview.isPending || save.isPending}
      disabled={value === null || value === number.value}
      onSubmit={() => {
        if (value === null) return;
        if (looked) save.mutate(value);
        else preview.mutate(value);
      }}
    >
      <TextField
        label={t('packs.number.value')}
        hint={limits}
        error={value === null ? limits : null}
        inputMode="numeric"
        value={text}
        onChange={setText}
      />
      {looked && <Comparison result={tried.result} />}
      {preview.isError && <Failed error={preview.error} />}
      {save.isError && <Failed error={save.error} />}
      {number.own !== null && (
        <div className="grid justify-items-start gap-2 border-t border-line pt-4">
          <p className="text-sm text-soft">{t('packs.number.reset_text', { n: format.number(number.default) })}</p>
          <Button busy={save.isPending} onClick={() => save.mutate(null)}>
            {t('packs.number.reset')}
          </Button>
        </div>
      )}
    </FormDialog>
  );
}
