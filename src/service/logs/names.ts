export const LOG_NAMES = ['error', 'smtp', 'system'] as const;
export type LogName = (typeof LOG_NAMES)[number];
