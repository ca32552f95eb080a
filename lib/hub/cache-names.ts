/** Whether what a server calls a commit may become the name of a folder. */
export const isCommitName = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{6,64}$/.test(text);

/** Whether what a server calls the bytes of a file may become the name of one. */
export const isEtagName = (text: unknown): text is string =>
  typeof text === 'string' && /^[\w-]{1,128}$/.test(text);
