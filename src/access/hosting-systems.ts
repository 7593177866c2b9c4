/**
 * Networks that say nothing about where somebody is: clouds, servers for hire, relays and VPN. By number of the autonomous system, with
 * the name under which it is registered (names as in the registries' data, read on 2026-11-26). Whoever comes from one of them may be
 * anywhere. The list is no judgement of anybody and never complete: an installation adds networks of its own (docs/operations.md).
 */
export const HOSTING_SYSTEMS: ReadonlySet<number> = new Set([
  // Clouds.
  16509, // Amazon.com, Inc.
  14618, // Amazon.com, Inc.
  396982, // Google LLC
  15169, // Google LLC
  8075, // Microsoft Corporation
  31898, // Oracle Corporation
  36351, // IBM Cloud
  19994, // Rackspace Hosting
  33070, // Rackspace Hosting
  27357, // Rackspace Hosting
  15395, // Rackspace Ltd.
  45187, // Rackspace.com Hong Kong Limited
  14061, // DigitalOcean, LLC
  16276, // OVH SAS
  24940, // Hetzner Online GmbH
  213230, // Hetzner Online GmbH
  63949, // Akamai Technologies, Inc.
  20473, // The Constant Company, LLC
  12876, // Scaleway SAS
  51167, // Contabo GmbH
  40021, // Contabo Inc.
  197540, // netcup GmbH
  202053, // UpCloud Ltd
  396948, // Kamatera, Inc.
  54825, // Packet Host, Inc.
  396356, // Latitude.sh
  262287, // Maxihost LTDA
  42473, // Anexia Cloud Solutions GmbH
  42708, // GleSYS AB
  // Clouds of the mainland, Hong Kong, Japan and Korea.
  37963, // Hangzhou Alibaba Advertising Co.,Ltd.
  45102, // Alibaba (US) Technology Co., Ltd.
  45090, // Shenzhen Tencent Computer Systems Company Limited
  132203, // Shenzhen Tencent Computer Systems Company Limited
  137876, // Tencent (Thailand) Company Limited
  136907, // HUAWEI INTERNATIONAL PTE. LTD.
  55990, // Huawei Cloud Service data center
  55967, // Beijing Baidu Netcom Science and Technology Co., Ltd.
  38365, // Beijing Baidu Netcom Science and Technology Co., Ltd.
  135377, // UCLOUD INFORMATION TECHNOLOGY (HK) LIMITED
  63199, // CDS Global Cloud Co., Ltd
  138915, // Kaopu Cloud HK Limited
  132813, // HK AISI CLOUD COMPUTING LIMITED
  134196, // ANYUN INTERNET TECHNOLOGY (HK) CO.,LIMITED
  139659, // LUCIDACLOUD LIMITED
  135391, // AOFEI DATA INTERNATIONAL COMPANY LIMITED
  9370, // SAKURA Internet Inc.
  9371, // SAKURA Internet Inc.
  7506, // GMO Internet Group, Inc.
  59349, // GMO-Z.COM PTE. LTD.
  23576, // NAVER Cloud Corp.
  38001, // NewMedia Express Pte Ltd
  // Networks that carry what others ask for: relays of browsers and phones among them.
  13335, // Cloudflare, Inc.
  209242, // Cloudflare London, LLC
  54113, // Fastly, Inc.
  20940, // Akamai International B.V.
  36183, // Akamai Technologies, Inc.
  199524, // G-Core Labs S.A.
  202422, // G-Core Labs S.A.
  21859, // Zenlayer Inc
  4229, // Zenlayer Inc
  // Servers for hire.
  60781, // LeaseWeb Netherlands B.V.
  28753, // Leaseweb Deutschland GmbH
  30633, // Leaseweb USA, Inc.
  7203, // Leaseweb USA, Inc.
  394380, // Leaseweb USA, Inc.
  395954, // Leaseweb USA, Inc.
  59253, // LEASEWEB SINGAPORE PTE. LTD.
  133752, // LEASEWEB HONG KONG LIMITED
  26496, // GoDaddy.com, LLC
  8560, // IONOS SE
  47583, // Hostinger International Limited
  22612, // Namecheap, Inc.
  55293, // A2 Hosting, Inc.
  26347, // New Dream Network, LLC
  54290, // HostPapa
  36352, // HostPapa
  19318, // Interserver, Inc
  19871, // Network Solutions, LLC
  32244, // Liquid Web, L.L.C
  33182, // HostDime.com, Inc.
  29838, // Atlantic Metro Communications II, Inc.
  40676, // Psychz Networks
  8100, // QuadraNet Enterprises LLC
  55286, // B2 Net Solutions Inc.
  53667, // FranTech Solutions
  63473, // HostHatch, LLC
  906, // DMIT Cloud Services
  62240, // Clouvider Limited
  203020, // HostRoyale Technologies Pvt Ltd
  11878, // tzulo, inc.
  46562, // Performive LLC
  43350, // NForce Entertainment B.V.
  49981, // WorldStream B.V.
  24875, // NovoServe B.V.
  57043, // HOSTKEY B.V.
  29802, // HIVELOCITY, Inc.
  61317, // Hivelocity Inc
  46475, // Limestone Networks, Inc.
  32097, // WholeSale Internet, Inc.
  33387, // Nocix, LLC
  32475, // Internap Holding LLC
  46844, // Sharktech
  25820, // IT7 Networks Inc
  58061, // Scalaxy B.V.
  206264, // Amarutu Technology Ltd
  35916, // MULTACOM CORPORATION
  35908, // Krypt Technologies
  18779, // EGIHosting
  18978, // Enzu Inc
  64267, // Sprious LLC
  62904, // Eonix Corporation
  30693, // Eonix Corporation
  20454, // SECURED SERVERS LLC
  19437, // SECURED SERVERS LLC
  7489, // HostUS
  55536, // Pacswitch Globe Telecom Limited
  55933, // Cloudie Limited
  134548, // DingFeng XinHui(HongKong) Technology Limited
  133115, // HK Kwaifong Group Limited
  62282, // UAB Delska Lithuania
  5577, // root SA
  58065, // Orion Network Limited
  56630, // Melbikomas UAB
  24961, // WIIT AG
  47447, // 23M GmbH
  50304, // Blix Solutions AS
  48282, // Hosting technology LTD
  394256, // Tech Futures Interactive Inc.
  3214, // xTom GmbH
  6233, // xTom
  9312, // xTom Hong Kong Limited
  57695, // Misaka Network, Inc.
  35487, // Misaka Network, Inc.
  38136, // Akari Networks Limited
  // Private networks and exits for hire (VPN, proxies, Tor).
  9009, // M247 Europe SRL
  212238, // Datacamp Limited
  60068, // Datacamp Limited
  136787, // PacketHub S.A.
  147049, // PacketHub S.A.
  207137, // PacketHub S.A.
  209854, // Cyberzone S.A.
  39351, // 31173 Services AB
  209103, // Proton AG
  62371, // Proton AG
  51852, // Private Layer INC
  20448, // Peace Communications LLC
  60729, // Stiftung Erneuerbare Freiheit
  200651, // FlokiNET ehf
  210644, // AEZA INTERNATIONAL LTD
  51396, // Pfcloud UG (haftungsbeschrankt)
]);
