/** Countries as addresses end with them, in English and Portuguese. */
import { list } from './pack.ts';

export const COUNTRIES: readonly string[] =
  list(`Albania | Algeria | Angola | Argentina | Armenia | Australia | Austria |
  Azerbaijan | Bangladesh | Belarus | Belgium | Bolivia | Bosnia and Herzegovina | Brazil | Bulgaria | Cambodia |
  Cameroon | Canada | Cape Verde | Chile | China | Colombia | Costa Rica | Croatia | Cuba | Cyprus | Czech Republic |
  Czechia | Denmark | Dominican Republic | East Timor | Ecuador | Egypt | El Salvador | England | Estonia | Ethiopia |
  Finland | France | Georgia | Germany | Ghana | Greece | Greenland | Guatemala | Guinea-Bissau | Honduras | Hong Kong |
  Hungary | Iceland | India | Indonesia | Iran | Iraq | Ireland | Israel | Italy | Jamaica | Japan | Jordan | Kazakhstan |
  Kenya | Kuwait | Laos | Latvia | Lebanon | Liechtenstein | Lithuania | Luxembourg | Macao | Macau | Malaysia | Malta |
  Mauritius | Mexico | Moldova | Monaco | Mongolia | Montenegro | Morocco | Mozambique | Myanmar | Namibia | Nepal |
  Netherlands | New Zealand | Nicaragua | Nigeria | North Macedonia | Northern Ireland | Norway | Oman | Pakistan |
  Panama | Paraguay | Peru | Philippines | Poland | Portugal | Puerto Rico | Qatar | Romania | Russia | Saudi Arabia |
  Scotland | Senegal | Serbia | Singapore | Slovakia | Slovenia | South Africa | South Korea | Spain | Sri Lanka |
  Sweden | Switzerland | Taiwan | Tanzania | Thailand | The Netherlands | Timor-Leste | Tunisia | Turkey | Uganda |
  Ukraine | United Arab Emirates | United Kingdom | United States | United States of America | Uruguay | Uzbekistan |
  Venezuela | Vietnam | Wales | Zambia | Zimbabwe | USA | UK | UAE | P.R. China | PRC |
  Alemanha | Argélia | Austrália | Áustria | Bélgica | Brasil | Bulgária | Cabo Verde | Canadá | Croácia | Dinamarca |
  Escócia | Eslováquia | Eslovénia | Espanha | Estados Unidos | Estónia | Filipinas | Finlândia | França | Grécia |
  Guiné-Bissau | Hungria | Índia | Indonésia | Inglaterra | Irlanda | Islândia | Itália | Japão | Letónia | Lituânia |
  Luxemburgo | Malásia | Marrocos | México | Moçambique | Noruega | Países Baixos | Polónia | Reino Unido |
  República Checa | Roménia | Rússia | São Tomé e Príncipe | Singapura | Suécia | Suíça | Tailândia | Tunísia |
  Turquia | Ucrânia | Uruguai | Vietname`);
