/** Made-up postal addresses in Portuguese: Macau, Portugal, Brazil. */
import { type Random, weighted } from './random.ts';

function n(random: Random, most: number): string {
  return String(1 + random.below(most));
}

const MO_LATIN = [
  'Rua do Campo',
  'Avenida de Almeida Ribeiro',
  'Avenida da Praia Grande',
  'Rua de Pequim',
  'Avenida Dr. Rodrigo Rodrigues',
  'Alameda Dr. Carlos d’Assumpção',
  'Rua de Évora',
  'Rua do Cunha',
  'Avenida de Kwong Tung',
  'Estrada do Repouso',
  'Travessa da Misericórdia',
  'Rua da Barra',
  'Avenida Horta e Costa',
  'Estrada da Vitória',
  'Rua dos Pescadores',
  'Largo do Senado',
  'Rua de Coimbra',
  'Avenida Olímpica',
  'Estrada Governador Albano de Oliveira',
  'Calçada do Gaio',
  'Beco da Rosa',
  'Pátio da Eterna Felicidade',
];

export function macauLatin(random: Random): string {
  const number = random.pick([
    `, n.º ${n(random, 900)}`,
    `, nº ${n(random, 900)}`,
    `, ${n(random, 900)}`,
    ` ${n(random, 900)}`,
    `, n.os ${n(random, 300)}-${n(random, 300)}`,
    `, No. ${n(random, 900)}`,
  ]);
  const building = random.pick([
    '',
    '',
    ', Edf. Kin Wa',
    ', Edifício Hoi Fu',
    ', Edf. Jardim Kong Fok',
    ', Edifício Hung Fat Garden',
    ', Edf. Lei Fung',
    ', Edf. China Civil Plaza',
    ', Jardim de Wa Bao',
  ]);
  const floor = random.pick([
    `, ${n(random, 40)}.º andar ${'ABCDEF'.charAt(random.below(6))}`,
    `, ${n(random, 40)}º ${'ABCDEF'.charAt(random.below(6))}`,
    `, ${n(random, 40)}-${'ABCDEF'.charAt(random.below(6))}`,
    `, ${n(random, 40)}/F, Flat ${'ABCDEF'.charAt(random.below(6))}`,
    ', r/c',
    '',
  ]);
  return `${random.pick(MO_LATIN)}${number}${building}${random.chance(0.25) ? `, Bloco ${n(random, 9)}` : ''}${floor}${random.pick(['', '', ', Macau', ', Taipa', ', Coloane', ', Taipa, Macau'])}`;
}

const PT_TYPES = [
  'Rua',
  'Rua',
  'Rua',
  'Avenida',
  'Av.',
  'R.',
  'Travessa',
  'Praça',
  'Largo',
  'Estrada',
  'Calçada',
  'Alameda',
  'Praceta',
  'Beco',
];
const PT_NAMES = [
  'da Liberdade',
  'Augusta',
  'de Santa Catarina',
  'do Ouro',
  'dos Combatentes',
  'da República',
  'Almirante Reis',
  'de Cedofeita',
  'Miguel Bombarda',
  'das Flores',
  'da Boavista',
  'João de Deus',
  'do Carmo',
  'da Fábrica',
  'Dom Afonso Henriques',
  'Luís de Camões',
  'da Igreja',
  '25 de Abril',
  '5 de Outubro',
  'Infante D. Henrique',
  'do Comércio',
  'da Escola',
  'Marquês de Pombal',
  'de São Bento',
  'da Alegria',
  'das Oliveiras',
  'do Sol',
  'Gago Coutinho',
  'Antero de Quental',
  'do Rossio',
  'Nova',
  'da Estação',
  'Serpa Pinto',
  'dos Bragas',
  'da Saudade',
];
const PT_CITIES = [
  'Lisboa',
  'Porto',
  'Coimbra',
  'Braga',
  'Faro',
  'Setúbal',
  'Aveiro',
  'Évora',
  'Leiria',
  'Viseu',
  'Guimarães',
  'Almada',
  'Amadora',
  'Cascais',
  'Sintra',
  'Funchal',
  'Vila Nova de Gaia',
  'Matosinhos',
  'Oeiras',
  'Loures',
  'Santarém',
  'Beja',
];

export function portugal(random: Random): string {
  const street = `${random.pick(PT_TYPES)} ${random.pick(PT_NAMES)}`;
  const number = random.pick([
    `, n.º ${n(random, 400)}`,
    `, nº ${n(random, 400)}`,
    `, ${n(random, 400)}`,
    ` ${n(random, 400)}`,
    `, n.º ${n(random, 99)}-${'AB'.charAt(random.below(2))}`,
    ', s/n',
  ]);
  const floor = random.chance(0.6)
    ? `, ${n(random, 12)}.º ${random.pick(['esq.', 'dto.', 'Esq.', 'Dto', 'andar', 'A', 'B', 'Frente', 'D'])}`
    : '';
  const code = `${1000 + random.below(8999)}-${100 + random.below(899)} ${random.pick(PT_CITIES)}`;
  const tail = weighted(random, [
    [5, `, ${code}`],
    [2, ` ${code}`],
    [1, `\n${code}`],
    [2, `, ${random.pick(PT_CITIES)}`],
    [2, ''],
  ]);
  return `${street}${number}${floor}${tail}`;
}

export function brazil(random: Random): string {
  const street = `${random.pick(['Rua', 'Rua', 'Avenida', 'Av.', 'Alameda', 'Travessa', 'Rodovia', 'Quadra'])} ${random.pick(PT_NAMES)}`;
  const state = random.pick(['SP', 'RJ', 'MG', 'PR', 'RS', 'BA', 'DF', 'SC', 'CE']);
  const city = random.pick([
    'São Paulo',
    'Rio de Janeiro',
    'Belo Horizonte',
    'Curitiba',
    'Porto Alegre',
    'Salvador',
    'Brasília',
    'Goiânia',
    'Recife',
    'Fortaleza',
    'Campinas',
  ]);
  return `${street}, ${random.pick(['', 'nº ', 'n. '])}${n(random, 3000)}${random.pick(['', `, apto ${n(random, 900)}`, `, sala ${n(random, 900)}`, `, bloco ${'ABC'.charAt(random.below(3))}`])}${random.pick([`, ${random.pick(['Centro', 'Jardim Paulista', 'Boa Vista', 'Vila Nova', 'Copacabana'])}`, ''])}, ${city}${random.pick([`/${state}`, ` - ${state}`, ''])}${random.pick([`, CEP ${10_000 + random.below(80_000)}-${100 + random.below(900)}`, ''])}`;
}
