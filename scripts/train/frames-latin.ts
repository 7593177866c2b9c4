/** Sentence frames in English and Portuguese. Not those of the tests, and none of another project's. */
import { frames } from './marks.ts';

export const EN_FRAMES: readonly string[] = frames(`
{"name": "{P}", "phone": "{TEL}", "active": true}
{"given": "{G}", "family": "{S}", "city": "{CITY}"}
My [first |last |full |middle |maiden |]name is {G}[.|]
[Name|Last name|Surname|First name|Your name|Her name|Nickname][?|:] {S}
[They call|People call|Friends call] me {G}[.|, not {G}.|]
{G} [asked|hugged|thanked|blamed|phoned|helped|hired|followed] {G}[: "How are you?"|.| because of {G}.| at {O}.]
[We named|She called] [him|her|the baby|our son] {G}[.|]
{G} [is|was|has been|seems] [very |quite |a |my best |][kind|late|friend|sick|engineer|honest] [and|but] [calm|from {CITY}|never lies].
{G}: "[Hello|What now|Who is there|No way]?"\n{G}: "[It's me|I'm {G}'s brother|Go away], {G}."
[Is|Maybe it is|It could be|Look|Try] under {P}[?|.| or {S}.]
"[Thanks|Great|Sorry]!" [said|cried|whispered] {G}[ to {G}|].
{A}[, tel. |, phone |\nTel: |\nPhone |, mobile ]{TEL}
{P},{ID},{TEL},{MAIL}
Dear {P},\\n\\n[Thank you for|We refer to|Further to] [your letter|your order|our call] of {D}.
Dear [Mr|Mr.|Mrs|Ms|Ms.|Dr|Dr.|Prof.|Miss] {S},
[Hi|Hello|Hey|Morning|Dear] {G}, [can you|could you please|please] [send|forward|check] the [report|contract|invoice] [today|by Friday|before lunch]?
[Hi|Hello] {P}, [it was nice meeting you|hope you are well|just a reminder] [last week|in {CITY}|today].
[Please|Kindly] [contact|call|ask|email] {P} [at|on] {TEL}[.| or {MAIL}.]
[My|Her|His] name is {P}[.| and I | and she ][live|work|study] [in {CITY}|at {O}][.|]
I am {P}[, | and I am | ][the new {JOB}|calling about my order|writing to complain about the delivery][.|]
This is {P} [speaking|from {O}|again][.|, is {G} there?]
{P} [joined|left|works for|is leaving|was hired by] {O} [as|in {D} as|after being] [a |][{JOB}].
{P}, {JOB} [at|of] {O}, [said|told reporters|announced] [on {DAY}|yesterday|today] that [sales|the plant|costs] [would rise|had fallen|will close].
{O} [appointed|named|hired|fired] {P} [as|to be] [its|the] [new |]{JOB}.
According to {P}, [the market|this plan|the delay] [is stable|will not work|cost millions].
"[We are happy|It was a mistake|No comment]," [said|says|added|replied] {P}[, {JOB} of {O}|].
{P} and {P} [met|spoke|disagreed|travelled to {CITY}|are married|signed the deal].
Attendees: {P}, {P}, {P}
Present: {P} (Chair), {P}, {P}. Apologies: {P}.
Minutes taken by {P}. [Proposed by {P}, seconded by {P}.|Approved.]
Action: {G} to [follow up with|call|meet] {G} [by|before] {DAY}.
From: {P} <{MAIL}>\\nTo: {P} <{MAIL}>\\nSubject: [Re: |Fwd: |][contract|invoice|meeting on {DAY}]
Cc: {P}; {P}; {P}
[Best|Kind|Warm] regards,\\n{P}[\\n{JOB}|][\\n{O}|][\\n{TEL}|]
[Yours sincerely|Yours faithfully|Sincerely|Thanks|Cheers|Best],\\n{P}
{P}\\n{JOB}\\n{O}\\n{A}
{P}\\n{A}
{P}\\n\\n{A}
{P}, {A}
{O}\\n{A}
Name: {P}\\nAddress: {A}\\nPhone: {TEL}
[Name|Full name|Customer|Client|Patient|Employee|Passenger|Guest|Tenant|Driver]: {P}
[First name|Given name]: {G}\\n[Last name|Surname|Family name]: {S}
[Ship to|Deliver to|Bill to|Send to|Mail to|Billing address|Shipping address]: {P}, {A}
[Ship to|Deliver to|Bill to|Billing address|Shipping address|Invoice address|Return address]:\\n{P}\\n{A}
[Please|Could you] [send|ship|deliver|forward] [it|the parcel|the documents|everything] to {A}[.|, thanks.|, attention {P}.]
[I|We|She|He|My parents] [live|lives|moved|used to live|stay] [at|to] {A}[.|, can you update my file?| now.]
[Our|The] [office|shop|new branch|clinic|warehouse|head office] is [located |]at {A}[.|, next to the station.|]
[My|Our|His|Her] [new |old |home |mailing |current |]address is {A}[.|]
{O} is [located|based|registered] at {A}[.|]
{P} [lives|resides|is staying|can be found|was last seen] at {A}[.|]
[Pick up|Collection|Meet me|The party is|Where is|How do I get to|Directions to|A cab to] [at |][from |]{A}[.|?|]
[It's|It is|We're|They are|The clinic is|Our hotel is] [at|in|on] {A}[.| , next to the park.|]
{O} [failed|moved|grew|responded|won|declined to comment|was founded in {CITY}][.| in {D}.| and {O} did not.]
[I work|He works|She interned|They met] [at|for] {O}[.| in {CITY}.| before {O}.]
[Address|Home address|Residence|Location|Registered office|Venue]: {A}
[Change|Update|Correct] my address [to|from] {A}[.| please.| to {A}.]
The [patient|claimant|defendant|insured|borrower|tenant], {P}, [of {A},|born on {D},|] [was admitted|filed a claim|failed to appear|agrees to pay].
[This agreement|This contract|The lease] is made [between|by and between] {P} ([the |]"[Tenant|Buyer|Employee]") and {O} ("[Landlord|Seller|Employer]").
{P} v. {P}[, No. {ID}|]
[Judge|Justice|Attorney|Counsel|Detective|Officer|Sergeant] {P} [ruled|argued|testified|said] that [the appeal|the search|the evidence] was [lawful|dismissed|admissible].
[Mr|Ms|Mrs|Dr]. {P} [will|cannot] [attend|join|chair] the [meeting|hearing|workshop] on {DAY}.
[Written|Directed|Produced|Edited|Translated|Illustrated] by[: | ]{P}[ and {P}|]
{P}'s [new |latest |first |][novel|album|film|book|paper|painting] [is|was] [a masterpiece|disappointing|out now|reviewed in {O}].
The [novel|song|film|book] by {P} [tells|is about|reminds me of] [the story of {P}|a small town|early {S}].
{G}: [Where are you|I told you so|Good morning|Come on|See you there]!\\n{G}: [Shut up|On my way|Fine|Thanks], {G}.
[I|We] [met|saw|called|spoke to|hired|know|miss|trust] {P} [yesterday|in {CITY}|at {O}|before|about the job].
[Ask|Tell|Remind|Invite|Call|Text|Email] {P} [to|about] [come|the meeting|bring the keys|dinner].
[Has|Did|Will|Does|Can] {P} [reply|come|sign|paid the rent|called back] [yet|today|]?
[Happy birthday|Congratulations|Thank you|Good luck|Welcome|Goodbye|Sorry|Well done], {G}!
{P} [scored|won|lost|played|beat {P}] [in {CITY}|in the final|against {S}|twice].
{P} ([born|b.] {D}[ in {CITY}|]) is [an|a] [American|British|German|Portuguese|Chinese] [singer|politician|footballer|writer|scientist].
[He|She] [was born in {CITY}|studied under {P}|married {P}|succeeded {P}|worked with {S}] [and|before] [moved to {CITY}|joining {O}].
[Player|Coach|Author|President|CEO|Founder|Senator|King|Captain|Singer] {P} [announced|said|was|has] [today|a new deal|injured|retired].
[The card|The account|The policy|The ticket|The reservation|A room] is [registered |booked |]in the name of {P}[.|, card {ID}.]
[Transfer|Pay|Refund|Send] {N}00 [dollars|EUR|HKD|MOP] to {P}[, account {ID}|].
Passenger {P} [on flight|travelling to {CITY}] {ID}[, passport {ID}|].
{P} [has|had] [an appointment|surgery|a meeting] with [Dr.|Dr|Prof.] {P} [on|at] {D}.
[Employee|Staff] no. {N} {P} [requests|took|applied for] [leave|sick leave|a transfer] from {D}.
[Approved|Reviewed|Prepared|Checked|Signed|Issued|Authorised] by: {P}
{P} | {JOB} | {O} | {TEL}
{P} - {JOB}
{P} ({JOB}), {P} ({JOB}) and {P} ({O})
{N}. {P}\\n{N}. {P}\\n{N}. {P}
- {P}: [to draft the letter|absent|will check]\\n- {P}: [approved|pending|call the bank]
@{G} [please review|can you check|thanks], cc @{G}
[I think|Maybe|Apparently] {G} [forgot|quit|is sick|is late|knows], [let's ask|tell|so call] {G}.
[Mother|Father|Spouse|Next of kin|Emergency contact|Guardian]: {P}, {TEL}
[Beneficiary|Account holder|Cardholder|Payee|Signatory|Witness]: {P}
{P} [owns|holds] {N}% of {O}; {P} [owns|holds] the rest.
[The estate of|In memory of|On behalf of|Care of|c/o|Attn:|Attention:|FAO] {P}
{S} [and {S} |][argued|showed|proved|found] that [the data|markets|cells] [are|were] [noisy|wrong|stable] ({S}, 20{N}).
{P} was [founded|convicted|elected|interviewed|last seen|murdered] in {CITY}[ in {N}|].
[Our|The] [guide|teacher|neighbour|landlord|boss|driver|nanny|helper] {P} [was great|is from {COUNTRY}|called in sick].
`);

