/** JSON Schema of `rsmf_manifest.json`, written from the field list of RSMF 2.0 [domain facts §5]. */
const text = { type: 'string' };
const custom = {
  type: 'array',
  items: {
    type: 'object',
    required: ['name', 'value'],
    properties: { name: text, value: text },
    additionalProperties: false,
  },
};

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
        properties: { id: text, display: text, email: text, avatar: text, account_id: text, custom },
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
          // ISO 8601 with its zone.
          timestamp: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' },
          direction: { enum: ['incoming', 'outgoing'] },
          deleted: { type: 'boolean' },
          importance: { enum: ['normal', 'high', 'low'] },
          custom,
        },
        if: { properties: { type: { enum: ['message', 'join', 'leave'] } } },
        then: { required: ['participant'] },
      },
    },
  },
} as const;
