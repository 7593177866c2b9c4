/**
 * A fideslang manifest (ethyca/fideslang): the organisation, one system per legal entity with a privacy declaration per purpose, one system
 * per recipient, and the flows between them. Categories have fideslang's own keys; those it does not know are declared with `is_default: false`.
 */
import type { Activity, ActivityRecipient } from './activities.ts';
import { dataSubjects, dataUse, isOwnCategory, legalBasis, withParents } from './taxonomy.ts';
import { toYaml, type Yaml } from './yaml.ts';

const ORGANISATION = 'default_organization';

/** Returns the manifest as YAML. Recipients are organisations; no person is named. */
export function toFideslang(organisation: string, activities: readonly Activity[]): string {
  const parties = new Map<string, { readonly recipient: ActivityRecipient; readonly ingress: Yaml[] }>();
  const systems = [...Map.groupBy(activities, (one) => one.entity.id)].map(([id, own]) =>
    entitySystem(id, own, parties),
  );
  return toYaml({
    organization: [
      { fides_key: ORGANISATION, name: organisation, description: 'Made from the register of transfers of Entrepot.' },
    ],
    data_category: ownCategories(activities),
    system: [...systems, ...[...parties].map(([key, { recipient, ingress }]) => partySystem(key, recipient, ingress))],
  });
}

function entitySystem(
  id: string,
  activities: readonly Activity[],
  parties: Map<string, { readonly recipient: ActivityRecipient; readonly ingress: Yaml[] }>,
): Yaml {
  const key = `entity_${id}`;
  const flows = new Map<string, Set<string>>();
  for (const { recipients, categories } of activities) {
    for (const recipient of recipients) {
      const to = partyKey(recipient);
      flows.set(to, new Set([...(flows.get(to) ?? []), ...categories]));
      if (!parties.has(to)) parties.set(to, { recipient, ingress: [] });
    }
  }
  for (const [to, categories] of flows)
    parties.get(to)?.ingress.push({ fides_key: key, type: 'system', data_categories: [...categories].sort() });
  const [first] = activities;
  const abroad = activities.some((one) => one.destinations.length > 0);
  return {
    fides_key: key,
    organization_fides_key: ORGANISATION,
    name: first?.entity.name ?? key,
    description: `Transfers sent by this legal entity from ${first?.origin ?? 'unknown'}.`,
    system_type: 'Service',
    responsibility: ['Controller'],
    processes_personal_data: activities.some((one) => one.categories.some((category) => !isOwnCategory(category))),
    does_international_transfers: abroad,
    legal_basis_for_transfers: [...new Set(activities.flatMap(transferBases))].sort(),
    requires_data_protection_assessments: activities.some((one) => one.assessments.length > 0),
    data_security_practices: [...new Set(activities.flatMap((one) => one.safeguards))].sort().join('; '),
    egress: [...flows].map(([to, categories]) => ({
      fides_key: to,
      type: 'system',
      data_categories: [...categories].sort(),
    })),
    privacy_declarations: activities.map(declaration),
  };
}

function transferBases({ destinations, bases, contracts, filings }: Activity): readonly string[] {
  return destinations.length === 0 ? [] : [...bases, ...contracts, ...filings];
}

function declaration(one: Activity): Yaml {
  const special = one.sensitiveFor.length > 0;
  return {
    name: one.purpose,
    data_categories: [...one.categories],
    data_use: dataUse(one.purpose),
    data_subjects: [...dataSubjects(one.purpose)],
    egress: [...new Set(one.recipients.map(partyKey))],
    legal_basis_for_processing: legalBasis(one.bases),
    retention_period: one.retainUntil === null ? undefined : `entries kept until ${one.retainUntil.slice(0, 10)}`,
    processes_special_category_data: special,
    data_shared_with_third_parties: one.recipients.some((each) => each.kind !== 'subject'),
    third_parties: [...new Set(one.recipients.map((each) => `${each.kind} (${each.destination})`))].sort().join('; '),
    shared_categories: [...one.categories],
  };
}

function partySystem(key: string, recipient: ActivityRecipient, ingress: Yaml[]): Yaml {
  return {
    fides_key: key,
    organization_fides_key: ORGANISATION,
    name: recipient.organisation,
    description: `Recipient in ${recipient.destination}${recipient.city === null ? '' : ` (${recipient.city})`}.`,
    system_type: 'Third Party',
    responsibility: [recipient.kind === 'processor' ? 'Processor' : 'Controller'],
    ingress,
    privacy_declarations: [],
  };
}

/** A key of the letters that fideslang allows, different for different recipients. */
export function partyKey({ organisation, kind, destination, city }: ActivityRecipient): string {
  const plain = organisation
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  return `recipient_${[plain, kind, destination, city ?? '', checksum(organisation)].filter((part) => part !== '').join('.')}`;
}

/** Tells names apart that look the same in ASCII (FNV-1a, 32 bits); nothing secret about it. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function ownCategories(activities: readonly Activity[]): readonly Yaml[] {
  const keys = new Set(activities.flatMap((one) => one.categories.filter(isOwnCategory).flatMap(withParents)));
  return [...keys].sort().map((key) => {
    const parent = key.slice(0, Math.max(0, key.lastIndexOf('.')));
    return {
      fides_key: key,
      organization_fides_key: ORGANISATION,
      name: key,
      parent_key: parent === '' ? undefined : parent,
      is_default: false,
    };
  });
}
