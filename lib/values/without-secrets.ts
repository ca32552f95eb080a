/** User and password of a URL, which stand before its host. */
const USER = /(:\/\/)[^/\s?#"'<>]*@/g;
/** Parameters of a URL by whose names servers take keys and signatures. */
const KEY = /([?&][\w.-]*(?:key|token|secret|passw(?:or)?d|signature|sig|auth)=)[^&#\s"'<>]+/gi;

/**
 * A text as it may be shown and kept: without users and passwords in the URLs that it holds, and
 * with `***` for what their parameters hold of keys.
 */
export const withoutSecrets = (text: string): string =>
  text.replace(USER, '$1').replace(KEY, '$1***');
