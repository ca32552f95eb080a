import { pipeline } from 'node:stream/promises';
import {
  chain,
  corpusOfFiles,
  fill,
  flow,
  lineFile,
  loadTokenizer,
  type Question,
  readQuestions,
  stage,
  toJsonLines,
  withoutPassages,
} from 'keychain-pipeline';

const tokenizer = await loadTokenizer({ type: 'openai', path: 'o200k_base' });
const corpus = await corpusOfFiles('hotpot.json', tokenizer);
const parts = { corpus, tokenizer };
const hard = stage<Question, Question>((question, push) => {
  if (question.level === 'hard') push(question);
});
const samples = flow(
  readQuestions('hotpot.json'),
  hard,
  fill(parts, { maxSeqLength: [4096], hops: 6 }),
  chain(parts, { hops: 6 }),
  withoutPassages(),
);
await pipeline(flow(samples, toJsonLines()), lineFile('hard.jsonl.gz'));
await corpus.close();
