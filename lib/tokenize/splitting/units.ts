const { charCodeAt, codePointAt } = String.prototype;

/**
 * `text.charCodeAt(i)`, for strings of any origin. V8 looks a method up by the string's inner form
 * (flat, joined, sliced, of one or two bytes), and with so many forms it does so at every call; a
 * method that is known beforehand becomes a single read.
 */
export const unitAt = (text: string, i: number): number => charCodeAt.call(text, i);

/** `text.codePointAt(i)`, for strings of any origin; -1 behind the end. */
export const characterAt = (text: string, i: number): number => codePointAt.call(text, i) ?? -1;
