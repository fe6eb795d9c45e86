/** The archive as a whole: opening, emptying, the demonstration. */
export const archive = {
  'archive.failed': 'The archive could not be opened: {why}',
  'archive.failed.advice':
    'Check that this browser may store data for this site (private windows often may not) and that the disk has room, then reload the page.',
  'archive.clear': 'Delete everything archived',
  'archive.clear.sure': {
    one: 'All sessions and the evidence from {n} file are deleted from this browser. What you told about the organisation stays. This cannot be undone.',
    other:
      'All sessions and the evidence from {n} files are deleted from this browser. What you told about the organisation stays. This cannot be undone.',
  },
  'archive.clear.busy': 'an import is running. Cancel it first, or wait until it is over.',
  'archive.clear.failed': 'The archive could not be emptied: {why}',
  demonstration: 'Demonstration',
  'demonstration.text': 'Invented traffic in an archive of its own. Files that you drop go into yours.',
  'demonstration.look': 'Look at a demonstration',
  'demonstration.opening': 'Opening the demonstration…',
  'demonstration.leave': 'Leave',
  'demonstration.leave.sure': 'The demonstration’s organisation was changed and not saved. Leaving discards that text.',
  'demonstration.delete': 'Delete the demonstration',
  'demonstration.delete.sure': 'The demonstration’s archive is emptied. It can be opened again at any time.',
  'empty.archive': 'No sessions yet',
  'empty.archive.text': 'Drop a log or a capture anywhere on this page, or choose one on the Import page.',
  'empty.to-import': 'Import files',
} as const;
