/** What a file is to its reader. */
export type Kind =
  | 'empty'
  | 'zip'
  | 'ole'
  | 'pdf'
  | 'image'
  | 'media'
  | 'archive'
  | 'gzip'
  | 'tar'
  | 'mbox'
  | 'sealed'
  | 'binary'
  | 'html'
  | 'mail'
  | 'rtf'
  | 'text';
