import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** What the YAML of a card says. */
export interface CardYaml {
  language?: string[];
  license: string | string[];
  pretty_name: string;
  size_categories: string[];
  task_categories: string[];
  tags: string[];
  configs?: { config_name: string; data_files: { split: string; path: string }[] }[];
  dataset_info?: {
    config_name: string;
    features: YamlFeature[];
    splits: { name: string; num_bytes: number; num_examples: number }[];
    download_size: number;
    dataset_size: number;
  }[];
}

export type YamlFeature = { name: string } & Record<string, unknown>;

/** The card of a folder: its YAML, read by another library than has written it, and its text. */
export async function readCard(folder: string): Promise<{ yaml: CardYaml; text: string }> {
  const card = await readFile(join(folder, 'README.md'), 'utf8');
  // As `huggingface_hub` finds it: from the first line to the next one of three hyphens.
  const [, yaml = '', text = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(card) ?? [];
  return { yaml: load(yaml) as CardYaml, text };
}

/**
 * What `datasets` makes of features in a card (`Features._from_yaml_list`), in the form of its JSON
 * with lists as lists: in our own words, from its rules.
 */
export function featuresFromYaml(features: readonly YamlFeature[]): Record<string, unknown> {
  return Object.fromEntries(features.map(({ name, ...feature }) => [name, fromYaml(feature)]));
}

function fromYaml(feature: unknown): unknown {
  if (typeof feature === 'string') return { dtype: feature, _type: 'Value' };
  if (Array.isArray(feature)) return featuresFromYaml(feature as YamlFeature[]);
  const [[kind, inner], ...more] = Object.entries(feature as object) as [[string, unknown]];
  if (more.length > 0) throw new Error(`more than one kind: ${JSON.stringify(feature)}`);
  if (kind === 'dtype') return { dtype: inner, _type: 'Value' };
  if (kind === 'list') return [fromYaml(inner)];
  if (kind === 'struct') return featuresFromYaml(inner as YamlFeature[]);
  throw new Error(`no kind of feature: ${kind}`);
}
