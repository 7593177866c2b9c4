/** Text of pictures: what others ask for. */

export type PictureText = {
  readonly text: string;
  /** 0..100: mean of the engine's own confidence in the words, long words counting more. */
  readonly confidence: number;
};

/** What the process says of one picture; null when it cannot be read. */
export type OcrAnswer = PictureText | null;

export type PictureReader = {
  /** Whether the optional packages are installed. */
  readonly available: () => boolean;
  /**
   * Text of a picture (PNG, JPEG, WebP, TIFF, BMP, first frame of a GIF), empty where there is none; undefined when it cannot be read
   * within the limits. One picture at a time: others wait.
   */
  readonly read: (bytes: Uint8Array) => Promise<PictureText | undefined>;
  readonly close: () => Promise<void>;
};
