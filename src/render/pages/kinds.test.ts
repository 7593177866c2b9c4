import { describe, expect, it } from 'vitest';
import { guessByName, kindOf } from './kinds.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('what a document is', () => {
  it.each([
    ['%PDF-1.7', 'letter.txt', 'pdf'],
    ['junk before\n%PDF-1.4', 'a', 'pdf'],
    ['\x89PNG\r\n\x1a\n', 'a.pdf', 'image'],
    ['\xff\xd8\xff\xe0', 'a.docx', 'image'],
    ['\0\0\0\x1cftypavif', 'a', 'image'],
    ['PK\x03\x04', 'a.pdf', 'zip'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.docx', 'compound'],
    ['{\\rtf1', 'a.doc', 'rtf'],
  ])('is decided by its first bytes: %j named %s', (head, name, is) => {
    expect(kindOf(bytes(head), name).is).toBe(is);
  });

  it.each(['<svg onload="x">', '<html><script>x</script>', '<?xml version="1.0"?>', '#!/bin/sh', 'GIF9 is no picture'])(
    'is text for %j, whatever it is called',
    (text) => {
      for (const name of ['a.png', 'a.pdf', 'a.docx', 'a.mp4', 'a.exe', 'a.svg', 'a'])
        expect(kindOf(bytes(text), name).is).toBe('text');
    },
  );

  it('is laid out by the ending of the name, only where it is text', () => {
    expect(kindOf(bytes('a,b'), 'x.CSV')).toEqual({ is: 'text', as: 'table' });
    expect(kindOf(bytes('# a'), 'x.md')).toEqual({ is: 'text', as: 'markdown' });
    expect(kindOf(bytes('<p>'), 'x.html')).toEqual({ is: 'text', as: 'code' });
    expect(kindOf(bytes('a'), 'x.png')).toEqual({ is: 'text', as: 'plain' });
  });

  it.each([
    ['\0\0\0\x18ftypmp42', 'video'],
    ['\x1aE\xdf\xa3', 'video'],
    ['RIFF\x10\0\0\0AVI ', 'video'],
    ['ID3\x03\0', 'video'],
    ['MZ\x90\0\x03', 'unsupported'],
    ['\x7fELF\x02', 'unsupported'],
    ['\x1f\x8b\x08', 'unsupported'],
  ])('is refused for %j', (head, why) => {
    expect(kindOf(bytes(head), 'a.pdf')).toEqual({ is: 'cannot', why });
  });

  it('takes words for words though a program begins with the same letters', () => {
    expect(kindOf(bytes('MZungu is a name'), 'a.txt').is).toBe('text');
    expect(kindOf(bytes('BMW invoice'), 'a.txt').is).toBe('text');
  });
});

describe('what will probably become of a document', () => {
  it('is told by its name before anybody has its bytes', () => {
    expect(guessByName('a.pdf', '', [])).toBeUndefined();
    expect(guessByName('a.docx', '', [])).toBeUndefined();
    expect(guessByName('a.odt', '', [])).toBe('no_converter');
    expect(guessByName('a.odt', '', ['odt'])).toBeUndefined();
    expect(guessByName('a.MP4', '', [])).toBe('video');
    expect(guessByName('a', 'video/mp4', [])).toBe('video');
    expect(guessByName('a.zip', 'application/zip', [])).toBe('unsupported');
    expect(guessByName('a', 'application/pdf', [])).toBeUndefined();
  });
});