export const EN_PLAIN: readonly string[] = frames(`
[Agent|Q|A|Note|Reminder|Warning|Tip|Answer]: [What|Where|How|When|Please|Thanks|Yes|No|Never|Check] [about|the|are|do you|time|this] [refund|server|delivery|parking][?|.]
[Income|Rent|Turnover|The fine|Freight] [is|was|of|:] [USD|HKD|MOP|EUR|] {AMT}[.| a month| plus VAT]
[Retry|Sync|Backup|Scan|Deploy] [of|on|to] {IP} [failed|done|skipped]
[The|Our|This] [{B}|Annual Report|Privacy Policy|Project Phoenix|Rose Garden|Will|Grace Period|Market Price|May Day|Mark Down Sale|Summer Time|Faith|Hope|Bill of Lading|Frank Discussion|Chance|Art Fair|Gold Card|Jack Plug|Dean's List|Sandy Beach|Melody|Crystal Palace|Victoria Peak|Stanley Market|Macau Tower|Taipa Village] [is|was|will be] [ready|late|approved|closed|important].
[Will|May|Can|Could|Would|Should|Might|Must|Do|Does|Is|Are|Was|Has|Have] [you|we|they|it|the team|this] [come|work|be fine|need more time|go to {CITY}][?| tomorrow?]
[Please|Kindly|Just|Also|Then|Next|Thanks|However|Therefore|Finally|Meanwhile|Unfortunately], [send|check|update|restart] the [server|list|file|printer] [before|after] [noon|{DAY}].
{O} [announced|reported|launched|acquired {O}|will sell] [a profit|its results|{B}|new stores in {CITY}] [on {DAY}|in {D}|].
[We|I|They] [fly|travel|drive|ship goods] [to|from] {CITY} [via|and] {CITY}[ on {DAY}| in {D}| next week].
{CITY}, {COUNTRY} [is|has|was] [beautiful|a new airport|hot in summer|the capital of nothing].
What is the [balance|interest rate|status] [for|of|on] [my|the] [card|account|order] {ID}?
[How|Where|When|Why|What|Which] [do I|can I|should we|is the best way to] [change my password|open an account|print this|get a refund|cancel my card]?
[Dear|Hello] [Sir or Madam|Customer|All|Team|Colleagues|Friends|Support|Sirs|Hiring Manager|Parents],
[Heading|Chapter|Section|Appendix|Table|Figure] {N}[: |. ][Terms and Conditions|General Provisions|Scope of Work|Results and Discussion|Limited Warranty|Frequently Asked Questions|Force Majeure]
[TERMS AND CONDITIONS|CONFIDENTIAL|PURCHASE ORDER|PACKING LIST|TOTAL AMOUNT DUE|BILL OF LADING|NOTICE TO ALL STAFF|IMPORTANT SAFETY INSTRUCTIONS]
[New|Sale|Deal]: {B} [in White|in Black|with Rose Gold trim|for Kids] - {N}% off [until {DAY}|this May|now].
[Install|Download|Open|Use|Upgrade to] {B} [on|for|with] [Windows|Linux|Android|your Mac|Chrome] [and click Save|to continue|].
The [United Nations|European Union|Supreme Court|Federal Reserve|World Bank|White House|High Court|Legislative Council|Olympic Games|Labour Party] [met|ruled|agreed|voted] [on {DAY}|in {CITY}|again].
[Visit|See|Discover|Explore] [the|] [Mount {CITY}|Lake {CITY}|{CITY} Castle|{CITY} River|St. {CITY} Cathedral|{CITY} National Park|Port of {CITY}] [this summer|by train|].
[Total|Subtotal|VAT|Amount|Qty|Price|Discount]: {N}[.00 USD| pcs|%] [Due|Paid|Net] {D}
[English|French|German|Portuguese|Chinese|American|Macanese] [food|wine|law|customers|translation] [is|are] [popular|required|expensive] in {COUNTRY}.
[Album|Song|Film|Game|Book]: [The Lord of the Dance|Purple Morning|Star Journey|Back to the River|Love and Thunder|Comedy, Drama, Action] ({N})
[The patient|The visitor|The customer|The driver|An employee|The tenant] [complains of|reported|denied|asked for] [pain|a delay|damage|a refund].
I [would like|want|need|have] to [update|block|cancel|check] my [credit card|account|booking] [{ID}|please|because it was stolen].
[Monday|Tuesday|Friday|March|April|May|June|August|Easter|Christmas] [is|was] [busy|quiet|a holiday|the deadline] [in {CITY}|for us|].
`);

