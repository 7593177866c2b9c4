/** One list that was made: what it was, where it went, and the ways into its table. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PseudonymTable } from '../../../src/model/api/pseudonyms.ts';
import { saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Facts } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { countWords, typeWord } from './operator-field.tsx';
import { usePseudonymAct } from './use-pseudonyms.ts';

type Asking = 'look_up' | 'take' | 'erase';

export function TableCard({ one }: { readonly one: PseudonymTable }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  return (
    <li className="grid min-w-0 gap-4 rounded-xl border border-line bg-raised p-4">
      <h3 className="font-semibold break-words">
        <bdi>{one.fileName}</bdi>
      </h3>
      <Facts
        rows={[
          [t('pseudonyms.made_by'), `${one.madeBy} · ${format.dateTime(one.madeAt)}`],
          [t('pseudonyms.justification'), one.justification],
          [t('pseudonyms.values'), countWords(translation, one.summary.values)],
          [t('pseudonyms.still_there'), countWords(translation, one.summary.left)],
          [
            t('pseudonyms.sent_by'),
            one.transfer === null ? (
              t('pseudonyms.not_sent')
            ) : (
              <Link
                key="transfer"
                to="/transfers/$id"
                params={{ id: one.transfer.id }}
                className="font-mono text-accent hover:underline"
              >
                {one.transfer.reference}
              </Link>
            ),
          ],
        ]}
      />
      {one.looks.length > 0 && (
        <Disclosure summary={t('pseudonyms.looks')}>
          <ul className="grid gap-1 text-sm">
            {one.looks.map((look) => (
              <li key={look.at + look.reason}>
                {format.dateTime(look.at)} · {look.by} · {t(`pseudonyms.look.${look.kind}`)} · {look.reason}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {one.erasedAt === null ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setAsking('look_up')}>{t('pseudonyms.look_up')}</Button>
          <Button kind="quiet" onClick={() => setAsking('take')}>
            {t('pseudonyms.take')}
          </Button>
          <Button kind="quiet" onClick={() => setAsking('erase')}>
            {t('pseudonyms.erase')}
          </Button>
        </div>
      ) : (
        <p className="text-sm text-soft">{t('pseudonyms.erased', { time: format.dateTime(one.erasedAt) })}</p>
      )}
      {asking === 'look_up' && <LookUpDialog id={one.id} onClose={close} />}
      {asking === 'take' && <TakeDialog id={one.id} onClose={close} />}
      {asking === 'erase' && <EraseDialog id={one.id} onClose={close} />}
    </li>
  );
}

type DialogProps = { readonly id: string; readonly onClose: () => void };

function LookUpDialog({ id, onClose }: DialogProps) {
  const translation = useTranslation();
  const { t } = translation;
  const [pseudonym, setPseudonym] = useState('');
  const [reason, setReason] = useState('');
  const find = usePseudonymAct((client, body: { pseudonym: string; reason: string }) => client.lookUp(id, body));
  return (
    <FormDialog
      open
      title={t('pseudonyms.look_up')}
      onClose={onClose}
      action={t('pseudonyms.look_up')}
      busy={find.isPending}
      disabled={pseudonym.trim() === '' || reason.trim().length < 3}
      onSubmit={() => find.mutate({ pseudonym: pseudonym.trim(), reason: reason.trim() })}
    >
      <p className="text-sm text-soft">{t('pseudonyms.look_up_text')}</p>
      <TextField
        label={t('pseudonyms.pseudonym')}
        required
        autoComplete="off"
        spellCheck={false}
        value={pseudonym}
        onChange={setPseudonym}
      />
      <TextAreaField label={t('pseudonyms.reason')} required maxLength={2000} value={reason} onChange={setReason} />
      {find.isError && <Failed error={find.error} />}
      {find.data !== undefined && (
        <output className="grid gap-1 text-sm">
          <span className="font-medium">{t('pseudonyms.found')}</span>
          {find.data.found.length === 0 && <span>{t('pseudonyms.found_nothing')}</span>}
          {find.data.found.map((one) => (
            <span key={one.type + one.original}>
              <bdi>{one.original}</bdi> · {typeWord(translation, one.type)}
            </span>
          ))}
        </output>
      )}
    </FormDialog>
  );
}

function TakeDialog({ id, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const take = usePseudonymAct(
    (client, why: string) => client.takeTable(id, why),
    (file) => {
      saveFile(file);
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('pseudonyms.take')}
      onClose={onClose}
      action={t('pseudonyms.take')}
      busy={take.isPending}
      disabled={reason.trim().length < 3}
      onSubmit={() => take.mutate(reason.trim())}
    >
      <p className="text-sm text-soft">{t('pseudonyms.take_text')}</p>
      <p className="text-sm text-soft">{t('pseudonyms.look_up_text')}</p>
      <TextAreaField label={t('pseudonyms.reason')} required maxLength={2000} value={reason} onChange={setReason} />
      {take.isError && <Failed error={take.error} />}
    </FormDialog>
  );
}

function EraseDialog({ id, onClose }: DialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const erase = usePseudonymAct(
    (client, one: string) => client.erase(one),
    () => {
      toast(t('pseudonyms.erased_toast'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('pseudonyms.erase')}
      onClose={onClose}
      action={t('pseudonyms.erase')}
      actionKind="danger"
      busy={erase.isPending}
      onSubmit={() => erase.mutate(id)}
    >
      <p className="text-sm text-soft">{t('pseudonyms.erase_text')}</p>
      {erase.isError && <Failed error={erase.error} />}
    </FormDialog>
  );
}
