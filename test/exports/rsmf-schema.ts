/** JSON Schema of `rsmf_manifest.json`, written from the field list of RSMF 2.0 [Relativity’s schema 2.0.0]. */
const text = { type: 'string' };
const some = { type: 'string', minLength: 1 };
/** ISO 8601 with its zone. */
const stamp = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const custom = {
  type: 'array',
  items: {
    type: 'object',
    required: ['name', 'value'],
    properties: { name: some, value: some },
    additionalProperties: false,
  },
};

const listOf = (required: string[], properties: object) => ({
  type: 'array',
  minItems: 1,
  items: { type: 'object', required, properties, additionalProperties: false },
});

export const RSMF_SCHEMA = {
  type: 'object',
  required: ['version', 'participants', 'conversations', 'events'],
  additionalProperties: false,
  properties: {
    version: { const: '2.0.0' },
    eventcollectionid: text,
    participants: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        additionalProperties: false,
        properties: {
          id: some,
          display: text,
          email: { type: 'string', pattern: '^[^\\s@,;<>"]+@[^\\s@,;<>"]+$' },
          avatar: text,
          account_id: text,
          custom,
        },
      },
    },
    conversations: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['id', 'platform', 'participants'],
        additionalProperties: false,
        properties: {
          id: text,
          display: text,
          platform: text,
          type: { enum: ['direct', 'channel'] },
          participants: { type: 'array', items: text },
          custodian: text,
          icon: text,
          custom,
        },
      },
    },
    events: {
      type: 'array',
      maxItems: 10_000,
      items: {
        type: 'object',
        required: ['type', 'conversation'],
        additionalProperties: false,
        properties: {
          id: text,
          type: { enum: ['message', 'disclaimer', 'join', 'leave', 'history', 'unknown'] },
          participant: text,
          conversation: text,
          parent: text,
          body: text,
          timestamp: stamp,
          direction: { enum: ['incoming', 'outgoing'] },
          deleted: { type: 'boolean' },
          importance: { enum: ['normal', 'high'] },
          edits: listOf(['participant'], { participant: some, timestamp: stamp, previous: text, new: text }),
          reactions: listOf(['value'], {
            value: { type: 'string', minLength: 1, maxLength: 30 },
            count: { type: 'integer' },
            participants: { type: 'array', items: some },
          }),
          attachments: listOf(['id'], { id: some, display: text, size: { type: 'integer' } }),
          read_receipts: listOf(['participant'], {
            participant: some,
            timestamp: stamp,
            action: { enum: ['read', 'delivered'] },
          }),
          custom,
        },
        if: { properties: { type: { enum: ['message', 'join', 'leave'] } } },
        then: { required: ['participant'] },
      },
    },
  },
} as const;
