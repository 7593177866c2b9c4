/**
 * The notices to Macau's regulator. The letters are those of Law 8/2005, art. 23; an authorisation says besides what it relies on and why
 * nothing else fits (art. 22), a notice of transfer what art. 20 asks. Chinese or Portuguese only, one form per purpose group.
 */
import type { Variant } from '../../model/api/duties.ts';
import { dayOf, type Material } from './material.ts';
import { field, heading, type Part, signature, text } from './parts.ts';
import {
  accessPeriod,
  basis,
  contracts,
  controllerName,
  dataTypes,
  destinations,
  filings,
  firstDay,
  persons,
  processors,
  purpose,
  recipientLines,
  regulator,
  security,
  sensitiveTypes,
  transfersAbroad,
} from './values.ts';
import type { Words } from './words.ts';

export function dspdpNotice(material: Material, words: Words, variant: Variant): readonly Part[] {
  return [
    ...opening(material, words, variant),
    ...article23(material, words),
    text('dspdp_filing'),
    signature('seal', 'representative', 'date'),
  ];
}

/** The short form for purposes on the regulator's list; it holds for three years. */
export function dspdpSimplified(material: Material, words: Words, variant: Variant): readonly Part[] {
  return [
    ...opening(material, words, variant),
    text('dspdp_simplified'),
    ...controller(material, words),
    field('b', 'purposes', purpose(material, words)),
    ...data(material, words),
    field('d', 'recipients', recipientLines(material, words)),
    field('g', 'retention'),
    field('i', 'transfers_abroad', transfersAbroad(material, words)),
    field(null, 'simplified_category'),
    text('dspdp_filing'),
    signature('seal', 'representative', 'date'),
  ];
}

export function dspdpAuthorisation(material: Material, words: Words, variant: Variant): readonly Part[] {
  return [
    ...opening(material, words, variant),
    ...article23(material, words),
    heading('authorisation'),
    field('1', 'basis_relied', basis(material, words)),
    field('2', 'no_other_basis'),
    field('3', 'proportionality'),
    field('4', 'combined_data'),
    field('5', 'guarantees', contracts(material, words)),
    field('6', 'consent_text'),
    text('dspdp_filing'),
    signature('seal', 'representative', 'date'),
  ];
}

/** Notice of a transfer to a place without an adequate level of protection (art. 20(1)). */
export function dspdpArt20(material: Material, words: Words, variant: Variant): readonly Part[] {
  return [
    ...opening(material, words, variant),
    ...controller(material, words),
    field('b', 'purposes', purpose(material, words)),
    ...data(material, words),
    heading('transfer'),
    field(
      '1',
      'recipients',
      recipientLines(material, words, ({ jurisdiction }) => jurisdiction !== 'MO'),
    ),
    field('2', 'destinations', destinations(material, words)),
    field('3', 'persons', persons(material)),
    field('4', 'basis_relied', basis(material, words)),
    field('5', 'necessity'),
    field('6', 'guarantees', contracts(material, words)),
    field('7', 'transfer_means', words.text('value.transfer_means')),
    field('8', 'start_date', firstDay(material)),
    field('9', 'filings_held', filings(material, words)),
    field('j', 'security', security(words)),
    text('dspdp_filing'),
    signature('seal', 'representative', 'date'),
  ];
}

/** To whom, which kind of notice, and what a later one refers to. */
function opening(material: Material, words: Words, variant: Variant): readonly Part[] {
  const isFirst = variant === 'first';
  return [
    field(null, 'addressee', regulator(material, words, 'MO')),
    field(null, 'notice_kind', words.name(`variant.${variant}`)),
    ...(isFirst ? [] : [field(null, 'earlier_number')]),
    ...(variant === 'update' ? [field(null, 'changes')] : []),
    ...(variant === 'cancellation' ? [field(null, 'end_date'), field(null, 'end_reason')] : []),
  ];
}

function controller(material: Material, words: Words): readonly Part[] {
  return [
    heading('controller'),
    field('a', 'controller_name', controllerName(material, words)),
    field('a', 'controller_address'),
    field('a', 'representative'),
    field('a', 'contact'),
  ];
}

function data(material: Material, words: Words): readonly Part[] {
  return [
    field('c', 'subjects'),
    field('c', 'data_types', dataTypes(material, words)),
    field('c', 'sensitive_types', sensitiveTypes(material, words, 'MO')),
  ];
}

function article23(material: Material, words: Words): readonly Part[] {
  return [
    ...controller(material, words),
    heading('processing'),
    field('b', 'purposes', purpose(material, words)),
    field('b', 'start_date', dayOf(material.row.started_at)),
    ...data(material, words),
    field('d', 'recipients', recipientLines(material, words)),
    field('d', 'conditions', words.text('value.conditions')),
    field('e', 'processor', processors(material, words)),
    field('f', 'combination'),
    field('g', 'retention'),
    field('g', 'access_period', accessPeriod(material, words)),
    field('h', 'inform'),
    field('h', 'rights'),
    field('i', 'transfers_abroad', transfersAbroad(material, words)),
    field('j', 'security', security(words)),
  ];
}
