/** Words that stand on every page. */
export const everywhere = {
  cancel: 'Cancel',
  delete: 'Delete',
  loading: 'Loading…',
  'failure.reload':
    'Reload the page; the archive itself is kept. If it happens again, another tab may hold the archive open.',
  'failure.again': 'Nothing was changed. Try again.',
  'party.unknown': 'unknown',
  'users.all': 'all users',
  'users.more': { one: 'and {n} more', other: 'and {n} more' },
  'users.fewer': 'fewer',
  'endpoint.unnamed': 'the host that wrote the log',
  'control.title': 'A character that is not seen: {name}, {code}',
  'bytes.hide': 'Hide the bytes',
  'bytes.flag': 'Show the bytes that prove it',
  'bytes.provider': 'Show the bytes that say so',
  'bytes.more': {
    one: '{n} more place is listed under Evidence.',
    other: '{n} more places are listed under Evidence.',
  },
} as const;
