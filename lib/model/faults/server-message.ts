import { isFields } from '../../records/fields.js';

/** What an error body says, in any of the shapes that servers use. */
export interface ServerMessage {
  text: string;
  code: string;
  type: string;
  param: string;
}

/**
 * OpenAI, Azure, vLLM and llama.cpp send `{"error": {..}}`, older vLLM and SGLang the bare object,
 * Gemini's compatible end a list of one, FastAPI `{"detail": ..}`, gateways a text or an error
 * within an error, proxies plain text or HTML.
 */
export function serverMessage(body: string): ServerMessage {
  const parsed = parse(body);
  const fields = fieldsIn(parsed);
  const error = isFields(fields.error) ? fields.error : fields;
  // OpenRouter passes on what the provider behind it said.
  const metadata = isFields(error.metadata) ? error.metadata : {};
  const said = [error.message, fields.error, fields.detail, fields.message, error.errors].find(
    value => value !== undefined && value !== null && value !== '',
  );
  const text = asText(said) ?? (parsed === undefined ? body : asText(parsed)!);
  const raw = asText(metadata.raw);
  return {
    text: isHtml(text)
      ? 'an HTML page'
      : (raw === undefined ? text : `${text}: ${raw}`).slice(0, LONGEST),
    code: String(error.code ?? ''),
    type: String(error.type ?? error.status ?? ''),
    param: String(error.param ?? ''),
  };
}

/** The longest message that is looked at, in characters: what is longer is no message. */
const LONGEST = 4_000;

/** Whether a text is a web page: DashScope's errors begin with `<400>`, and are none. */
export const isHtml = (text: string): boolean =>
  /^\s*(<!doctype\s+html|<html|<head|<body)/i.test(text);

/** True for a body that is an error, or holds one beside no answers, whatever its status. */
export function isErrorBody(body: unknown): boolean {
  const fields = fieldsIn(body);
  if (Array.isArray(fields.choices) && fields.choices.length > 0) return false;
  return (
    (fields.error !== undefined && fields.error !== null && fields.error !== '') ||
    fields.object === 'error' ||
    ('detail' in fields && !('choices' in fields))
  );
}

/** The status that an error body names itself, if it does. */
export function statusInBody(body: unknown): number | undefined {
  const fields = fieldsIn(body);
  const error = isFields(fields.error) ? fields.error : fields;
  return [error.code, error.status, fields.code, fields.status]
    .map(Number)
    .find(code => Number.isInteger(code) && code >= 400 && code < 600);
}

const fieldsIn = (body: unknown): Record<string, unknown> => {
  const first = Array.isArray(body) ? body[0] : body;
  return isFields(first) ? first : {};
};

function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (isFields(value) && typeof value.message === 'string') return value.message;
  // FastAPI repeats what it was sent beside what is wrong with it.
  return JSON.stringify(value, (name, inner) => (name === 'input' ? undefined : inner));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
