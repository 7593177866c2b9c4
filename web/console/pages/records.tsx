/** Records that serve every later transfer of their scope, and what is stated about the legal entities. */
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { StandingRecord } from '../../../src/model/api/records.ts';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Entities } from '../records/entities.tsx';
import { RecordDialog } from '../records/record-dialog.tsx';
import { RecordRow, shownTexts } from '../records/record-row.tsx';
import { matchesRecord, RECORD_KINDS, type RecordFilter, STATE_FILTERS } from '../records/search.ts';
import { WithdrawDialog } from '../records/withdraw-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

function Filters({
  filter,
  onChange,
  found,
  all,
}: {
  readonly filter: RecordFilter;
  readonly onChange: (filter: RecordFilter) => void;
  readonly found: number;
  readonly all: number;
}) {
  const { t } = useTranslation();
  return (
    <search className="grid items-end gap-4 sm:grid-cols-3">
      <TextField
        type="search"
        autoComplete="off"
        label={t('record.search')}
        value={filter.words}
        onChange={(words) => onChange({ ...filter, words })}
      />
      <SelectField
        label={t('record.filter_state')}
        value={filter.state}
        options={STATE_FILTERS.map((value) => ({ value, label: t(`record.state.${value}`) }))}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <SelectField
        label={t('record.filter_kind')}
        value={filter.kind}
        options={(['all', ...RECORD_KINDS] as const).map((value) => ({ value, label: t(`record.kind.${value}`) }))}
        onChange={(kind) => onChange({ ...filter, kind })}
      />
      <output className="text-sm text-soft sm:col-span-3">{t('record.count', { n: found, all })}</output>
    </search>
  );
}

const mayWithdraw = ({ state }: StandingRecord) => state !== 'withdrawn' && state !== 'expired';

function Listed({
  all,
  onWithdraw,
}: {
  readonly all: readonly StandingRecord[];
  /** Left out for whoever may not withdraw. */
  readonly onWithdraw: ((record: StandingRecord) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const [filter, setFilter] = useState<RecordFilter>({ words: '', state: 'current', kind: 'all' });
  const found = all.filter((record) => matchesRecord(record, filter, shownTexts(translation, record)));
  return (
    <>
      <h2 className="sr-only">{t('record.list')}</h2>
      <Filters filter={filter} onChange={setFilter} found={found.length} all={all.length} />
      {found.length === 0 && <Empty title={t('record.none_found')} />}
      <ul className="grid gap-4 empty:hidden">
        {found.map((record) => (
          <li key={record.id}>
            <RecordRow
              record={record}
              onWithdraw={onWithdraw !== undefined && mayWithdraw(record) ? () => onWithdraw(record) : undefined}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

export function RecordsPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const api = useApi();
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<StandingRecord | null>(null);
  const list = useQuery({ queryKey: ['records'], queryFn: ({ signal }) => api.records.list({ signal }) });
  const { hash } = useLocation();
  useEffect(() => {
    // A link from a decision leads to the entities; the list above them has to be there first.
    if (hash === 'entities' && list.isSuccess) document.querySelector('#entities')?.scrollIntoView();
  }, [hash, list.isSuccess]);
  const isOfficer = person.role === 'officer';
  const all = list.data?.records ?? [];
  const add = isOfficer ? (
    <Button kind="primary" icon="new" onClick={() => setAdding(true)}>
      {t('record.add')}
    </Button>
  ) : undefined;
  return (
    <Page title={t('nav.records')} lead={t('record.lead')} action={all.length > 0 ? add : undefined}>
      <div className="grid gap-5">
        {list.isPending && <Loading lines={6} />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && all.length === 0 && (
          <Empty title={t('record.empty')} action={add}>
            {t(isOfficer ? 'record.empty_hint' : 'record.empty_hint_sender')}
          </Empty>
        )}
        {all.length > 0 && <Listed all={all} onWithdraw={isOfficer ? setWithdrawing : undefined} />}
        <Entities mayState={isOfficer} />
      </div>
      {adding && <RecordDialog onClose={() => setAdding(false)} />}
      {withdrawing !== null && <WithdrawDialog record={withdrawing} onClose={() => setWithdrawing(null)} />}
    </Page>
  );
}
