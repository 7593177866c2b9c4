/** Readers of the formats that public test sets come in. */
import { z } from 'zod';
import type { FindingType } from '../../src/model/classification.ts';
import { findingTypeSchema } from '../../src/model/classification.ts';
import { type GoldSpan, type GoldText, spansOfValues } from './sets.ts';

const ownSchema = z.looseObject({
  text: z.string(),
  spans: z.array(z.looseObject({ start: z.number(), end: z.number(), type: z.string() })),
});

/** JSON lines of `{ text, spans: [{ start, end, type }] }`; offsets in UTF-16 units, types as findings have them. */
export function readOwn(content: string): GoldText[] {
  return lines(content).map((line) => {
    const { text, spans } = ownSchema.parse(JSON.parse(line));
    return {
      text,
      spans: spans.flatMap(({ start, end, type }) => {
        const known = findingTypeSchema.safeParse(type);
        return known.success ? [{ start, end, type: known.data }] : [];
      }),
    };
  });
}

function lines(content: string): string[] {
  return content.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** presidio-research: which of its types are ours. */
const PRESIDIO: Readonly<Record<string, FindingType>> = {
  PERSON: 'person_name',
  STREET_ADDRESS: 'address',
  ORGANIZATION: 'organisation',
  CREDIT_CARD: 'bank_card',
  PHONE_NUMBER: 'phone',
  EMAIL_ADDRESS: 'email',
  IBAN_CODE: 'iban',
  US_SSN: 'us_ssn',
  IP_ADDRESS: 'ip_address',
};

const presidioSchema = z.array(
  z.looseObject({
    full_text: z.string(),
    spans: z.array(z.looseObject({ entity_type: z.string(), start_position: z.number(), end_position: z.number() })),
  }),
);

/**
 * presidio-research JSON. There an address is cut into pieces (number, street, flat, place, code); here it is one finding from the
 * first to the last of them, so pieces with nothing but blanks, commas and quotation marks of mail (`>`, broken ones `???`) between them are joined when one is a street.
 */
export function readPresidio(content: string): GoldText[] {
  return presidioSchema.parse(JSON.parse(content)).map(({ full_text: text, spans }) => {
    const ordered = spans
      .map((span) => ({ start: span.start_position, end: span.end_position, type: span.entity_type }))
      .sort((a, b) => a.start - b.start);
    const gold: GoldSpan[] = ordered.flatMap((span) => {
      const type = PRESIDIO[span.type];
      return type === undefined || type === 'address' ? [] : [{ start: span.start, end: span.end, type }];
    });
    return { text, spans: [...gold, ...joinAddresses(text, ordered)].sort((a, b) => a.start - b.start) };
  });
}

const PIECES = new Set(['STREET_ADDRESS', 'GPE', 'ZIP_CODE']);

function joinAddresses(text: string, spans: readonly { start: number; end: number; type: string }[]): GoldSpan[] {
  const groups: { start: number; end: number; streets: number }[] = [];
  for (const span of spans) {
    if (!PIECES.has(span.type)) continue;
    const streets = span.type === 'STREET_ADDRESS' ? 1 : 0;
    const last = groups.at(-1);
    if (last !== undefined && /^[\s,>?]*$/.test(text.slice(last.end, span.start))) {
      last.end = span.end;
      last.streets += streets;
    } else {
      groups.push({ start: span.start, end: span.end, streets });
    }
  }
  return groups.filter(({ streets }) => streets > 0).map(({ start, end }) => ({ start, end, type: 'address' }));
}

const TAGS: Readonly<Record<string, FindingType>> = {
  PER: 'person_name',
  PERSON: 'person_name',
  PESSOA: 'person_name',
  NAME: 'person_name',
  person_name: 'person_name',
  ORG: 'organisation',
  ORGANIZACAO: 'organisation',
  org_name: 'organisation',
  company_name: 'organisation',
};

/** One token and one tag a line (IOB, IOBES or BMES), an empty line between sentences; `joiner` stands between tokens. */
export function readTagged(content: string, joiner: string): GoldText[] {
  return content.split(/\r?\n\s*\r?\n/).flatMap((block) => {
    const rows = block
      .split(/\r?\n/)
      .map((line) => line.trim().split(/[\t ]+/))
      .filter((row) => row.length >= 2);
    const tokens = rows.map((row) => (row.length >= 3 && /^\d+$/.test(row[0] ?? '') ? (row[1] ?? '') : (row[0] ?? '')));
    const tags = rows.map((row) => row.at(-1) ?? 'O');
    return rows.length === 0 ? [] : [fromTags(tokens, tags, joiner)];
  });
}

/** Puts tokens together and reads the spans of the tags that are ours. */
export function fromTags(tokens: readonly string[], tags: readonly string[], joiner: string): GoldText {
  let text = '';
  const spans: { start: number; end: number; type: FindingType }[] = [];
  let open: FindingType | null = null;
  for (const [i, token] of tokens.entries()) {
    if (i > 0) text += joiner;
    const match = /^([BIMESO])-(.+)$/.exec(tags[i] ?? 'O');
    const type = TAGS[match?.[2] ?? ''] ?? null;
    const begins = match?.[1] === 'B' || match?.[1] === 'S' || type !== open;
    const last = spans.at(-1);
    if (type !== null && begins) spans.push({ start: text.length, end: text.length + token.length, type });
    else if (type !== null && last !== undefined) last.end = text.length + token.length;
    open = type;
    text += token;
  }
  return { text, spans };
}

const cluenerSchema = z.looseObject({
  text: z.string(),
  label: z.record(z.string(), z.record(z.string(), z.array(z.tuple([z.number(), z.number()])))),
});
const CLUENER: Readonly<Record<string, FindingType>> = {
  name: 'person_name',
  company: 'organisation',
  government: 'organisation',
  organization: 'organisation',
};

/** CLUENER JSON lines; ends are inclusive there. Its addresses are mostly bare place names, which are no addresses here. */
export function readCluener(content: string): GoldText[] {
  return lines(content).map((line) => {
    const { text, label } = cluenerSchema.parse(JSON.parse(line));
    const spans = Object.entries(label).flatMap(([kind, values]) => {
      const type = CLUENER[kind];
      if (type === undefined) return [];
      return Object.values(values)
        .flat()
        .map(([start, last]) => ({ start, end: last + 1, type }));
    });
    return { text, spans: spans.sort((a, b) => a.start - b.start) };
  });
}

const multiprivSchema = z.array(
  z.looseObject({
    name: z.string(),
    location: z.string(),
    doctor: z.string(),
    emailAddress: z.string(),
    phoneNumbers: z.string(),
    idCardNumbers: z.string(),
    naturalParagraph: z.string(),
  }),
);

/** MultiPriv: a paragraph and the values in it, found again by search. Identity numbers are bare numbers above 2^53 there. */
export function readMultipriv(content: string): GoldText[] {
  const quoted = content.replace(/("(?:idCardNumbers|phoneNumbers)": )(\d+)/g, '$1"$2"');
  return multiprivSchema.parse(JSON.parse(quoted)).map((one) => ({
    text: one.naturalParagraph,
    spans: spansOfValues(one.naturalParagraph, [
      ['address', one.location],
      ['person_name', one.name],
      ['person_name', one.doctor],
      ['email', one.emailAddress],
      ['phone', one.phoneNumbers],
      ['cn_resident_id', one.idCardNumbers],
    ]),
  }));
}
