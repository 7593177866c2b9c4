/** Findings of a transfer, a file or a message as the list of examples wants them. */
import type { ClassificationView } from '../../../src/model/api/levels.ts';
import type { PreviewResponse, TransferDetail } from '../../../src/model/api/transfers.ts';
import type { Translation } from '../i18n/translate.tsx';
import type { ShownFinding } from './why.tsx';

type Kept = ClassificationView['findings'][number];

/** Of a stored transfer: parts are its message and files in their order. */
export function shownOfTransfer(translation: Translation, transfer: TransferDetail): ShownFinding[] {
  const { t } = translation;
  return transfer.classification.findings.map((finding) => {
    const object = transfer.objects[finding.part];
    const at = { start: finding.start + 1, end: finding.end };
    return {
      ...plain(finding),
      key: String(finding.index),
      where: object?.kind === 'message' ? t('why.in_message', at) : t('why.in_part', { ...at, part: finding.part + 1 }),
      place: { kind: 'transfer', id: transfer.id, index: finding.index },
    };
  });
}

/** Of a file that is being sent. */
export function shownOfUpload(translation: Translation, uploadId: string, found: ClassificationView): ShownFinding[] {
  return found.findings.map((finding) => ({
    ...plain(finding),
    key: String(finding.index),
    where: translation.t('why.in_file', { start: finding.start + 1, end: finding.end }),
    place: { kind: 'upload', id: uploadId, index: finding.index },
  }));
}

/** Examples of each type in a message that is being written. */
const EXAMPLES = 5;

/** Of the message on its writer's own page, with the values; `text` is the one that was looked at. */
export function shownOfMessage(
  translation: Translation,
  text: string,
  findings: PreviewResponse['messageFindings'],
): ShownFinding[] {
  const byType = Map.groupBy(findings, (one) => one.type);
  return [...byType.values()].flatMap((own) =>
    own.slice(0, EXAMPLES).map((finding) => ({
      ...finding,
      key: `${finding.type} ${finding.start}`,
      where: translation.t('why.in_message', { start: finding.start + 1, end: finding.end }),
      place: { kind: 'text', text, type: finding.type, start: finding.start, end: finding.end },
      value: text.slice(finding.start, finding.end),
    })),
  );
}

function plain({ index: _index, part: _part, ...finding }: Kept): Omit<Kept, 'index' | 'part'> {
  return finding;
}