export const PT_FRAMES: readonly string[] = frames(`
{A}[, telef. |, tel. |, telefone |, tlm. |\nTel.: |, NIF |, contacto ]{TEL}[.|]
{O}, [contribuinte|NIF|pessoa colectiva] n.º {ID}, [com sede na |]{A}[, |.][representada por {P}|]
{P};{ID};{TEL};{A}
[Exmo. Senhor|Exma. Senhora|Exmo. Sr.|Exma. Sra.|Caro|Cara|Prezado|Estimada] [Dr. |Dra. |Eng. |]{P},
[Bom dia|Boa tarde|Olá|Caro|Cara|Querida] {G}, [pode|podes|poderia] [enviar|confirmar|rever] [o contrato|a factura|o relatório] [até sexta|hoje|amanhã]?
[Contacte|Fale com|Ligue para|Procure] [o Sr. |a Sra. |a Dra. |]{P} [pelo|através do] [telefone|telemóvel] {TEL}[.| ou {MAIL}.]
[O meu nome é|Chamo-me|Eu,|Sou o|Sou a] {P}[,| e] [moro em {CITY}|sou cliente há anos|trabalho na {O}|portador do BI n.º {ID}][.|,]
[A senhora|O senhor|Dona|A doente|O utente|O cliente|A funcionária|O trabalhador] {P}, [residente em|morador na|com domicílio em] {A}[,|.] [vem requerer|apresentou queixa|solicita|]
[Nome|Nome completo|Titular|Requerente|Cliente|Trabalhador|Beneficiário|Contacto]: {P}[\\nMorada: {A}|][\\nTelefone: {TEL}|][, NIF {ID}|]
{P}\\n{A}
{P}, {A}
[Morada|Endereço|Residência|Sede|Domicílio|Local de entrega|Morada fiscal]: {A}[.|]
[Enviar|Entregar|Remeter] [a encomenda|os documentos|a factura|tudo] para {A}[, ao cuidado de {P}|][.|]
[Moro|Vivo|Resido|Moramos|Mudei-me] [na|em|para a|para] {A}[.|, desde {D}.]
[A loja|O escritório|A sede|A clínica|O restaurante] [fica|situa-se|está situada|localiza-se] na {A}[.|, perto da estação.]
{P}, [solteiro|casado|viúva|divorciada], [natural de {CITY}|maior|nascida em {D}], [residente na|residente em|com residência na] {A}[,|.]
[Entre|Celebrado entre] {O}, [representada por|com sede em {A}, representada por] {P}, [e|como primeiro outorgante, e] {P}, [segundo outorgante|adiante designado trabalhador][.|,]
[Presentes|Participantes|Estiveram presentes]: {P}, {P} e {P}[. Ausente: {P}|][.|]
[Acta|Ata] n.º {N}: [presidiu|secretariou] [à reunião|] {P}, [tendo|e] {P} [apresentado|apresentou] [as contas|o orçamento].
{P} [disse|afirmou|explicou|informou|acrescentou] que [o projecto|a empresa|o pagamento|a reunião] [está atrasado|vai crescer|foi adiada|será amanhã].
[O ministro|A presidente|O director|A directora|O advogado|O vereador|O deputado|A gerente] {P} [anunciou|declarou|pediu|recusou] [ontem|hoje|na {DAY}] [novas medidas|a demissão|mais tempo].
Segundo {P}[, {JOB} da {O}|], [os preços|as obras|os resultados] [vão subir|estão concluídas|são bons].
[Com os melhores cumprimentos|Atenciosamente|Cumprimentos|Atentamente|Abraço|Obrigado],\\n{P}[\\n{JOB}|][\\n{O}|]
De: {P} <{MAIL}>\\nPara: {P} <{MAIL}>\\nAssunto: [contrato|reunião|factura n.º {ID}]
[Rel|Relator|Rel .|Rel.|Relatora] [Ministro|Min .|Min.|Ministra|Des .|Des.][ :|] {P} [, {N}ª Turma|- Ag .|, DJ {D}|, DEJT {D}][ ;|][ Rel . Min . {P} , DJe {D}|]
Relator: [Ministro |Min. |Ministra |Des. |Desembargador |]{P}
RELATOR[ |] : [MIN. |MINISTRO |DES. |]{PU}
[RECORRENTE|RECORRIDO|AGRAVANTE|AGRAVADO|IMPETRANTE|AUTOR|RÉU|REQUERENTE|EMBARGANTE|APELANTE|APELADO|PACIENTE|ADVOGADO][ (S)|(S)|(A)|] : {PU}
[Recorrente|Recorrido|Autor|Réu|Apelante|Agravante|Embargado|Impetrante|Paciente] : {P} [e outros|e outro|] Advogado : {P} ( OAB {ID} )
[Advogado|Advogada|Procurador|Defensor]: [Dr. |Dra. |]{P} (OAB/[SP|RJ|DF] {ID})
[O Ministro|A Ministra|O Desembargador|A Juíza|O Juiz|O Procurador|O Relator] {P} [votou|acompanhou|divergiu|negou provimento|deu provimento] [ao recurso|a relatora|no sentido do voto].
[Trata-se|Cuida-se] de [recurso|apelação|habeas corpus|agravo] [interposto|impetrado] por {P} contra [decisão|acórdão|sentença] [do|da] {O}[.|]
[Participaram|Votaram] do julgamento os [Senhores Ministros|Desembargadores|Juízes] {P}, {P} e {P}[ ( Presidente )|].
ACORDAM os [Ministros|Juízes] da {O}, [por unanimidade|em sessão plenária], [dar|negar] provimento. {PU} [Relator|Presidente|Ministro]
[Brasília|Lisboa|Macau|Porto], {D}. [Ministro |]{P} [Relator|Presidente|Juiz de Direito]
[O arguido|A arguida|O réu|O autor|A testemunha|O assistente] {P} [foi condenado|declarou|alegou|interpôs recurso] [em {D}|perante o tribunal|].
[Ação|Processo|Execução] [movida|proposta] por {P} [em face de|contra] {O}[.|]
{P} [nasceu em {CITY}|é um escritor|foi um político|é jogador de futebol|é uma actriz] [português|brasileira|em {N}|][.|]
[O jogador|O treinador|O cantor|A escritora|O poeta|O rei|O presidente|O pintor|O arquitecto] {P} [assinou pelo {O}|venceu|publicou|faleceu|chegou a {CITY}][ em {N}|].
{P} e {P} [reuniram-se|casaram|assinaram|viajaram para {CITY}|concordaram].
[Aprovado|Elaborado|Revisto|Assinado|Autorizado|Verificado] por[:| ] {P}[, em {D}|]
[Transferir|Pagar|Reembolsar] {N}00 [euros|patacas] a {P}[, conta {ID}|].
[A consulta|A reunião|A entrevista] com [a Dra.|o Dr.|o Prof.] {P} [é|foi marcada para|será] {D}.
[O colega|A colega|O chefe|A professora|O vizinho|O senhorio] {P} [está de férias|faltou|ligou|vai sair da empresa].
[Filho|Filha] de {P} e de {P}[, natural de {CITY}|].
{P} ({JOB}), {P} ({JOB})
{N}. {P}\\n{N}. {P}
[Processo|Interessado|Responsável|Responsáveis] : {P} ( {ID} ) ; {P} ( {ID} )
`);

