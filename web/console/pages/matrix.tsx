/** Who may get what, where: the rules decided for every level, destination and kind of recipient. */
import { useMemo, useState } from 'react';
import type { Facts, RecipientKind } from '../../../src/model/facts.ts';
import { cellFacts, MATRIX_RECIPIENTS, type MatrixCell } from '../../../src/policy/matrix.ts';
import { linkOf } from '../../../src/policy/situations.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { BaseSituation, baseFacts } from '../matrix/base-situation.tsx';
import { placeText } from '../matrix/cell.tsx';
import { MatrixList, MatrixTable } from '../matrix/matrix-table.tsx';
import { useMatrix } from '../matrix/use-matrix.ts';
import type { Policy } from '../policy/policy-client.ts';
import { SameRules } from '../policy/same-rules.tsx';
import { usePolicy } from '../policy/use-policy.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { Page, Section } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Answer } from '../what-if/answer.tsx';
import { useWhatIf } from '../what-if/use-what-if.ts';
import { useLevelName } from '../ui/words.tsx';

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** The table where there is room for it, else the list; and how far the work is. */
function Cells(props: Parameters<typeof MatrixTable>[0]) {
  const { t } = useTranslation();
  const { done } = props.matrix;
  return (
    <>
      <div className="grid gap-1">
        <ProgressBar label={t('matrix.progress')} value={done} />
        <output className="text-sm text-soft">{t(done < 1 ? 'matrix.computing' : 'matrix.done')}</output>
      </div>
      <div className="overflow-x-auto max-md:hidden">
        <MatrixTable {...props} />
      </div>
      <div className="md:hidden">
        <MatrixList {...props} />
      </div>
    </>
  );
}

/** Why a cell says what it says. */
function CellDialog({
  policy,
  base,
  cell,
  onClose,
}: {
  readonly policy: Policy | undefined;
  readonly base: Facts;
  readonly cell: MatrixCell;
  readonly onClose: () => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const nameOf = useLevelName();
  const facts = useMemo(() => cellFacts(base, cell.level, cell.place, cell.recipient), [base, cell]);
  const { answer, error } = useWhatIf(policy, facts);
  const title = t('matrix.cell', { place: placeText(translation, cell.place), level: nameOf(cell.level) });
  return (
    <Dialog wide open onClose={onClose} title={title}>
      <div className="grid gap-5">
        <p className="text-sm text-soft">{t(`recipient_kind.${cell.recipient}`)}</p>
        {error !== null && <Failed error={error} />}
        {answer === null && error === null && <Loading lines={6} />}
        {answer !== null && <Answer answer={answer} />}
        <div>
          <ButtonLink to="/what-if" hash={linkOf([facts])} icon="out">
            {t('matrix.try')}
          </ButtonLink>
        </div>
      </div>
    </Dialog>
  );
}

export function MatrixPage() {
  const { t } = useTranslation();
  const { entities } = useSession();
  const policy = usePolicy();
  const [base, setBase] = useState(() =>
    baseFacts(entities[0]?.jurisdiction ?? 'MO', entities[0]?.city ?? null, today()),
  );
  const [recipient, setRecipient] = useState<RecipientKind>('controller');
  const [opened, setOpened] = useState<MatrixCell | null>(null);
  const matrix = useMatrix(policy.data, base, recipient);
  return (
    <Page title={t('nav.matrix')} lead={t('matrix.lead')}>
      <div className="grid gap-4">
        {policy.isError && <Failed error={policy.error} retry={() => void policy.refetch()} />}
        {matrix.error !== null && <Failed error={matrix.error} />}
        {policy.isSuccess && <SameRules policy={policy.data} />}
        <Section title={t('matrix.base')}>
          <BaseSituation facts={base} onChange={setBase} />
        </Section>
        <Section title={t('matrix.title')} hint={t('matrix.hint')}>
          <div className="grid gap-4">
            <div className="max-w-md">
              <SelectField
                label={t('fact.recipient.type')}
                value={recipient}
                options={MATRIX_RECIPIENTS.map((value) => ({ value, label: t(`recipient_kind.${value}`) }))}
                onChange={setRecipient}
              />
            </div>
            {policy.isPending && <Loading lines={8} />}
            {policy.isSuccess && <Cells matrix={matrix} recipient={recipient} onOpen={setOpened} />}
          </div>
        </Section>
        <p className="text-sm text-soft">{t('whatif.not_advice')}</p>
      </div>
      {opened !== null && <CellDialog policy={policy.data} base={base} cell={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
