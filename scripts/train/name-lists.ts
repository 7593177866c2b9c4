/** Lists of surnames and given names of the places that this product serves, most frequent first where the order says something. */

export const list = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Simplified surnames, most frequent first: mainland, then those of Hong Kong, Macau and Taiwan. */
export const HAN_SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫麦冼区邝卓蓝简骆符容植阙招练劳佘缪巫敖岑利岳巩仇栾幸商冷佟穆谈应丛代肖闫付初南鹿勾官沙连';
export const HAN_DOUBLE = list(
  '欧阳 司徒 上官 诸葛 司马 皇甫 尉迟 公孙 慕容 东方 夏侯 令狐 端木 南宫 独孤 司空 轩辕 长孙 宇文 闻人 澹台 申屠 万俟 呼延',
);
export const GIVEN_COMMON =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉建国志海红梅兰荣春凤林云龙飞鹏辉斌波宁浩宇轩子涵梓怡欣雨佳思嘉俊豪家美玲雅婷慧琳颖诗晓雪梦琪欢婉莹淑珍惠娴翠芬莲燕菊萍蓉薇倩茜馨妍彤颂恩朗希晴康健安永昌兴盛德仁义礼智信忠孝廉光耀祖宗福禄寿喜良才材坤乾元亨利贞天恒泽润泉源清正直方圆铭锐锋钧钰铨鑫炜煜焕灿炳烨霖震霆振业成立新民生世昭展凯旋捷迪达迅逸远航舟帆晖晨曦旭昊昕昱晟景智睿哲瀚博学渊深志诚毅坚定巍峰岩岚嵩山川江河湖溪淳涵沛沁汶泓洁淇渝湘澄滢潇瑞瑜瑾璇璐琦琛珊珏珂琨琰瑶瑛璟祥祺禧祯绍继承启迪祐佑保佩仪仕伦伯仲叔季侠俭修偉健';

/** Romanised as in Hong Kong. */
export const HK_SURNAMES =
  list(`Chan Wong Lee Li Cheung Lau Leung Ng Ho Chow Lam Tang Yeung Kwok Lai Yip Cheng Tsang Mak Fung Poon Yuen Tse Law
  Kwan Chung Tam Hui Siu Tsui Ma Au Fong Lo Choi Chu Yu Kong Liu To Pang So Lui Mok Hung Tong Ip Chiu Ko Kwong Yau Luk Szeto Au-Yeung
  Lok Chau Yim Ting Wan Woo Suen Tsoi Shek Sin Cheuk Ngai Mui Kan Hau Shum Sham Yan Kam Ling Pun`);
/** Romanised as in Macau, where Portuguese spelling left its marks. */
export const MO_SURNAMES =
  list(`Chan Wong Lei Leong Lao Ng Ho Chao Lam Tang Ieong Kuok Lai Ip Cheang Chang Mak Fong Pun Un Che Lo Kuan Chong
  Tam Hoi Sio Choi Ma Ao Vong Vu Iu Kong Lio Tou Pang Sou Loi Mok Hong Tong Kou Kuong Iao Lok Si Sit Wu Fu Cheong Chio Chu Chiu Cheok
  Ian Iong Iun Kam Kan Lau Long Lou Mui Ngan Pao Sam San Seng Sin Tai Tang Tou U Ung Wan Wai Hao Ieng Im Ka`);
export const CANTONESE_GIVEN =
  list(`Tai Man Siu Ming Ka Kei Wai Kit Chi Keung Wing Sze Hoi Yan Lok Yin Ho Chun Kwok Hung Mei Ling Yuk Lan Suk Fan
  Lai Wah Kam Tung Tsz Kin Yu Hin Pui Shan Yee Man Sum Yuet Ching Hei Wun Long Fai Shing Sau Ying Kwan Fung Tak Po Chau Yiu Cheuk Lam Nga
  Oi King Bik Choi Hang Kwong Chung Pak Hou Weng Cheng Sang Keng Kuan Kuong Chon In Ian Iok Sok Fong Hio Lon Un Teng Ut Heng Kuai Meng Lap
  Mio Kio Sio Iao Wa Seng Pou Nok Cheok Ieng Lin Hong Chan Lei Hok Fu Ngai Su Kun Leng Sut Fei Peng Iat Kai Tou Cham Ip Pek Wan`);
export const PINYIN_SURNAMES =
  list(`Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han Tang
  Feng Yu Dong Xiao Cheng Cao Yuan Deng Fu Shen Zeng Peng Lv Lyu Su Lu Jiang Cai Jia Ding Wei Xue Ye Yan Pan Du Dai Xia Zhong Tian Ren Fan
  Fang Shi Yao Tan Liao Zou Xiong Jin Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou Shao Meng Long Wan Duan Lei Qian Yin Yi Chang Qiao He Lai
  Gong Wen Pang Ouyang Situ Shangguan Zhuge`);
