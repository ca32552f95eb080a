import { isFields } from '../../records/fields.js';

/** What a server says that a call used, in tokens; what it does not say is missing. */
export interface ReportedUsage {
  prompt?: number | undefined;
  /** Over all choices, those that are no answers too. */
  completion?: number | undefined;
  total?: number | undefined;
}

/** Takes what is a number of tokens; no prompt has none, so a 0 there says nothing. */
export function readUsage(usage: unknown): ReportedUsage {
  if (!isFields(usage)) return {};
  return {
    prompt: count(usage.prompt_tokens ?? usage.input_tokens) || undefined,
    completion: count(usage.completion_tokens ?? usage.output_tokens),
    total: count(usage.total_tokens) || undefined,
  };
}

function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0
    ? Math.ceil(number)
    : undefined;
}
