/** One sweep: how far it is, what it has found, and its files. */
import { useState } from 'react';
import type { ExportSweep, Sweep, SweepFilter } from '../../../src/model/api/sweeps.ts';
import { saveFile } from '../api/download.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { SweptFilesView } from './files.tsx';
import { ReportView } from './report.tsx';
import { useSweepAct } from './use-sweeps.ts';

const TONES: Readonly<Record<Sweep['state'], Tone>> = { running: 'wait', paused: 'calm', done: 'good', failed: 'stop' };
const EXPORTS: readonly ExportSweep['what'][] = ['all', 'marked', 'script'];

export function SweepCard({ one }: { readonly one: Sweep }) {
  const { t, format } = useTranslation();
  const [filter, setFilter] = useState<SweepFilter | null>(null);
  const { files, allFiles, bytes, allBytes } = one.progress;
  return (
    <li className="grid min-w-0 gap-4 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="min-w-0 font-semibold break-all">
          <bdi>{one.source}</bdi>
        </h2>
        <Badge tone={TONES[one.state]}>{t(`sweeps.state.${one.state}`)}</Badge>
      </div>
      <p className="text-sm text-soft">{`${one.startedBy} · ${format.dateTime(one.startedAt)}`}</p>
      {one.state !== 'done' && (
        <output className="grid gap-1.5 text-sm text-soft">
          {one.state !== 'failed' && (
            <ProgressBar
              label={t(`sweeps.state.${one.state}`)}
              value={allBytes === null || allBytes === 0 ? null : Math.min(1, bytes / allBytes)}
            />
          )}
          <span>
            {allFiles === null ? t('sweeps.progress', { files }) : t('sweeps.progress_of', { files, all: allFiles })}
          </span>
        </output>
      )}
      {one.state === 'failed' && <p className="text-sm text-stop">{t('sweeps.failed_text')}</p>}
      {one.report !== null && <ReportView report={one.report} onOpen={setFilter} />}
      <Acts one={one} isOpen={filter !== null} onOpen={() => setFilter(filter === null ? {} : null)} />
      {filter !== null && <SweptFilesView id={one.id} filter={filter} onFilter={setFilter} />}
    </li>
  );
}

function Acts({ one, isOpen, onOpen }: { readonly one: Sweep; readonly isOpen: boolean; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const toast = useToast();
  const [removing, setRemoving] = useState(false);
  const act = useSweepAct((client, name: 'pause' | 'continue') => client.act(one.id, name));
  const remove = useSweepAct(
    (client, id: string) => client.act(id, 'remove'),
    () => toast(t('sweeps.removed')),
  );
  const take = useSweepAct((client, what: ExportSweep['what']) => client.export(one.id, what), saveFile);
  const mayAct = person.role === 'officer';
  const failed = act.error ?? take.error;
  return (
    <div className="grid gap-3">
      {failed !== null && <Failed error={failed} />}
      <div className="flex flex-wrap gap-2">
        <Button aria-expanded={isOpen} onClick={onOpen}>
          {t(isOpen ? 'sweeps.close' : 'sweeps.open')}
        </Button>
        {mayAct && one.state === 'running' && (
          <Button busy={act.isPending} onClick={() => act.mutate('pause')}>
            {t('sweeps.pause')}
          </Button>
        )}
        {mayAct && (one.state === 'paused' || one.state === 'failed') && (
          <Button busy={act.isPending} onClick={() => act.mutate('continue')}>
            {t('sweeps.continue')}
          </Button>
        )}
        <Menu
          trigger={
            <Button icon="out" busy={take.isPending}>
              {t('sweeps.export')}
            </Button>
          }
        >
          {EXPORTS.map((what) => (
            <MenuItem key={what} onSelect={() => take.mutate(what)}>
              {t(`sweeps.export.${what}`)}
            </MenuItem>
          ))}
        </Menu>
        {mayAct && one.state !== 'running' && (
          <Button kind="quiet" onClick={() => setRemoving(true)}>
            {t('sweeps.remove')}
          </Button>
        )}
      </div>
      {removing && (
        <FormDialog
          open
          title={t('sweeps.remove')}
          onClose={() => setRemoving(false)}
          action={t('sweeps.remove')}
          actionKind="danger"
          busy={remove.isPending}
          onSubmit={() => remove.mutate(one.id)}
        >
          <p className="text-sm text-soft">{t('sweeps.remove_text')}</p>
          {remove.isError && <Failed error={remove.error} />}
        </FormDialog>
      )}
    </div>
  );
}
