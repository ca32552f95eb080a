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
 * FastAPI `{"detail": ..}`, proxies plain text or HTML.
 */
export function serverMessage(body: string): ServerMessage {
  const parsed = parse(body);
  const fields = isFields(parsed) ? parsed : {};
  const error = isFields(fields.error) ? fields.error : fields;
  const said = [error.message, fields.error, fields.detail].find(value => value !== undefined);
  const text = typeof said === 'string' ? said : said === undefined ? body : JSON.stringify(said);
  return {
    text: text.startsWith('<') ? 'an HTML page' : text,
    code: String(error.code ?? ''),
    type: String(error.type ?? ''),
    param: String(error.param ?? ''),
  };
}

/**
 * The status that an error body names itself: some gateways answer 200 and put the error inside.
 * Undefined for a body that is no error.
 */
export function statusInBody(body: unknown): number | undefined {
  if (!isFields(body) || 'choices' in body) return undefined;
  const error = isFields(body.error) ? body.error : body.object === 'error' ? body : undefined;
  const code = Number(error?.code);
  return code >= 400 && code < 600 ? code : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
