/**
 * One assessment, five profiles: the mainland's three heads (PIPL art. 56), the short one for the Greater Bay Area contract, six steps for
 * the Union, the test of the United Kingdom, and what Macau asks under "necessary" (art. 20(1)). It weighs nothing by itself: people write.
 */
import type { Variant } from '../../model/api/duties.ts';
import type { Material } from './material.ts';
import { field, heading, type Part, signature, text } from './parts.ts';
import {
  basis,
  contracts,
  controllerName,
  dataTypes,
  destinations,
  persons,
  purpose,
  recipientLines,
  security,
  sensitiveTypes,
} from './values.ts';
import type { Words } from './words.ts';

/** The law whose list of sensitive categories the profile uses. */
const LAW_OF: Readonly<Partial<Record<Variant, string>>> = {
  'cn-pia': 'CN',
  'eu-tia': 'EU',
  'uk-tra': 'GB',
  'mo-necessity': 'MO',
};

export function assessmentForm(material: Material, words: Words, variant: Variant): readonly Part[] {
  const build = PROFILES[variant] ?? necessity;
  const law = LAW_OF[variant] ?? material.entity.jurisdiction;
  return [
    field(null, 'profile', words.name(`variant.${variant}`)),
    heading('facts'),
    field(null, 'controller_name', controllerName(material, words)),
    field(null, 'purposes', purpose(material, words)),
    field(null, 'recipients', recipientLines(material, words)),
    field(null, 'destinations', destinations(material, words)),
    field(null, 'data_types', dataTypes(material, words)),
    field(null, 'sensitive_types', sensitiveTypes(material, words, law)),
    field(null, 'persons', persons(material)),
    ...build(material, words),
    heading('sign_off'),
    field(null, 'conclusion'),
    field(null, 'reviewer'),
    text('keep_three_years'),
    signature('assessor', 'officer', 'date'),
  ];
}

type Profile = (material: Material, words: Words) => readonly Part[];

const mainland: Profile = (material, words) => [
  heading('cn_legality'),
  field('1', 'basis_relied', basis(material, words)),
  field('1', 'legality'),
  heading('cn_impact'),
  field('2', 'impact'),
  heading('cn_measures'),
  field('3', 'measures_technical', security(words)),
  field('3', 'measures_adequate'),
  heading('cn_export'),
  field('4', 'recipient_duties', contracts(material, words)),
  field('5', 'recipient_capability'),
  field('6', 'risk_after_export'),
  field('7', 'rights_channel'),
  field('8', 'law_impact'),
];

const bay: Profile = (material, words) => [
  heading('gba_heads'),
  field('1', 'legality'),
  field('2', 'impact'),
  field('3', 'recipient_measures'),
  field('3', 'measures_technical', security(words)),
  field('4', 'recipient_duties', contracts(material, words)),
];

const union: Profile = (material, words) => [
  heading('eu_tool'),
  field('2', 'tool', contracts(material, words)),
  heading('eu_law'),
  field('3', 'law_impact'),
  field('3', 'redress'),
  heading('eu_measures'),
  field('4', 'measures_technical', security(words)),
  field('4', 'key_custody', words.text('value.key_custody')),
  field('4', 'measures_contractual'),
  field('4', 'measures_organisational'),
  heading('eu_verify'),
  field('5', 'verification'),
  field('6', 'triggers'),
];

const kingdom: Profile = (material, words) => [
  heading('uk_test'),
  field('1', 'tool', contracts(material, words)),
  field('2', 'uk_standard'),
  field('3', 'law_impact'),
  field('4', 'measures_technical', security(words)),
  field('5', 'key_custody', words.text('value.key_custody')),
  field('6', 'triggers'),
];

const necessity: Profile = (material, words) => [
  heading('mo_necessity'),
  field('1', 'basis_relied', basis(material, words)),
  field('2', 'necessity'),
  field('3', 'not_cheaper'),
  field('4', 'alternatives'),
  field('5', 'proportionality'),
  field('6', 'measures_technical', security(words)),
];

const PROFILES: Readonly<Partial<Record<Variant, Profile>>> = {
  'cn-pia': mainland,
  'gba-pia': bay,
  'eu-tia': union,
  'uk-tra': kingdom,
  'mo-necessity': necessity,
};
