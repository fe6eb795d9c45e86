/** The record of a document, or of a part of one: when it was said, and by whom, stands within, and it came over no connection. */
import type { LogRecord, Place } from '../model.ts';
import { NO_TIME } from './stamps.ts';

export const documentRecord = (kind: LogRecord['kind'], place: Place, payload: Uint8Array): LogRecord => ({
  place,
  ...NO_TIME,
  direction: null,
  local: null,
  remote: null,
  side: null,
  kind,
  flow: '',
  lost: 0,
  ends: false,
  payload,
});
