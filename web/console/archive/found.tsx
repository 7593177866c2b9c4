/** What was found, in words: types and counts. */
import { FINDING_TYPES } from '../../../src/model/classification.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';

const OTHER = ['unreadable', 'host', 'size', 'scan_failed'] as const;

/** The reader's words; the word itself where this page is older than the server. */
function foundText({ t }: Pick<Translation, 't'>, type: string): string {
  const finding = FINDING_TYPES.find((known) => known === type);
  if (finding !== undefined) return t(`finding.${finding}`);
  const other = OTHER.find((known) => known === type);
  return other === undefined ? type : t(`incident.found.${other}`);
}

export function FoundTags({ found }: { readonly found: Readonly<Record<string, number>> }) {
  const translation = useTranslation();
  return (
    <>
      {Object.entries(found).map(([type, count]) => (
        <Tag key={type}>
          {foundText(translation, type)}
          {count > 1 && <span className="tabular-nums">× {count}</span>}
        </Tag>
      ))}
    </>
  );
}