export const PT_PLAIN: readonly string[] = frames(`
[A despesa|O rendimento|A multa|O frete] [é|foi|de] [MOP|EUR|R$|] {AMT}[ euros| patacas|] [por mês|com IVA|]
[O|Este] [Relatório|Contrato|Regulamento|Orçamento|Acórdão|Decreto-Lei|Código Civil|Código de Processo Penal|Conselho|Plano de Actividades] [n.º {N}|] [foi|será|está] [aprovado|publicado|revisto] [em {D}|].
[A|Esta] [Lei n.º {N}|Constituição|Portaria|Directiva|Convenção|Assembleia Geral|Comissão] [prevê|determina|estabelece] [prazos|novas regras|o regime geral].
[Nos termos|Ao abrigo] do [artigo|art.] {N}.º [do Código Penal|da Lei|do Estatuto dos Magistrados|do Regimento Interno][, |][o pedido|o recurso] [é|foi] [indeferido|admitido].
{O} [anunciou|apresentou|celebrou] [lucros|um protocolo com a {O}|resultados] [em {D}|].
[Viajamos|Seguimos|Vamos] [de|para] {CITY} [para|e] {CITY} [na {DAY}|em {D}|].
[Porto|Lima|Rosa|Costa|Ribeira|Serra|Campos|Flores|Rio|Vale|Monte|Cruz|Santos] [Seco|Nova|Vicentina|Azul|de Mel|Verde|Alto] [é|fica|tem] [uma praia|um vinho|bonito|no norte].
[Exmos. Senhores|Prezados Clientes|Caros Colegas|Boa tarde a todos],
[Segue em anexo|Junto enviamos|Agradecemos] [a factura|o recibo|a proposta|o pagamento] [n.º {ID}|]. [Cumprimentos|Obrigado].
[CONTRATO DE TRABALHO|RELATÓRIO E CONTAS|ACÓRDÃO|VOTO|EMENTA|SUPREMO TRIBUNAL FEDERAL|PROCESSO PENAL|RECURSO EXTRAORDINÁRIO|AGRAVO DE INSTRUMENTO|TRIBUNAL DE CONTAS DA UNIÃO|HABEAS CORPUS|DIREITO CONSTITUCIONAL E ADMINISTRATIVO|CONDIÇÕES GERAIS]
[Janeiro|Fevereiro|Março|Abril|Maio|Junho|Segunda-feira|Sexta-feira|Natal] [foi|é] [fraco|um bom mês|feriado].
[A Rua|O Largo|A Praça|A Avenida] [está|ficou] [fechada|em obras] [até {DAY}|por causa das chuvas].
[O Tribunal|O Estado|A União|O Município|A Fazenda Nacional|A Turma|O Plenário|A Corte] [decidiu|negou|julgou|reconheceu] [o pedido|a prescrição|o direito][.|, por maioria.]
[Precedentes|Cf.|Vide]: RE {ID} , [Primeira|Segunda] Turma , DJe {D} ; AI {ID} , [Pleno|Segunda Turma] .
`);
