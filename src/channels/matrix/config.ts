/** Settings of a room on a Matrix homeserver (spec.matrix.org: Client-Server API). */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const matrixConfigSchema = z.strictObject({
  /** The homeserver's address for clients. */
  homeserver: serviceUrlSchema,
  /** Access token of the account that writes; it is in the room already. */
  accessToken: secretText(/^[A-Za-z0-9._~+/=-]{8,1024}$/),
  /** `!…`, not the room's address (`#…`). At most 255 bytes. */
  roomId: z.string().regex(/^![A-Za-z0-9._~:+/=$-]{1,250}$/),
  jurisdiction: placeSchema,
});

export type MatrixConfig = z.output<typeof matrixConfigSchema>;
