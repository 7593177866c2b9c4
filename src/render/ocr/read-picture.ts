/** Reads one picture: Latin and Traditional first, Simplified again where a look says so, a machine-readable zone again by itself. */
import { repairMachineLine } from './machine-zone.ts';
import type { PictureText } from './port.ts';
import { preparePicture, type Prepared, type Turn } from './picture.ts';
import { type Language, SEGMENTS, type Tesseract, type Word } from './tesseract.ts';
import { bandOf, confidenceOf, isHan, isMachineLine, joinWords, linesOf, machineBand, within } from './words.ts';

const FIRST: readonly Language[] = ['eng', 'chi_tra'];
const SIMPLIFIED: readonly Language[] = ['eng', 'chi_sim'];
/** Chinese words that are read so well need no second look. */
const SURE = 93;
const MACHINE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
/** Below, the picture may lie on its side or upside down: the other ways are tried. */
const DOUBTFUL = 50;
const FEW_WORDS = 6;
const TURNS: readonly Turn[] = [90, 270, 180];

/** Returns the text, empty where none was found; undefined when the bytes are no picture that can be read. */
export async function readPicture(engine: Tesseract, bytes: Uint8Array): Promise<PictureText | undefined> {
  const upright = await preparePicture(bytes);
  if (upright === undefined) return undefined;
  let best = { picture: upright, words: look(engine, upright) };
  if (best.words.length >= FEW_WORDS && confidenceOf(best.words) < DOUBTFUL) {
    for (const turn of TURNS) {
      const picture = await preparePicture(bytes, turn);
      if (picture === undefined) continue;
      const words = look(engine, picture);
      if (confidenceOf(words) > confidenceOf(best.words)) best = { picture, words };
      if (confidenceOf(best.words) > DOUBTFUL + 20) break;
    }
    // The engine has to have the best one in front again.
    look(engine, best.picture);
  }
  return closer(engine, best.picture.width, best.words);
}

function look(engine: Tesseract, { png }: Prepared): readonly Word[] {
  engine.show(png);
  engine.level();
  return engine.read(FIRST).words;
}

function closer(engine: Tesseract, width: number, first: readonly Word[]): PictureText {
  const words = better(engine, width, first);
  const zone = machineBand(first, width);
  if (zone === undefined) return { text: joinWords(words), confidence: confidenceOf(words) };
  const lines = engine
    .read(['eng'], { within: zone, only: MACHINE, segments: SEGMENTS.block })
    .text.split('\n')
    .map(repairMachineLine)
    .filter((line) => line.length >= 25);
  const others = linesOf(words)
    .filter((line) => !isMachineLine(line))
    .flat();
  return { text: [joinWords(others), ...lines].join('\n'), confidence: confidenceOf(others) };
}

/**
 * The data of Traditional writing reads Simplified text as Traditional and loses some of it. A look at a few lines with the other data
 * says whether they fit better; then all is read again, and stays so if it does.
 */
function better(engine: Tesseract, width: number, first: readonly Word[]): readonly Word[] {
  const band = bandOf(first, width);
  if (band === undefined) return first;
  const fits = confidenceOf(within(first, band).filter(isHan));
  if (fits > SURE || confidenceOf(engine.read(SIMPLIFIED, { within: band }).words.filter(isHan)) <= fits) return first;
  const second = engine.read(SIMPLIFIED).words;
  return confidenceOf(second.filter(isHan)) > confidenceOf(first.filter(isHan)) ? second : first;
}
