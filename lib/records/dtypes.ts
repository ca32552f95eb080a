/** What Hugging Face's `datasets` calls the types of columns that are neither lists nor structs. */
export const DTYPES = {
  text: 'string',
  whole: 'int64',
  fraction: 'float64',
  flag: 'bool',
} as const;
