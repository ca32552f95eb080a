/** By what a page is known as a report. */
export const PAGE_MARK = '<meta name="generator" content="keychain-pipeline report">';
