/** Where sealed columns of the archive belong, so that a value moved to another row does not open. Whoever writes and whoever reads takes them from here. */

export const threadContexts = (threadId: string) =>
  ({ title: `thread.title:${threadId}`, provider: `thread.provider_id:${threadId}` }) as const;

export const messageContexts = (messageId: string) =>
  ({ text: `inbound_message.text:${messageId}`, sender: `inbound_message.sender:${messageId}` }) as const;

export const fileContexts = (fileId: string) =>
  ({
    name: `inbound_file.name:${fileId}`,
    media: `inbound_file.media:${fileId}`,
    fetch: `inbound_file.fetch:${fileId}`,
  }) as const;

export const incidentNoteContext = (incidentId: string): string => `incident.note:${incidentId}`;
