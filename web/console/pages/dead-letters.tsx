/** Messages that could not be sent: send them again, send them another way, or let them be; one or many at once. */
import { useState } from 'react';
import type { ConnectionView, DeadLetter } from '../../../src/model/api/connections.ts';
import { useSession } from '../api/context.tsx';
import { DeadLetterRow } from '../connections/dead-letter-row.tsx';
import { nameOf } from '../connections/names.ts';
import { useConnectionAct, useConnections, useDeadLetters } from '../connections/use-connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

type Act = 'resend' | 'move' | 'dismiss';

/** Connections by which every one of them could go. */
function commonTo(letters: readonly DeadLetter[]): readonly string[] {
  const [first, ...rest] = letters;
  return first === undefined ? [] : first.others.filter((id) => rest.every((one) => one.others.includes(id)));
}

function ActDialog({
  act,
  letters,
  all,
  onClose,
  onDone,
}: {
  readonly act: Act;
  readonly letters: readonly DeadLetter[];
  readonly all: readonly ConnectionView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const toast = useToast();
  const [to, setTo] = useState('');
  const ids = letters.map((one) => one.id);
  const run = useConnectionAct<null, { done: number }>(
    ({ connections }) =>
      act === 'resend'
        ? connections.resendDead(ids)
        : act === 'move'
          ? connections.moveDead(ids, to)
          : connections.dismissDead(ids),
    ({ done }) => {
      toast(t(`dead.${act}_done`, { n: done, all: ids.length }));
      onDone();
    },
  );
  return (
    <FormDialog
      open
      title={t(`dead.${act}_title`, { n: ids.length })}
      onClose={onClose}
      action={t(`dead.${act}`)}
      actionKind={act === 'dismiss' ? 'danger' : 'primary'}
      busy={run.isPending}
      disabled={act === 'move' && to === ''}
      onSubmit={() => run.mutate(null)}
    >
      <p className="text-sm">{t(`dead.${act}_text`)}</p>
      {act === 'move' && (
        <SelectField
          label={t('dead.move_to')}
          value={to}
          placeholder={t('common.choose')}
          options={commonTo(letters).map((id) => ({ value: id, label: nameOf(translation, all, id) }))}
          onChange={setTo}
        />
      )}
      {run.isError && <Failed error={run.error} />}
    </FormDialog>
  );
}

function Bar({
  letters,
  chosen,
  onChoose,
  onAct,
}: {
  readonly letters: readonly DeadLetter[];
  readonly chosen: readonly DeadLetter[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly onAct: (act: Act) => void;
}) {
  const { t } = useTranslation();
  const none = chosen.length === 0;
  const resendable = !none && chosen.every((one) => one.resendable);
  const isAll = chosen.length === letters.length;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <CheckField
        label={none ? t('dead.choose_all') : t('dead.chosen', { n: chosen.length })}
        checked={isAll}
        onChange={(all) => onChoose(all ? letters.map((one) => one.id) : [])}
      />
      <div className="flex flex-wrap gap-3">
        <Button disabled={none} onClick={() => onAct('dismiss')}>
          {t('dead.dismiss')}
        </Button>
        <Button disabled={!resendable || commonTo(chosen).length === 0} onClick={() => onAct('move')}>
          {t('dead.move')}
        </Button>
        <Button kind="primary" icon="again" disabled={!resendable} onClick={() => onAct('resend')}>
          {t('dead.resend')}
        </Button>
      </div>
    </div>
  );
}

function Letters({
  letters,
  all,
}: {
  readonly letters: readonly DeadLetter[];
  readonly all: readonly ConnectionView[];
}) {
  const { t } = useTranslation();
  const { person } = useSession();
  const [ids, setIds] = useState<readonly string[]>([]);
  const [act, setAct] = useState<Act | null>(null);
  const isOfficer = person.role === 'officer';
  const chosen = letters.filter((one) => ids.includes(one.id));
  return (
    <div className="grid gap-4">
      {isOfficer && <Bar letters={letters} chosen={chosen} onChoose={setIds} onAct={setAct} />}
      <h2 className="sr-only">{t('nav.dead_letters')}</h2>
      <ul className="grid gap-3">
        {letters.map((letter) => (
          <li key={letter.id}>
            <DeadLetterRow
              letter={letter}
              all={all}
              checked={ids.includes(letter.id)}
              onCheck={
                isOfficer ? (on) => setIds(on ? [...ids, letter.id] : ids.filter((id) => id !== letter.id)) : undefined
              }
            />
          </li>
        ))}
      </ul>
      {act !== null && chosen.length > 0 && (
        <ActDialog
          act={act}
          letters={chosen}
          all={all}
          onClose={() => setAct(null)}
          onDone={() => {
            setAct(null);
            setIds([]);
          }}
        />
      )}
    </div>
  );
}

export function DeadLettersPage() {
  const { t } = useTranslation();
  const list = useDeadLetters();
  const connections = useConnections();
  const letters = list.data?.letters ?? [];
  return (
    <Page title={t('nav.dead_letters')} lead={t('dead.lead')}>
      {list.isPending && <Loading lines={5} />}
      {list.isError && letters.length === 0 && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && letters.length === 0 && <Empty title={t('dead.empty')}>{t('dead.empty_hint')}</Empty>}
      {letters.length > 0 && <Letters letters={letters} all={connections.data?.connections ?? []} />}
      {list.data?.more === true && <p className="mt-4 text-sm text-soft">{t('dead.more')}</p>}
    </Page>
  );
}
