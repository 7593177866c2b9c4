/** The audit log: what other folders and the web client may use. Browser-safe; Node parts are in the *-node.ts files. */
export { type IntegrateResult, type LogDeps, DEFAULT_BATCH, createLog, integrate } from './append.ts';
export {
  type Checkpoint,
  type CheckpointCheck,
  checkpointBody,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export { type Cosigner, addSignatures, cosigner, keyFromSeed } from './cosignature.ts';
export {
  type Disclosure,
  type DisclosureCheck,
  type FieldDisclosure,
  type OpenedField,
  disclosedEntry,
  discloseEvent,
  disclosureJson,
  parseDisclosure,
  verifyDisclosure,
} from './disclosure.ts';
export {
  type CommittedEvent,
  ENTRY_BYTES,
  ENTRY_CLASSES,
  EVENT_FIELDS,
  type Entry,
  type EntryClass,
  type EventField,
  type EventFields,
  commitEvent,
  commitmentOf,
  encodeEntry,
  entryClassOf,
  fieldHash,
  parseEntry,
  subjectTag,
} from './entry.ts';
export { LOG, type LogCode, logCodeOf, logError } from './errors.ts';
export { type FsckOptions, type FsckProblem, type FsckReport, fsckLog } from './fsck.ts';
export { HASH_SIZE, type Sha256, type TreeHasher, hmacSha256, treeHasher } from './hash.ts';
export {
  type Note,
  type NoteCheck,
  type NoteSignature,
  type NoteSigner,
  type VerifiedSignature,
  noteSigner,
  parseNote,
  parseSignatureLine,
  signNote,
  signatureLine,
  verifyNote,
} from './note.ts';
export {
  type Cosigned,
  type LogPolicy,
  type PolicyCheck,
  checkPolicy,
  meetsQuorum,
  parsePolicy,
} from './policy-file.ts';
export type {
  EventSource,
  ListableSource,
  LogHead,
  LogSource,
  LogState,
  SequencedBatch,
  StoredEvent,
  StoredField,
  TileStore,
} from './ports.ts';
export {
  type ProofFile,
  type InclusionCheck,
  parseProofFile,
  verifyProofFile,
  writeProofFile,
} from './proof-file.ts';
export { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from './proof.ts';
export { type ProofSource, type TreeHead, proveConsistency, proveInclusion, proveSubtree } from './prove.ts';
export { sha256 } from './sha256.ts';
export { type FetchResource, urlSource } from './source-url.ts';
export { type StartUpCheck, compareWithPublished } from './start-up.ts';
export { CHECKPOINT_PATH, TILE_WIDTH, parseTilePath, tilePath, tilePathAt } from './tile.ts';
export { type LogVerification, type VerifyOptions, verifyLog } from './verify.ts';
export {
  type VerifierKey,
  originHash,
  parseVerifierKey,
  privateKeyText,
  verifierKey,
  verifierKeyText,
} from './vkey.ts';
export {
  type AddCheckpoint,
  type WitnessAnswer,
  type WitnessDeps,
  type WitnessedHead,
  addCheckpoint,
  parseAddCheckpoint,
  writeAddCheckpoint,
} from './witness.ts';
export { NUMBERS_AHEAD, type TagCount, type TagWatch, watchTags } from './tags.ts';
