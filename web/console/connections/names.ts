/** What a connection is called: the name that it was given, or its kind where it has none. */
import type { ConnectionView } from '../../../src/model/api/connections.ts';
import type { ChannelKind } from '../../../src/model/channel.ts';
import type { Translation } from '../i18n/translate.tsx';

export function kindName({ t }: Pick<Translation, 't'>, kind: ChannelKind): string {
  return t(`channel.${kind}`);
}

export function connectionName(
  translation: Pick<Translation, 't'>,
  connection: Pick<ConnectionView, 'label' | 'kind'>,
): string {
  return connection.label ?? kindName(translation, connection.kind);
}

/** The name of one by its id, for lists that know ids only; the id itself once it is gone. */
export function nameOf(
  translation: Pick<Translation, 't'>,
  all: readonly ConnectionView[] | undefined,
  id: string,
): string {
  const found = all?.find((one) => one.id === id);
  return found === undefined ? id : connectionName(translation, found);
}
