/** Where a model's folder may have its chat template, the first that counts; see `transformers`. */
export const TEMPLATE_FILES = [
  'chat_template.jinja',
  'tokenizer_config.json',
  'chat_template.json',
];

/** Where it may name its special tokens. */
export const SPECIALS_FILE = 'special_tokens_map.json';
