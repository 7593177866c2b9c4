/** Which days and which route; the choice is in the address, so that it can be handed on. */
import { useId } from 'react';
import type { Proof, ProofSearch } from '../../../src/model/api/proof.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { useRouteName } from './route-name.ts';

const ALL = 'all';

export function ProofFilters({
  search,
  proof,
  change,
}: {
  readonly search: ProofSearch;
  readonly proof: Proof | undefined;
  readonly change: (next: ProofSearch) => void;
}) {
  const { t } = useTranslation();
  const nameOf = useRouteName();
  const id = useId();
  const day = (name: 'from' | 'to') => (value: string) => {
    const { [name]: _before, ...rest } = search;
    const next: ProofSearch = value === '' ? rest : { ...rest, [name]: value };
    // A period that ends before it begins is nobody's wish: the other end moves along.
    const isOdd = next.from !== undefined && next.to !== undefined && next.from > next.to;
    change(isOdd ? { ...next, from: value, to: value } : next);
  };
  const routes = proof?.routes ?? [];
  const chosen = search.connection === undefined ? ALL : keyOf(search.door ?? null, search.connection);
  return (
    <search aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="sr-only">
        {t('proof.period')}
      </h2>
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          type="date"
          label={t('proof.from')}
          value={search.from ?? ''}
          max={search.to}
          onChange={day('from')}
        />
        <TextField type="date" label={t('proof.to')} value={search.to ?? ''} min={search.from} onChange={day('to')} />
        <SelectField
          label={t('proof.route')}
          value={chosen}
          options={[
            { value: ALL, label: t('proof.all_routes') },
            ...routes.map((route) => ({ value: keyOf(route.door, route.connection), label: nameOf(route) })),
          ]}
          onChange={(value) => {
            const { door: _door, connection: _connection, ...rest } = search;
            const route = routes.find((one) => keyOf(one.door, one.connection) === value);
            if (route === undefined) change(rest);
            else
              change({ ...rest, connection: route.connection, ...(route.door === null ? {} : { door: route.door }) });
          }}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm text-soft">
        <span>{proof !== undefined && t('proof.zone', { zone: proof.timeZone })}</span>
        {Object.keys(search).length > 0 && (
          <Button kind="quiet" onClick={() => change({})}>
            {t('proof.clear')}
          </Button>
        )}
      </div>
    </search>
  );
}

function keyOf(door: string | null, connection: string): string {
  return `${door ?? ''} ${connection}`;
}
