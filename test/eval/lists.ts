/** Short lists for the test values, kept apart from those that the names model is trained on. */
const words = (text: string): string[] => text.trim().split(/\s+/);

export const LISTS = {
  surnamesHant: '陳李黃張梁何林郭吳鄭周劉楊許謝鍾蔡馮葉譚盧蕭鄧曾潘區歐鄺麥關',
  givenHant: '偉明嘉敏家豪慧儀俊傑美玲志強淑芬子軒詠詩浩然雅婷國華麗珍文健秀英永康穎欣',
  surnamesHans: '王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯',
  givenHans: '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英晓梅建国志远子涵雨欣',
  cantonSurnames: words(
    'Chan Lei Wong Cheong Leong Ho Lam Kuok Ng Cheang Chao Lao Ieong Hoi Che Chong Choi Fong Ip Tam Lou Sio Tang Au Yeung Cheung Lau Tsang',
  ),
  cantonGiven: words(
    'Tai Man Ka Hou Wai Meng Sio Mei Kit Weng Chi Keong Suk Fan Iok Lin Chi Hou Pui San Hio Tong Kuok Wa Mei Leng Ka Wai',
  ),
  pinyinSurnames: words('Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Zhu Ma Hu Guo'),
  pinyinGiven: words('Xiaoming Jianguo Meiling Haoran Yuxin Zihan Lihua Zhiqiang Wenjing Xinyi Jun Fang'),
  enGiven: words(
    'Oliver Emma Henry Sophie Arthur Grace Daniel Alice Thomas Hannah Peter Laura Marcus Joyce Vincent Irene',
  ),
  enSurnames: words(
    'Fletcher Harding Whitmore Osborne Castle Ellison Barlow Prescott Langley Thornton Reid Sutton Hale Pearce',
  ),
  ptGiven: words(
    'Maria João Ana Pedro Teresa Rui Helena Duarte Inês Tiago Leonor Gonçalo Beatriz Nuno Sofia Vasco Catarina Filipe',
  ),
  ptSurnames: words(
    'Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia',
  ),
  moStreets: ['新馬路', '羅理基博士大馬路', '沙梨頭海邊街', '高士德大馬路', '氹仔哥英布拉街', '水坑尾街'],
  hkStreets: ['彌敦道', '軒尼詩道', '青山公路', '皇后大道中', '觀塘道'],
  cnStreets: ['情侣中路', '人民东路', '中山北路', '建设大道', '凤凰北路'],
  buildings: ['利生大廈', '金峰工業大廈', '海天閣', '富華中心', '昌明大廈'],
  ptStreets: ['Rua das Flores', 'Avenida da Liberdade', 'Travessa do Carmo', 'Largo da Sé', 'Rua de Santa Catarina'],
  orgHan: ['利生', '永泰', '海天', '宏基', '聯昌', '新濠城', '金輝'],
  orgHans: ['利生', '永泰', '海天', '宏达', '联昌', '金辉'],
  mailboxes: words('ana rui wong lei chan tai maria joao helen peter kfong mlou zhang liwei sousa costa'),
  monthsEn: words('January February March April May June July August September October November December'),
  monthsPt: words('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'),
} as const;
