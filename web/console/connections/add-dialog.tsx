/** Adds a connection: what kind, what it asks for, and the trial right after. A DingTalk robot needs one pasted address. */
import { useState } from 'react';
import { CHANNEL_KINDS, type ChannelKind } from '../../../src/model/channel.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Dialog, FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { kindName } from './names.ts';
import { missingFields, settingsOf, type Typed, typedOf, wrongFields } from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';
import { TestPanel } from './test-panel.tsx';
import { useConnection, useConnectionAct } from './use-connections.ts';

/** It is there: now it is tried out. */
function Added({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const added = useConnection(id);
  return (
    <Dialog open title={t('connection.added_title')} onClose={onClose}>
      <div className="grid gap-5">
        {added.isPending && <Loading lines={3} />}
        {added.isError && <Failed error={added.error} retry={() => void added.refetch()} />}
        {added.data !== undefined && <TestPanel connection={added.data} />}
        <div className="flex flex-wrap justify-end gap-3 border-t border-line pt-4">
          <ButtonLink to="/connections/$id" params={{ id }}>
            {t('connection.added_open')}
          </ButtonLink>
        </div>
      </div>
    </Dialog>
  );
}

function AddForm({ onClose, onAdded }: { readonly onClose: () => void; readonly onAdded: (id: string) => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const [kind, setKind] = useState<ChannelKind>('dingtalk');
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<Typed>(() => typedOf('dingtalk', {}));
  const wrong = wrongFields(kind, typed);
  const add = useConnectionAct<null, { id: string }>(
    (api) => api.connections.add({ kind, name: name.trim(), settings: settingsOf(kind, typed) }),
    (answer) => onAdded(answer.id),
  );
  return (
    <FormDialog
      open
      wide
      title={t('connection.add')}
      onClose={onClose}
      action={t('connection.add_action')}
      busy={add.isPending}
      disabled={name.trim() === '' || wrong.length > 0 || missingFields(kind, typed, []).length > 0}
      onSubmit={() => add.mutate(null)}
    >
      <SelectField
        label={t('connection.kind')}
        hint={t(`connection.about.${kind}`)}
        value={kind}
        options={CHANNEL_KINDS.map((value) => ({ value, label: kindName(translation, value) }))}
        onChange={(next) => {
          setKind(next);
          setTyped(typedOf(next, {}));
        }}
      />
      <TextField
        label={t('connection.name')}
        hint={t('connection.name_hint')}
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <SettingsFields key={kind} kind={kind} typed={typed} secretsSet={[]} wrong={wrong} onChange={setTyped} />
      {add.isError && <Failed error={add.error} />}
    </FormDialog>
  );
}

export function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const [added, setAdded] = useState<string | null>(null);
  return added === null ? <AddForm onClose={onClose} onAdded={setAdded} /> : <Added id={added} onClose={onClose} />;
}
