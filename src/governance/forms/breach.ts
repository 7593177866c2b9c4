/** Notice of an incident: the fields that every regulator asks for, and the clocks that run side by side. */
import type { Variant } from '../../model/api/duties.ts';
import { type Material, momentOf } from './material.ts';
import { field, heading, type Part, signature, table, text } from './parts.ts';
import { controllerName, regulator } from './values.ts';
import type { Words } from './words.ts';

export function breachForm(material: Material, words: Words, variant: Variant): readonly Part[] {
  const { row, view, details, siblings, now } = material;
  const stated = (key: string): string | null => details.get(key) ?? null;
  const places = [...new Set(siblings.flatMap((one) => one.place ?? []))];
  const late = now > row.due_at;
  return [
    field(null, 'addressee', view.place === null ? null : regulator(material, words, view.place)),
    field(null, 'notice_kind', words.name(`variant.${variant}`)),
    field('1', 'incident_reference', stated('reference')),
    heading('controller'),
    field('2', 'controller_name', controllerName(material, words)),
    field('3', 'contact', stated('contact')),
    heading('incident'),
    field('4', 'known_at', momentOf(row.started_at)),
    field('5', 'occurred_at', stated('occurred')),
    field('6', 'contained_at', stated('contained')),
    field('7', 'incident_what', stated('what')),
    field('8', 'cause', stated('cause')),
    field('9', 'data_types', stated('categories')),
    field('10', 'persons', stated('persons')),
    field('11', 'locations', places.length === 0 ? null : words.list(places.map(words.place))),
    heading('effects'),
    field('12', 'consequences', stated('consequences')),
    field('13', 'measures_taken', stated('measures')),
    field('14', 'advice', stated('advice')),
    field('15', 'lateness', late ? null : words.text('value.in_time', { due: momentOf(row.due_at) })),
    heading('clocks'),
    table(
      ['place', 'duty', 'due', 'state'],
      siblings.map((one) => [
        one.place === null ? '–' : words.place(one.place),
        one.title,
        momentOf(new Date(one.dueAt)),
        words.name(`value.state_${one.state}`),
      ]),
    ),
    text('breach_no_personal_data'),
    signature('representative', 'date'),
  ];
}
