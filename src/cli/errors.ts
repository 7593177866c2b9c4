/** What can go wrong at the command line itself. Class `input` ends with code 1, the others with 2. */
import { defineErrors } from '../base/errors.ts';

export const CLI = defineErrors('cli', {
  file_unreadable: [500, 'the file cannot be read', 'permanent'],
  file_exists: [500, 'the file to be written is already there', 'permanent'],
  file_not_written: [500, 'the file could not be written', 'permanent'],
  file_changed: [500, 'the file changed while it was being read', 'permanent'],
  file_too_large: [500, 'the file is larger than such a file can be', 'permanent'],
  bad_identity_file: [422, 'the file does not hold exactly one identity'],
  bad_key_file: [422, 'the file does not hold a key of this kind'],
  bad_key_text: [422, 'this is not a key of this kind'],
  bad_secret_file: [422, 'the file does not hold release secrets'],
  secret_missing: [422, 'the secret file holds no release secret for this grant'],
  cancelled: [500, 'stopped before the end; nothing was kept', 'permanent'],
  bad_server_url: [500, 'the address of the server is not an http or https url', 'permanent'],
  not_protected: [500, 'a server elsewhere is reached over https only', 'permanent'],
  server_unreachable: [503, 'the server cannot be reached', 'retryable'],
  server_refused: [422, 'the server refused'],
  server_answer: [500, 'the server answered in an unexpected form', 'permanent'],
  signed_out: [401, 'sign in first: entrepot sign-in'],
  bad_session_file: [500, 'the file with the session cannot be read; sign in again', 'permanent'],
  nobody_to_ask: [500, 'there is no terminal to ask at; give the value by option or environment', 'permanent'],
  unknown_recipient: [422, 'nobody with this address is among the recipients; add them in the console'],
  upload_failed: [422, 'the server could not take the file'],
  bad_evidence: [422, 'this is not an evidence bundle'],
});
