/** As in src/model/api/open-identity.ts, which would bring its schema library along; a test holds the two together. */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const PAIRING_CODE_LENGTH = 8;
