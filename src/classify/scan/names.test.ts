import { describe, expect, it } from 'vitest';
import { classifyText } from '../classify.ts';
import { readShippedNamesModel } from '../model/names-model-node.ts';

const names = readShippedNamesModel();

function namesIn(text: string): readonly string[] {
  return classifyText(text, { names })
    .findings.filter(({ type, score }) => type === 'person_name' && score >= 0.5)
    .map(({ start, end }) => text.slice(start, end));
}

describe('addresses', () => {
  it.each([
    'Your shift starts at 8 Knd9e6a55a2c9e49f37a',
    'The train leaves at 8 Sharp',
    'Standup moved to 10 Blue Room',
  ])('%j has none', (text) => {
    const found = classifyText(text, { names }).findings.filter(
      ({ type, score }) => type === 'address' && score >= 0.5,
    );
    expect(found).toEqual([]);
  });
});

describe('names by rule', () => {
  it.each([
    ['甲方（業主）：高天賜，已婚\n租金每月八千元', '高天賜'],
    ['原告：方子聰\n案件編號：CV2-24-0093', '方子聰'],
    ['面试反馈\n候选人：芮佳宁\n岗位：海外销售', '芮佳宁'],
    ['学 生：邱雨桐\n班级：三年二班', '邱雨桐'],
    ['Condutor: Rui Sampaio Gouveia, carta de condução L-12', 'Rui Sampaio Gouveia'],
    ['Aluno(a): Tiago Prates\nTurma: 5.º B', 'Tiago Prates'],
    ['Next of kin: Siobhan Keane\nRelation: aunt', 'Siobhan Keane'],
    ['Please find the minutes attached.\n\nYours sincerely,\n\nGethin Prosser\nSecretary', 'Gethin Prosser'],
    ['{"display_name": "Marta Figueiredo", "plan": "gold"}', 'Marta Figueiredo'],
    ['Com os melhores cumprimentos,\nMarta Figueiredo', 'Marta Figueiredo'],
  ])('%j names somebody', (text, name) => {
    expect(namesIn(text)).toContain(name);
  });

  it.each([
    ['學生：高中部\n人數：三百'],
    ['Driver: NVIDIA Game Ready 566\nOS: Windows 11'],
    ['Event name: Spring Gala'],
    ['To: Harbour Light Trading Ltd\nInvoice 0388'],
    ['Member: Gold\nGuest: WiFi'],
    ['Kind regards,\nCustomer Service Team'],
    ['Yours faithfully,\nHarbour Logistics'],
    ['地產股受壓，萬科、碧桂園、龍湖回落，高盛看法不一'],
    ['酒水：茅台、杜康、王老吉、康師傅冰紅茶'],
    ['Re: 關於下週會議'],
  ])('%j names nobody', (text) => {
    expect(namesIn(text)).toEqual([]);
  });
});
