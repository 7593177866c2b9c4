/** A realistic mix of what programs send to a group: mostly short alerts, some with a person in them, tables of figures now and then. */
import { randomUUID } from 'node:crypto';

const HOSTS = ['db-1', 'db-2', 'web-7', 'pos-macau-3', 'hr-portal', 'mail-gw'];
const STATES = ['firing', 'resolved'];
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

function alert(n: number): object {
  const host = pick(HOSTS, n);
  const text = [
    `### [${pick(STATES, n)}] DiskWillFillIn4Hours ${host}`,
    `> instance: ${host}:9100, job: node, severity: warning, team: infrastructure`,
    '',
    `Volume /var/lib/postgresql on ${host} will fill within four hours. Current use ${60 + (n % 39)} percent.`,
    '伺服器磁碟空間不足，請檢查備份工作是否完成，並清理過期記錄。',
    `[Runbook](https://wiki.example.mo/runbooks/disk) · started 2026-11-26T0${n % 9}:12:00Z`,
  ].join('\n');
  return { msgtype: 'markdown', markdown: { title: `[${pick(STATES, n)}] ${host}`, text } };
}

function personal(n: number): object {
  const text = `人事通知：員工 陳大文（職員編號 ${1000 + (n % 900)}）已提交年假申請，聯絡電話 +853 6612 3${String(n % 1000).padStart(3, '0')}，請主管審批。`;
  return { msgtype: 'text', text: { content: text }, at: { atMobiles: ['+85366123456'], isAtAll: false } };
}

function report(n: number): object {
  const rows = Array.from(
    { length: 120 },
    (_, row) =>
      `| 門市 ${row + 1} | ${(n * 31 + row * 17) % 900} | ${(row * 13 + n) % 97} | MOP ${((n + row) * 997) % 100000} |`,
  );
  const text = [
    '# 每日營運報告 Daily operations report',
    '| 門市 | 訂單 | 退貨 | 營業額 |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
  return { msgtype: 'markdown', markdown: { title: '每日營運報告', text } };
}

/** Of a hundred messages 85 are alerts, 10 are about a person and 5 are reports. Each has a key of its own, as careful clients send. */
export function messageOf(n: number): Buffer {
  const place = n % 100;
  const message = place < 85 ? alert(n) : place < 95 ? personal(n) : report(n);
  return Buffer.from(JSON.stringify({ ...message, msgUuid: randomUUID() }));
}
