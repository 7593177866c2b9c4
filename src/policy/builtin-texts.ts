/** Texts of the rules that belong to no pack, in the four languages. */
import type { Locale } from '../model/locale.ts';
import type { TextsFile } from './pack-schema.ts';

export const BUILTIN_TEXTS: Readonly<Record<Locale, TextsFile>> = {
  'zh-Hant': {
    'policy.cannot_fulfil': {
      title: '這套系統無法履行附帶的條件',
      why: '內容只准在線閱覽，但其中有些內容本系統不能轉成附水印的頁面，例如檔案的格式不受支援。',
      lift: '由兩名負責人批准對方下載；或改用可以顯示的格式（例如 PDF），或以訊息正文傳送。',
    },
    'policy.no_pack': {
      title: '這兩個地方之間沒有規則',
      why: '系統沒有這兩個地方之間的法律規則，因此不能自行放行。',
      lift: '由負責人按適用法律判斷後批准。',
    },
    'policy.rule_error': {
      title: '規則無法執行',
      why: '有規則在判斷時出錯；為安全起見視為禁止。',
      lift: '無法解除；請管理員修正規則包後再試。',
    },
    'policy.unknown_fact': {
      title: '有事實未能確定',
      why: '作出決定所需的一項事實無法確定，已按最嚴格的情況處理。',
      lift: '補上該項事實；可行時由負責人批准。',
    },
  },
  'zh-Hans': {
    'policy.cannot_fulfil': {
      title: '这套系统无法履行附带的条件',
      why: '内容只准在线查阅，但其中有些内容本系统不能转成带水印的页面，例如文件的格式不受支持。',
      lift: '由两名负责人批准对方下载；或改用可以显示的格式（例如 PDF），或以消息正文发送。',
    },
    'policy.no_pack': {
      title: '这两个地方之间没有规则',
      why: '系统没有这两个地方之间的法律规则，因此不能自行放行。',
      lift: '由负责人按适用法律判断后批准。',
    },
    'policy.rule_error': {
      title: '规则无法执行',
      why: '有规则在判断时出错；为安全起见视为禁止。',
      lift: '无法解除；请管理员修正规则包后再试。',
    },
    'policy.unknown_fact': {
      title: '有事实未能确定',
      why: '作出决定所需的一项事实无法确定，已按最严格的情况处理。',
      lift: '补上该项事实；可行时由负责人批准。',
    },
  },
  pt: {
    'policy.cannot_fulfil': {
      title: 'Esta instalação não consegue cumprir uma condição',
      why: 'O conteúdo só pode ser visto no ecrã, e parte dele não pode ser mostrada aqui como páginas com marca de água, por exemplo por causa do formato de um ficheiro.',
      lift: 'Dois responsáveis autorizam a transferência para o dispositivo; ou envie o conteúdo num formato que possa ser mostrado, como PDF, ou como texto da mensagem.',
    },
    'policy.no_pack': {
      title: 'Não há regras entre estes dois lugares',
      why: 'O sistema não tem regras legais para este par de lugares e por isso não decide sozinho.',
      lift: 'Um responsável aprova, depois de ver a lei aplicável.',
    },
    'policy.rule_error': {
      title: 'Uma regra falhou',
      why: 'Uma regra não pôde ser avaliada; por segurança, conta como proibição.',
      lift: 'Nada o levanta; o administrador corrige o pacote de regras.',
    },
    'policy.unknown_fact': {
      title: 'Falta apurar um facto',
      why: 'Não se apurou um facto necessário à decisão, que foi tomado no sentido mais rigoroso.',
      lift: 'Indicar o facto; quando possível, um responsável aprova.',
    },
  },
  en: {
    'policy.cannot_fulfil': {
      title: 'This installation cannot keep a condition',
      why: 'The content may only be looked at on the page, and some of it cannot be drawn here as pages with a watermark, for example because of a file’s format.',
      lift: 'Two officers allow the download; or send the content in a format that can be shown, such as PDF, or as the text of the message.',
    },
    'policy.no_pack': {
      title: 'No rules between these two places',
      why: 'There are no legal rules here for this pair of places, so the system does not decide alone.',
      lift: 'An officer approves after looking at the law that applies.',
    },
    'policy.rule_error': {
      title: 'A rule failed',
      why: 'A rule could not be evaluated; to be safe it counts as forbidding.',
      lift: 'Nothing lifts it; the administrator corrects the pack of rules.',
    },
    'policy.unknown_fact': {
      title: 'A fact is not known',
      why: 'A fact that the decision needs could not be established, and was taken in its strictest reading.',
      lift: 'State the fact; where that is possible, an officer approves.',
    },
  },
};