export const PINYIN =
  list(`a ai an ang ao ba bai ban bao bei ben bi bian biao bin bing bo bu cai can chang chao chen cheng chi chong chu chuan
  chuang chun cong cui da dai dan dao de di ding dong dou du duo e en er fa fan fang fei fen feng fu gai gan gang gao ge gen geng gong gu
  guan guang gui guo hai han hang hao he hen heng hong hou hu hua huan huang hui huo ji jia jian jiang jiao jie jin jing jiu ju juan jue jun
  kai kang ke kong ku kuan kun lai lan lang lao le lei li lian liang liao lin ling liu long lou lu luan lun luo lv ma mai man mao mei men
  meng mi mian miao min ming mo mu na nan nian ning niu nuo ou pan pei peng ping pu qi qian qiang qiao qin qing qiong qiu qu quan que qun ran
  rao ren rong rou ru ruan rui ruo sen sha shan shang shao she shen sheng shi shou shu shuai shuang shui shun si song su sui sun suo tai tan
  tang tao teng ti tian tie ting tong tu wan wang wei wen wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao
  ye yi yin ying yong you yu yuan yue yun ze zeng zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhuang zhuo zi zong zu`);
export const WESTERN_GIVEN =
  list(`Peter Mary John Michael Jenny Kelly Ivy Amy Jason Kevin Alan Eric Vincent Raymond Patrick Grace Winnie Karen Cindy
  Candy Fiona Joyce Vivian Phoebe Hailey Jacky Tony Simon Samuel Daniel Anthony Edwin Ken Kenneth Alex Henry Stephen Rita Connie Carmen Cherry
  Yoyo Ada Eva Doris Mandy Sandy Queenie Tiffany Gloria Angela Teresa Iris Olivia Chloe Jasmine Marcus Felix Leo Hugo Oscar Edmund Wilson`);
export const PT_GIVEN =
  list(`Maria José João António Ana Manuel Francisco Luís Carlos Paulo Pedro Isabel Teresa Fernanda Helena Rita Sofia Inês
  Catarina Joana Margarida Beatriz Marta Cláudia Sandra Patrícia Paula Cristina Fátima Rosa Conceição Lurdes Graça Rui Nuno Tiago Miguel
  Ricardo Bruno Diogo Gonçalo Duarte Vasco Jorge Fernando Alberto Armando Artur Augusto Eduardo Henrique Hélder Leonel Mário Nelson Óscar Raul
  Sérgio Vítor Xavier Amélia Aurora Celeste Deolinda Edite Filomena Gabriela Irene Júlia Leonor Lídia Luísa Madalena Natália Odete Raquel Sara
  Susana Vera Zélia Anabela Carla Elisabete Filipa Mafalda Matilde Carolina Mariana Lara Afonso Bernardo Martim Rodrigo Simão Tomás`);
export const PT_SURNAMES =
  list(`Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques
  Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Raposo Neves Coelho Cruz
  Cunha Pires Ramos Reis Simões Antunes Matos Fonseca Machado Araújo Barbosa Tavares Lourenço Castro Figueiredo Azevedo Freitas Magalhães
  Henriques Lima Guerreiro Batista Campos Miranda Esteves Barros Vaz Melo Leite Brito Borges Amaral Nogueira Moura Macedo Morais Abreu Sá
  Valente Branco Domingues Leal Serra Bento Baptista Paiva Xavier Rosário Senna Assunção Noronha Couto Manhão Jorge Airosa Placé Sales Marques
  Estorninho Eusébio Gracias Remédios Guterres Pedruco Rangel Hyndman Nolasco Fão Badaraco Conceição Encarnação Espírito Luz Nascimento`);
export const FILIPINO = {
  given:
    list(`Maria Rowena Jocelyn Marites Analyn Rosalie Jennifer Marilou Cristina Liza Gemma Lorna Edna Arnel Rodel Jonathan Reynaldo Ronaldo
    Mark Jay-R Princess Cherry Jhoana Mylene Rizalina Leonora Editha Nenita Romeo Danilo Wilfredo Ernesto Angelito Christian Joel Rhea`),
  surnames:
    list(`Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Villanueva Ramos Aquino Castillo Dela-Cruz Salazar Mercado Pascual
    Manalo Dimaculangan Macaraeg Pangilinan Tolentino Soriano Aguilar Dizon Lacson Magsaysay Balagtas Catacutan Evangelista Gatchalian`),
};
export const VIETNAMESE = {
  surnames: list(
    'Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Nguyễn Trần Lê Phạm Hoàng Huỳnh Đặng Bùi Đỗ',
  ),
  middle: list('Thi Van Minh Ngoc Thanh Quoc Duc Kim Hong Thu Xuan Thị Văn Ngọc Hữu Anh'),
  given: list(
    'Lan Hoa Huong Mai Linh Trang Thao Nga Ha Dung Hung Tuan Son Nam Long Quang Phuong Anh Thuy Yen Hanh Bich Duc Khanh Phúc',
  ),
};
