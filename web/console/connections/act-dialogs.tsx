/** Putting a connection to rest, waking it, removing it: each says first what will happen. */
import { Link } from '@tanstack/react-router';
import type { ConnectionDetail, ConnectionView } from '../../../src/model/api/connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Dialog, FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { connectionName, nameOf } from './names.ts';
import { useConnectionAct } from './use-connections.ts';

type Props = { readonly connection: ConnectionDetail; readonly onClose: () => void };

export function PauseDialog({ connection, onClose }: Props) {
  const translation = useTranslation();
  const { t } = translation;
  const toast = useToast();
  const act = connection.condition === 'paused' ? 'resume' : 'pause';
  const change = useConnectionAct<null, unknown>(
    (api) => api.connections[act](connection.id),
    () => {
      toast(t(`connection.${act}_done`));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t(`connection.${act}_title`, { name: connectionName(translation, connection) })}
      onClose={onClose}
      action={t(`connection.${act}`)}
      busy={change.isPending}
      onSubmit={() => change.mutate(null)}
    >
      <p className="text-sm">{t(`connection.${act}_text`, { n: connection.use.waiting })}</p>
      {change.isError && <Failed error={change.error} />}
    </FormDialog>
  );
}

/** What still needs the connection, and what to do about it. */
function InUse({ connection, all, onClose }: Props & { readonly all: readonly ConnectionView[] }) {
  const translation = useTranslation();
  const { t } = translation;
  const { doors, waiting, fallbackOf } = connection.use;
  const link = 'text-accent underline underline-offset-2';
  return (
    <Dialog
      open
      title={t('connection.remove_not_yet', { name: connectionName(translation, connection) })}
      onClose={onClose}
    >
      <div className="grid gap-4 text-sm">
        <p>{t('connection.remove_first')}</p>
        <ul className="grid list-disc gap-2 pl-5">
          {doors.map((door) => (
            <li key={door.id}>
              {t('connection.used_by_door')}{' '}
              <Link to="/programs/$id" params={{ id: door.id }} className={link}>
                {door.name}
              </Link>
            </li>
          ))}
          {fallbackOf.map((id) => (
            <li key={id}>
              {t('connection.used_as_fallback')}{' '}
              <Link to="/connections/$id" params={{ id }} className={link}>
                {nameOf(translation, all, id)}
              </Link>
            </li>
          ))}
          {waiting > 0 && <li>{t('connection.used_by_waiting', { n: waiting })}</li>}
        </ul>
      </div>
    </Dialog>
  );
}

export function RemoveDialog({
  connection,
  all,
  onClose,
  onRemoved,
}: Props & { readonly all: readonly ConnectionView[]; readonly onRemoved: () => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const toast = useToast();
  const remove = useConnectionAct<null, unknown>(
    (api) => api.connections.remove(connection.id),
    () => {
      toast(t('connection.remove_done'));
      onRemoved();
    },
  );
  const { doors, waiting, fallbackOf } = connection.use;
  if (doors.length + waiting + fallbackOf.length > 0)
    return <InUse connection={connection} all={all} onClose={onClose} />;
  return (
    <FormDialog
      open
      title={t('connection.remove_title', { name: connectionName(translation, connection) })}
      onClose={onClose}
      action={t('connection.remove')}
      actionKind="danger"
      busy={remove.isPending}
      onSubmit={() => remove.mutate(null)}
    >
      <p className="text-sm">{t('connection.remove_text')}</p>
      <p className="text-sm text-soft">{t('common.not_undone')}</p>
      {remove.isError && <Failed error={remove.error} />}
    </FormDialog>
  );
}
