/** Drawings of 16 × 16, stroked with the colour of the text. */
export const ICONS = {
  import: 'M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11',
  overview: 'M2.5 2.5v11h11M5.5 11V8.5M8.5 11V5.5M11.5 11V7',
  sessions: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  review: 'M2.5 2.5h11v11h-11ZM5 8.2l2.2 2.2L11 6',
  organisation: 'M3.5 13.5v-11h6v11M9.5 6.5h3v7M1.5 13.5h13M5.5 5h2M5.5 7.5h2M5.5 10h2',
  archive: 'M1.5 2.5h13v3.5h-13ZM2.5 6v7.5h11V6M6 8.5h4',
  search: 'M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM10.6 10.6 14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  tick: 'M3 8.5 6.5 12 13 4.5',
  violation: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3ZM8 4.5v4M8 11v.5',
  warning: 'M8 2 14.5 13.5h-13ZM8 6v4M8 11.5v.5',
  info: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 7.5v4M8 4.5V5',
  undetermined: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM6 6.2c0-2.6 4-2.6 4-.1C10 8 8 7.8 8 9.5M8 11.4v.4',
  lock: 'M3.5 7.5h9v6h-9ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  settings:
    'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.5 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  in: 'M13 8H3.5M7 4.5 3.5 8 7 11.5',
  out: 'M3 8h9.5M9 4.5 12.5 8 9 11.5',
  file: 'M4 1.5h5l3 3v10H4ZM9 1.5v3h3',
  presence: 'M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM8 8.4a.4.4 0 1 0 0-.8.4.4 0 0 0 0 .8Z',
  person: 'M8 7.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14.5c0-6 11-6 11 0',
  stop: 'M4 4h8v8H4Z',
  previous: 'M10 3 5 8l5 5',
  next: 'M6 3l5 5-5 5',
  audio: 'M6 2.5h4v6.5H6ZM3.5 7.5c0 5.5 9 5.5 9 0M8 11.8v2.7',
  video: 'M1.5 4h9v8h-9ZM10.5 7l4-2.5v7l-4-2.5',
  sharing: 'M1.5 3h13v8h-13ZM5.5 14h5M8 11v3',
  im: 'M2 2.5h12v8.5H7l-3.5 3V11H2Z',
  multiparty:
    'M5.5 7a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM11.2 7.5a1.8 1.8 0 1 0 0-3.6M1 13.5c0-5.5 9-5.5 9 0M11 9.3c2.6-.2 4 1.5 4 4.2',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
} as const;

export type IconName = keyof typeof ICONS;
