/** A card between its creation and its first words: sealed like any file, for the door that made it. */
import { z } from 'zod';
import { concat, fromUtf8, utf8 } from '../../../base/bytes.ts';
import { findFile, keepFile, readFile } from '../../../transfers/door-media.ts';
import type { GatewayDeps } from '../../deps.ts';
import type { AppMessage } from './app-message.ts';
import type { CardSpaces } from './cards.ts';
import type { AppCall } from './enter.ts';

export type KeptCard = {
  /** Undefined while the card says nothing. */
  readonly message: AppMessage | undefined;
  /** Undefined while it is not put up. */
  readonly spaces: CardSpaces | undefined;
};

const cardSchema = z.strictObject({
  message: z.strictObject({ title: z.string(), text: z.string(), format: z.enum(['text', 'markdown']) }).nullable(),
  spaces: z.strictObject({ conversations: z.array(z.string()), users: z.array(z.string()) }).nullable(),
});

export async function keepCard(
  { transfers }: GatewayDeps,
  { tenant, door }: AppCall,
  trackId: string,
  { message, spaces }: KeptCard,
): Promise<void> {
  const words = message === undefined ? null : { title: message.title, text: message.text, format: message.format };
  const bytes = utf8(JSON.stringify({ message: words, spaces: spaces ?? null }));
  await keepFile(transfers, tenant, door, keyOf(trackId), {
    size: bytes.length,
    name: 'card.json',
    mediaType: 'application/json',
    content: once(bytes),
  });
}

/** The card as it was kept last; undefined when this door made none of that name within a month. */
export async function readCard(
  { transfers }: GatewayDeps,
  { tenant, door }: AppCall,
  trackId: string,
): Promise<KeptCard | undefined> {
  const file = await findFile(transfers, tenant, door, keyOf(trackId));
  if (file === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of readFile(transfers, tenant, file)) pieces.push(piece.slice());
  const { message, spaces } = cardSchema.parse(JSON.parse(fromUtf8(concat(...pieces))));
  return { message: message === null ? undefined : { ...message, media: [] }, spaces: spaces ?? undefined };
}

/** No media id looks like this. */
function keyOf(trackId: string): string {
  return `card ${trackId}`;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
