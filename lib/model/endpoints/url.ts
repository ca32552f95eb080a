import { stopError } from '../client/errors.js';

/**
 * Where chat completions are asked for: the base URL that users give, or what they have copied.
 *
 * @throws KeychainError USAGE
 */
export function completionsUrl(base: string): URL {
  const text = base.trim();
  const shown = text.replace(/\/\/[^/]*@/, '//');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw stopError('USAGE', `${shown} is not a URL; write http://${shown.replace(/^\/+/, '')}`);
  }
  if (!URL.canParse(text)) {
    throw stopError('USAGE', `${shown} is not a URL; write http://HOST:PORT/v1`);
  }
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw stopError('USAGE', `a model URL begins with http:// or https://, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw stopError('USAGE', `the URL for ${url.host} must not hold a password; name a variable`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const other = /\/(completions|responses|models|embeddings)$/.exec(path);
  if (other && !path.endsWith('/chat/completions')) {
    const better = `${url.origin}${path.slice(0, other.index)}`;
    throw stopError('USAGE', `${shown} is another interface; name its base, ${better}`);
  }
  url.hash = '';
  url.pathname = `${path.replace(/\/chat\/completions$/, '')}/chat/completions`;
  return url;
}
