/** What stands between the server of `view` and its page: JSON of these shapes. */
export interface ViewedFile {
  /** Position among the files named. */
  file: number;
  name: string;
  format: string;
  bytes: number;
  state: 'indexing' | 'unpacking' | 'ready' | 'failed';
  done: number;
  rows: number;
  datasets: string[];
  lengths: number[];
  hasRollouts: boolean;
  error?: string;
}
export interface Row {
  file: number;
  row: number;
  id: string;
  dataset: string;
  kind: string;
  question: string;
  maxSeqLength: number;
  tokens: number;
  hops: number;
  chains: number;
  passes?: number;
  rollouts?: number;
  findings?: number;
}
export interface RowPage {
  rows: Row[];
  next?: number;
  isWhole: boolean;
}
export type SearchEvent =
  | { type: 'match'; row: Row; excerpt: { before: string; match: string; after: string } }
  | { type: 'progress'; bytes: number; total: number }
  | { type: 'end'; matches: number; isCut: boolean };
export interface SampleView {
  row: Row;
  previous?: { file: number; row: number };
  next?: { file: number; row: number };
  question: string;
  answers: string[];
  head?: string;
  facts: [label: string, value: string][];
  messages: { role: string; text: string }[];
  context: string;
  passages: {
    start: number;
    end: number;
    title: string;
    supporting: boolean;
    number?: number;
    tokens?: number;
  }[];
  pairs: {
    start: number;
    end: number;
    key: string;
    value: string;
    chain: number;
    step: number;
    isDecoy?: boolean;
  }[];
  chains: { isTrue: boolean; end: string; pairs: number[] }[];
  needles?: { start: number; end: number; key: string; value: string; asked: boolean }[];
  walk: { key: string; value: string; pair: number; note?: string }[];
  ruler: { at: number; tokens: number }[];
  rulerIsExact: boolean;
  findings: { check: string; message: string }[];
  rollouts: {
    text: string;
    extracted: string;
    isRight: boolean;
    why: string;
    f1?: number;
    rule: string;
    isCut?: boolean;
  }[];
}
