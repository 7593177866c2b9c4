/** Kinds of data that a record serves, as people name them. A key stands for itself and everything below it. */
import type { MessageId, Translation } from '../i18n/translate.tsx';

export const SCOPE_KINDS = [
  { id: 'name', label: 'record_data.name', keys: ['user.name'] },
  { id: 'contact', label: 'record_data.contact', keys: ['user.contact'] },
  { id: 'identity', label: 'record_data.identity', keys: ['user.government_id'] },
  { id: 'birth', label: 'record_data.birth', keys: ['user.demographic.date_of_birth'] },
  { id: 'account', label: 'record_data.account', keys: ['user.account', 'user.unique_id'] },
  { id: 'bank', label: 'data_kind.bank', keys: ['user.financial.bank_account', 'user.payment'] },
  { id: 'pay', label: 'data_kind.pay', keys: ['user.financial'] },
  { id: 'health', label: 'data_kind.health', keys: ['user.health_and_medical'] },
  { id: 'biometric', label: 'data_kind.biometric', keys: ['user.biometric'] },
  { id: 'genetic', label: 'data_kind.genetic', keys: ['user.genetic'] },
  { id: 'location', label: 'data_kind.location', keys: ['user.location'] },
  { id: 'criminal', label: 'data_kind.criminal', keys: ['user.criminal_history'] },
  { id: 'credentials', label: 'record_data.credentials', keys: ['user.authorization'] },
] as const satisfies readonly { readonly id: string; readonly label: MessageId; readonly keys: readonly string[] }[];
export type ScopeKind = (typeof SCOPE_KINDS)[number]['id'];

/** Category keys of the chosen kinds, each once. */
export function keysOf(chosen: readonly ScopeKind[]): string[] {
  return [...new Set(SCOPE_KINDS.filter(({ id }) => chosen.includes(id)).flatMap(({ keys }) => [...keys]))];
}

/** The keys in words: each under the kind that holds it, what no kind holds as it is. Business data about nobody are left out. */
export function categoryTexts({ t }: Pick<Translation, 't'>, keys: readonly string[]): readonly string[] {
  const texts = keys
    .filter((key) => !key.startsWith('biz.'))
    .map((key) => {
      const kind = SCOPE_KINDS.find((one) => one.keys.some((own) => key === own || key.startsWith(`${own}.`)));
      return kind === undefined ? key : t(kind.label);
    });
  return [...new Set(texts)];
}
