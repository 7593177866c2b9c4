/** What duties and their forms need; built once by app. */
import type { FormDocument } from '../../model/form-document.ts';
import type { PolicyEngine } from '../../policy/engine.ts';
import type { TransferDeps } from '../../transfers/deps.ts';
import type { Catalogues } from '../forms/words.ts';

export type DutyDeps = {
  readonly transfers: TransferDeps;
  /** The rules in use at this moment. */
  readonly engine: () => PolicyEngine;
  readonly catalogues: Catalogues;
  readonly draw: {
    readonly docx: (form: FormDocument) => Promise<Uint8Array>;
    readonly pdf: (form: FormDocument) => Promise<Uint8Array>;
  };
};
