/** Line icons, drawn for this console. Always beside words, so always hidden from screen readers. */
const PATHS = {
  transfers: 'M4 8h13m-3.5-3.5L17 8l-3.5 3.5M20 16H7m3.5-3.5L7 16l3.5 3.5',
  new: 'M12 5v14M5 12h14',
  recipients:
    'M4 19c.6-3 2.6-4.5 5-4.5s4.4 1.5 5 4.5M9 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM15.5 6a3 3 0 0 1 0 5.5M17 14.7c1.6.6 2.6 2 3 4.3',
  audiences:
    'M12 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM6 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM18 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM12 9.5v3.5M8 15l4-2 4 2',
  programs: 'M4 5h10v14H4zM14 12h6m-2.5-2.5L20 12l-2.5 2.5M7.5 9l2 3-2 3',
  people: 'M5 20c.7-3.5 3.4-5 7-5s6.3 1.5 7 5M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  sandbox: 'M4 8l8-4 8 4-8 4-8-4Zm0 0v8l8 4 8-4V8M12 12v8',
  deliveries: 'M4 7h16v11H4zM4 8l8 6 8-6M9 21l2 1 4-3',
  approvals: 'M6 4h12v16H6zM9 12.5l2.2 2.2L15.5 10',
  records: 'M4 6.5h6l2 2.5h8v9.5H4zM8 14h8',
  packs: 'M5 5h6v14H5zM11 7h5v12h-5M16.5 8.2l3.3 10.3',
  archive: 'M4 5h16v4H4zM5.5 9v10h13V9M10 13h4',
  requests: 'M4 5h16v11H9l-4 4v-4H4zM9 9h6M9 12h4',
  looks:
    'M3 12c2.5-4.5 5.5-6.5 9-6.5s6.5 2 9 6.5c-2.5 4.5-5.5 6.5-9 6.5s-6.5-2-9-6.5ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  traces: 'M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM15.5 15.5 20 20M11 8v3l2 1.5',
  incidents: 'M12 4 21 19H3zM12 10v4M12 16.5v.01',
  log: 'M7 4h10v16H7zM10 8h4M10 12h4M10 16h2',
  whatIf: 'M9 9.5a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9M12 17.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  matrix: 'M4 4h16v16H4zM4 9.3h16M4 14.7h16M9.3 4v16M14.7 4v16',
  register: 'M5 4h14v16H5zM5 9h14M5 14h14M10 9v11',
  counters: 'M5 20V10M10 20V4M15 20v-7M20 20V8',
  posture: 'M12 3.5l7 3v5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9v-5zM9 12l2.2 2.2L15.5 10',
  proof: 'M4 12h6M14 12h6M12 4v3m0 3v4m0 3v3M7.5 9.5 10 12l-2.5 2.5',
  levels: 'M5 20v-4M10 20v-7M15 20V10M20 20V5',
  meter: 'M4 18a8 8 0 1 1 16 0M12 18l4-6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 9l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  back: 'M15 6l-6 6 6 6',
  good: 'M5 12.5 10 17l9-10',
  wait: 'M12 7v5l3 2M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z',
  stop: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM6.5 6.5l11 11',
  calm: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 11v5M12 8v.01',
  file: 'M7 3.5h7l4 4V20.5H7zM14 3.5v4h4',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  out: 'M14 5h5v14h-5M4 12h10m-3.5-3.5L14 12l-3.5 3.5',
  link: 'M10 14 20 4m-6 0h6v6M18 14v6H4V6h6',
  key: 'M14.5 13.5a4 4 0 1 0-4-4L4 16v4h4v-2.5h2.5V15l2-2',
  print: 'M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5.5v13l10-6.5z',
  again: 'M19 8a8 8 0 1 0 1 5M20 4v4.5h-4.5',
  theme: 'M12 4v16a8 8 0 0 0 0-16ZM12 20a8 8 0 0 1 0-16',
  language:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4 12h16M12 4c2.5 2.3 3.5 5 3.5 8s-1 5.7-3.5 8c-2.5-2.3-3.5-5-3.5-8s1-5.7 3.5-8Z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
