/** Changes a connection: name, settings, what stands in for it. Secrets are typed anew or stay as they are. */
import { useState } from 'react';
import type { ConnectionDetail, ConnectionView } from '../../../src/model/api/connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { nameOf } from './names.ts';
import { missingFields, settingsOf, type Typed, typedOf, wrongFields } from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';
import { useConnectionAct } from './use-connections.ts';

/** An ordered list: the first that may carry a message does. */
function Fallbacks({
  connection,
  all,
  chosen,
  onChange,
}: {
  readonly connection: ConnectionDetail;
  readonly all: readonly ConnectionView[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const [next, setNext] = useState('');
  const left = connection.mayFallBackOn.filter((id) => !chosen.includes(id));
  const name = (id: string) => nameOf(translation, all, id);
  return (
    <fieldset className="grid gap-2">
      <legend className="text-sm font-medium">{t('connection.fallbacks')}</legend>
      <p className="text-sm text-soft">{t('connection.fallbacks_hint')}</p>
      <ol className="grid gap-1">
        {chosen.map((id, index) => (
          <li
            key={id}
            className="flex items-center justify-between gap-3 rounded-lg border border-line py-1 pl-3 text-sm"
          >
            <span>{t('connection.fallback_n', { n: index + 1, name: name(id) })}</span>
            <IconButton
              icon="close"
              label={t('connection.fallback_drop', { name: name(id) })}
              onClick={() => onChange(chosen.filter((one) => one !== id))}
            />
          </li>
        ))}
      </ol>
      {left.length === 0 && chosen.length === 0 && <p className="text-sm">{t('connection.fallbacks_none')}</p>}
      {left.length > 0 && (
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1">
            <SelectField
              label={t('connection.fallback_next')}
              value={next}
              placeholder={t('common.choose')}
              options={left.map((id) => ({ value: id, label: name(id) }))}
              onChange={setNext}
            />
          </div>
          <Button
            icon="new"
            disabled={!left.includes(next)}
            onClick={() => {
              onChange([...chosen, next]);
              setNext('');
            }}
          >
            {t('connection.fallback_add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

export function ChangeDialog({
  connection,
  all,
  onClose,
}: {
  readonly connection: ConnectionDetail;
  readonly all: readonly ConnectionView[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const { id, kind, secretsSet } = connection;
  const [name, setName] = useState(connection.label ?? '');
  const [typed, setTyped] = useState<Typed>(() => typedOf(kind, connection.settings));
  const [fallbacks, setFallbacks] = useState<readonly string[]>(connection.fallbacks);
  const wrong = wrongFields(kind, typed);
  const change = useConnectionAct<null, unknown>(
    (api) =>
      api.connections.change(id, {
        name: name.trim(),
        settings: settingsOf(kind, typed),
        fallbacks: [...fallbacks],
      }),
    () => {
      toast(t('connection.changed'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      wide
      title={t('connection.change')}
      onClose={onClose}
      action={t('connection.change_action')}
      busy={change.isPending}
      disabled={name.trim() === '' || wrong.length > 0 || missingFields(kind, typed, secretsSet).length > 0}
      onSubmit={() => change.mutate(null)}
    >
      <TextField
        label={t('connection.name')}
        hint={t('connection.name_hint')}
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <SettingsFields kind={kind} typed={typed} secretsSet={secretsSet} wrong={wrong} onChange={setTyped} />
      <Fallbacks connection={connection} all={all} chosen={fallbacks} onChange={setFallbacks} />
      {change.isError && <Failed error={change.error} />}
    </FormDialog>
  );
}
