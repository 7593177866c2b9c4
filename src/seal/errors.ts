/** Every way in which sealing, opening and the records of a sealed object can fail. None of them quotes bytes or keys. */
import { defineErrors } from '../base/errors.ts';

export const SEAL = defineErrors('seal', {
  bad_key: [500, 'the key has the wrong length'],
  bad_object_id: [500, 'the object identifier has the wrong length'],
  bad_length: [422, 'no sealed object can have this length'],
  unsupported: [422, 'this kind of sealed object is not supported'],
  wrong_key: [422, 'the key does not belong to this sealed object'],
  bad_segment: [422, 'a segment of the sealed object is damaged or out of place'],
  truncated: [422, 'the sealed object is incomplete'],
  out_of_range: [416, 'the requested range lies outside the object'],
  finished: [500, 'the sealed object is already finished'],
  digest_mismatch: [422, 'the opened object does not match its digest'],
  bad_manifest: [422, 'the manifest of the sealed object is not of the expected form'],
  bad_signature: [422, 'the signature of the sealed object is not valid'],
  bad_envelope: [422, 'the envelope is not of the expected form'],
  wrong_identity: [422, 'the envelope is not addressed to this key'],
  bad_recipient: [422, 'the public key is not of a known kind'],
  bad_container: [422, 'the sealed file is not of the expected form'],
  wrong_object: [422, 'the envelope belongs to another object'],
  wrong_grant: [422, 'the envelope belongs to another grant'],
  bad_link: [422, 'the link is incomplete or damaged'],
  bad_records_share: [422, 'the share of the records key is mistyped or damaged'],
  records_mismatch: [422, 'the shares do not make up the records key'],
  bad_field: [500, 'a sealed field is damaged or belongs elsewhere'],
  unknown_epoch: [410, 'the key of this period no longer exists'],
});
