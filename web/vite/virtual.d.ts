/** Modules that the plugins of this folder make at build time. */
declare module 'catalogue:*' {
  import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

  /** Compiled texts by id, ready for Lingui's `i18n.load`. */
  export const messages: Record<string, CompiledMessage>;
}
