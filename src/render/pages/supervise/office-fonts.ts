/** Fonts for LibreOffice: ours beside those of the system, and which of them stand in for the fonts that Office programs name. */
import { dirname } from 'node:path';
import { fileOfPackage } from '../packages.ts';

const FILES = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf',
  '@expo-google-fonts/noto-sans-hk/700Bold/NotoSansHK_700Bold.ttf',
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  '@embedpdf/fonts-kr/fonts/NotoSansKR-Regular.otf',
];

const STAND_IN: Readonly<Record<string, readonly string[]>> = {
  'Noto Sans SC': [
    'SimSun',
    '宋体',
    'NSimSun',
    'SimHei',
    '黑体',
    'KaiTi',
    '楷体',
    'FangSong',
    '仿宋',
    'Microsoft YaHei',
    '微软雅黑',
    'DengXian',
    '等线',
    'MS Mincho',
    'MS Gothic',
    'Yu Mincho',
    'Yu Gothic',
    'Meiryo',
  ],
  'Noto Sans HK': [
    'PMingLiU',
    '新細明體',
    'MingLiU',
    '細明體',
    'MingLiU_HKSCS',
    'DFKai-SB',
    '標楷體',
    'Microsoft JhengHei',
    '微軟正黑體',
  ],
  'Noto Sans KR': ['Batang', '바탕', 'Gulim', '굴림', 'Dotum', '돋움', 'Malgun Gothic', '맑은 고딕'],
};

/** Folders of the fonts that are installed. */
export function fontFolders(): readonly string[] {
  const folders = FILES.flatMap((file) => {
    const path = fileOfPackage(file);
    return path === undefined ? [] : [dirname(path)];
  });
  return [...new Set(folders)];
}

/** Returns a configuration for fontconfig. `cache`: a folder that may be written. */
export function fontConfiguration(cache: string): string {
  const folders = fontFolders().map((folder) => `<dir>${folder.replace(/[<>&]/g, '')}</dir>`);
  const aliases = Object.entries(STAND_IN).flatMap(([font, names]) =>
    names.map(
      (name) => `<alias binding="same"><family>${name}</family><accept><family>${font}</family></accept></alias>`,
    ),
  );
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    ...folders,
    ...aliases,
    `<cachedir>${cache}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}
