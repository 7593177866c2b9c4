/** Telephones without a label: a number that a numbering plan has, directly beside somebody's name or another number of his. */
import type { FindingType } from '../../model/classification.ts';
import { clampScore, COUNTING_SCORE, type Hit } from './hit.ts';
import { isInTable, type Source } from './source.ts';

/** Beside these a number is somebody's. */
const ANCHORS: ReadonlySet<FindingType> = new Set<FindingType>([
  'person_name',
  'phone',
  'email',
  'hkid',
  'mo_bir',
  'cn_resident_id',
  'tw_id',
  'passport',
  'home_return_permit',
  'travel_permit',
]);
const GAP = 8;
/** A form of address behind the name and one to three signs; "/" or 或 between two numbers. */
const BETWEEN =
  /^(?:先生|小姐|女士|太太|師傅|师傅|經理|经理|老師|老师|醫生|医生|主任|生|太|姐|哥|叔)?(?:[ \t]{0,2}[,，、:：(（/|-]?[ \t]{0,2}|[ \t]?[或和][ \t]?)$/u;
const BONUS = 0.25;

/** Returns the hits, in order of place, with a higher score for bare telephones beside an anchor. Linear in the number of hits. */
export function raisePhonesBeside(source: Source, hits: readonly Hit[]): readonly Hit[] {
  let raised: Hit[] | null = null;
  for (let i = 0; i < hits.length; i += 1) {
    const hit = hits[i];
    if (hit === undefined || !isBarePhone(hit) || isInTable(source, hit.start)) continue;
    const before = (raised ?? hits)[i - 1];
    const after = hits[i + 1];
    if (!stands(source, before, hit, before) && !stands(source, hit, after, after)) continue;
    raised ??= [...hits];
    raised[i] = { ...hit, score: clampScore(hit.score + BONUS) };
  }
  return raised ?? hits;
}

function isBarePhone(hit: Hit): boolean {
  return hit.type === 'phone' && hit.score < COUNTING_SCORE && hit.cue === null && hit.check === 'none';
}

/** Whether `left` and `right` touch, and the one of them that may be an anchor is sure enough. */
function stands(source: Source, left: Hit | undefined, right: Hit | undefined, anchor: Hit | undefined): boolean {
  if (left === undefined || right === undefined || anchor === undefined) return false;
  if (!ANCHORS.has(anchor.type) || anchor.score < COUNTING_SCORE || anchor.role) return false;
  const gap = right.start - left.end;
  return gap > 0 && gap <= GAP && BETWEEN.test(source.view.text.slice(left.end, right.start));
}
