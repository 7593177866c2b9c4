/** Passing on to a program what somebody wrote to its robot: the contract between what comes in from a vendor and the program's connection. */

export type RelayedMessage = {
  /** The vendor's own id of the message: what is delivered again has the same. */
  readonly id: string;
  /** The recipient who wrote it to the robot alone; null for a message in a group, which is answered there. */
  readonly recipientId: string | null;
  /** The vendor's message as it came (`conversationId`, `senderStaffId`, `msgtype`, `text`, …). Addresses for answers are replaced by ours. */
  readonly data: Readonly<Record<string, unknown>>;
};

export type Delivery =
  /** A program said that it has it. */
  | 'acknowledged'
  /** No program of this door is connected that wants messages. */
  | 'nobody'
  /** It was sent twice and nobody answered in time. */
  | 'timeout';

export type StreamRelay = {
  /** Hands a message to one of the programs that are connected through a door. */
  readonly deliver: (doorId: string, message: RelayedMessage) => Promise<Delivery>;
};
